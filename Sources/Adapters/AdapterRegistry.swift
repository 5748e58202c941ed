import AgentsCore

/// The shapes that a program knows.
///
/// The order in which they are given has no effect.
public struct AdapterRegistry: Sendable {
    /// Shapes of single records.
    public let shapes: [WireShape]
    /// Documents that hold several records.
    public let envelopes: [EnvelopeShape]
    private let detector: ShapeDetector

    /// Creates a registry.
    ///
    /// The Agents API's own shape is always part of it.
    public init(shapes: [WireShape] = [], envelopes: [EnvelopeShape] = []) {
        self.shapes = [Agents.generation] + shapes
        self.envelopes = envelopes
        detector = ShapeDetector(self.shapes.map(\.recognition) + envelopes.map(\.recognition))
    }

    /// What a document turned out to be.
    enum Detected: Equatable {
        /// Index of a shape.
        case shape(Int)
        /// Index of an envelope.
        case envelope(Int)
    }

    /// Recognises a document by its members.
    ///
    /// - Throws: ``AdapterError`` if no shape fits, or more than one.
    func detect(_ record: borrowing JSONRecord, at object: JSONRef) throws(AdapterError) -> Detected {
        switch detector.verdict(record, at: object) {
        case .match(let index):
            return index < shapes.count ? .shape(index) : .envelope(index - shapes.count)
        case .several(let indices):
            let names = indices.map { $0 < shapes.count ? shapes[$0].fullName : envelopes[$0 - shapes.count].fullName }
            throw AdapterError(
                .ambiguousShape, at: Int(record.node(object).start),
                "fits \(names.joined(separator: " and ")); name the shape with --from")
        case .none:
            let hasID = record[object, "id"].isPresent || record[object, "task_id"].isPresent
            throw hasID
                ? AdapterError(
                    .unknownShape, at: Int(record.node(object).start),
                    "has an id but the members of no known shape; name the shape with --from if you know it")
                : AdapterError(
                    .notAGeneration, at: Int(record.node(object).start), "has no id, so it is no generation")
        }
    }

    /// The index of a shape by the names in `provenance`.
    func index(dialect: String, shape: String) -> Int? {
        shapes.firstIndex { $0.dialect.description == dialect && $0.name.description == shape }
    }

    /// The dialects that have shapes here, the Agents API first.
    public var dialects: [Dialect] {
        shapes.reduce(into: []) { if !$0.contains($1.dialect) { $0.append($1.dialect) } }
    }
}
