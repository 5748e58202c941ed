import AgentsCore

/// The shapes that a program knows.
///
/// The order in which they are given has no effect.
public struct AdapterRegistry: Sendable {
    /// Shapes of single records.
    public let shapes: [WireShape]
    /// Documents that hold several records.
    public let envelopes: [EnvelopeShape]
    let detector: ShapeDetector

    /// Creates a registry.
    ///
    /// The Agents API's own shape is always part of it.
    public init(shapes: [WireShape] = [], envelopes: [EnvelopeShape] = []) {
        self.shapes = [Agents.generation] + shapes
        self.envelopes = envelopes
        detector = ShapeDetector(self.shapes.map(\.recognition) + envelopes.map(\.recognition))
    }

    /// What a document is by its members.
    ///
    /// - Throws: ``AdapterError`` if no shape fits, or more than one.
    func document(
        _ sighting: ShapeDetector.Sighting, in record: borrowing JSONRecord
    ) throws(AdapterError) -> RecognizedDocument {
        switch detector.match(sighting) {
        case .match(let index):
            return index < shapes.count ? .record(index) : .envelope(index - shapes.count)
        case .several:
            let names = detector.candidates(sighting).map {
                $0 < shapes.count ? shapes[$0].fullName : envelopes[$0 - shapes.count].fullName
            }
            throw AdapterError(
                .ambiguousShape, at: Int(record.node(.root).start),
                "fits \(names.joined(separator: " and ")); name the shape with --from")
        case .none:
            let hasID = record["id"].isPresent || record["task_id"].isPresent
            throw AdapterError(
                hasID ? .unknownShape : .notAGeneration, at: Int(record.node(.root).start),
                hasID
                    ? "has an id but the members of no known shape; name the shape with --from if you know it"
                    : "has no id, so it is no generation")
        }
    }

    /// The dialect and the full name of what a document is.
    func description(of document: RecognizedDocument) -> (dialect: Dialect, name: String) {
        switch document {
        case .record(let shape), .line(let shape): (shapes[shape].dialect, shapes[shape].fullName)
        case .envelope(let envelope): (envelopes[envelope].dialect, envelopes[envelope].fullName)
        }
    }

    /// A table by the index of its shape.
    func adapter(_ shape: Int) -> TableAdapter {
        shapes[shape].adapter
    }

    /// The index of a shape, if it is part of the registry.
    func index(of shape: WireShape) -> Int? {
        shapes.firstIndex { $0.fullName == shape.fullName }
    }

    /// The index of an envelope, if it is part of the registry.
    func index(of envelope: EnvelopeShape) -> Int? {
        envelopes.firstIndex { $0.fullName == envelope.fullName }
    }

    /// The envelope whose items have a shape.
    func envelope(of shape: Int) -> EnvelopeShape? {
        envelopes.first { $0.item.fullName == shapes[shape].fullName }
    }

    /// The shape in which a dialect writes records that come from elsewhere.
    func firstShape(of dialect: Dialect) -> Int? {
        shapes.firstIndex { $0.dialect == dialect }
    }

    /// The dialects that have shapes here, the Agents API first.
    public var dialects: [Dialect] {
        shapes.reduce(into: []) { if !$0.contains($1.dialect) { $0.append($1.dialect) } }
    }
}
