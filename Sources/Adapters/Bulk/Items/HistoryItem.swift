/// What a history has at one place.
public enum HistoryItem: Sendable, Equatable {
    /// A record that was understood.
    case record(HistoryRecord)
    /// A part that is no record, with its bytes; without them if they were too many to keep.
    case rejected(Rejection, bytes: [UInt8]?)
}

/// A record of a history in the form that was asked for.
public struct HistoryRecord: Sendable, Equatable {
    /// The record as compact JSON: a canonical line unless the conversion has another target.
    public let line: String
    /// The dialect and shape that it came from, as in `acedata:task`.
    public let shape: String
    /// What the target does not hold of it; nothing for canonical lines and the way back.
    public let losses: [Loss]
    /// Where it stands in the input.
    public let position: HistoryPosition

    /// The record as values, read from its canonical line when it is asked for.
    ///
    /// - Returns: The generation with what its record said beyond it.
    /// - Throws: ``AdapterError`` if the conversion has another target than ``ConversionTarget/canonical``.
    public func generation() throws(AdapterError) -> NormalizedGeneration {
        try NormalizedGeneration(line: line.utf8)
    }
}

/// The place of a record in an input.
public struct HistoryPosition: Sendable, Hashable {
    /// The line on which it starts, counted from 1.
    public let line: Int
    /// Bytes from the start of the input to its own start.
    public let start: Int
    /// Bytes of it.
    public let length: Int
    /// The item of a batch or list, counted from 0.
    public let item: Int?
}
