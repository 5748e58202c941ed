import AgentsCore

/// Puts the parts of a history together again, in their order.
///
/// What a lane made of a block counts if the part before it ended between two documents. Otherwise the lane that is in the
/// middle of something reads that block as well. So the result is that of reading everything from the start, however the
/// input was cut, and whoever worked on it.
package struct HistoryJoin: ~Copyable {
    /// What was made of the parts so far.
    package private(set) var tally: NormalizationTally
    private let conversion: HistoryConversion
    /// The lane that is in the middle of something, or a spare one.
    private var open: HistoryLane
    /// Whether ``open`` is in the middle of something.
    package private(set) var isInside = false
    /// Lines of the input so far.
    package private(set) var lines = 0
    /// Where the last document of the input so far ended, if the input stands between two documents.
    package private(set) var offset = 0

    /// Creates one for the lanes of a conversion.
    package init(_ conversion: HistoryConversion) {
        self.conversion = conversion
        tally = conversion.tally()
        open = HistoryLane(conversion)
    }

    /// Goes on in the middle of an input, between two documents.
    ///
    /// - Parameters:
    ///   - lines: Lines before that place.
    ///   - offset: Bytes before it.
    package mutating func goOn(behind lines: Int, _ offset: Int) {
        (self.lines, self.offset) = (lines, offset)
    }

    /// A lane to work with.
    package func lane() -> HistoryLane {
        HistoryLane(conversion)
    }

    /// Takes the next block of an input.
    ///
    /// - Parameters:
    ///   - lane: Holds the block, worked on or not; it may come back as another lane, to be used for any other block.
    ///   - isLast: Whether the input ends with the block.
    ///   - take: Takes what a lane has made, with the place of its rejections in the input.
    /// - Throws: What `take` throws.
    package mutating func add<Failure: Error>(
        _ lane: inout HistoryLane, isLast: Bool,
        _ take: (inout HistoryLane, _ linesBefore: Int) throws(Failure) -> Void
    ) throws(Failure) {
        if isInside {
            try readOn(lane, take)
        } else if lane.blockSize > 0 {
            lane.linesBefore = lines
            try Self.finish(&lane, &tally, take)
            if lane.reader.isBetweenDocuments {
                (lines, offset) = lane.end
            } else {
                swap(&lane, &open)
                isInside = true
            }
        }
        if !isLast { return }
        if isInside {
            open.finishInput()
            try Self.finish(&open, &tally, take)
            close()
        }
        lines = 0
        offset = 0
    }

    /// Lets the lane that is in the middle of something read a block.
    private mutating func readOn<Failure: Error>(
        _ block: borrowing HistoryLane, _ take: (inout HistoryLane, Int) throws(Failure) -> Void
    ) throws(Failure) {
        var offset = 0
        while offset < block.blockSize {
            offset += open.read(on: block, from: offset)
            try Self.finish(&open, &tally, take)
        }
        if open.reader.isBetweenDocuments { close() }
    }

    private mutating func close() {
        (lines, offset) = open.end
        isInside = false
        if open.isOutgrown { open = HistoryLane(conversion) }
    }

    /// Has a lane do the rest of its work, and takes what it made.
    private static func finish<Failure: Error>(
        _ lane: inout HistoryLane, _ tally: inout NormalizationTally,
        _ take: (inout HistoryLane, Int) throws(Failure) -> Void
    ) throws(Failure) {
        var isMore = true
        while isMore {
            lane.run()
            isMore = lane.isFull
            try take(&lane, lane.linesBefore)
            tally.add(lane.converter.tally)
            lane.clear()
        }
    }
}
