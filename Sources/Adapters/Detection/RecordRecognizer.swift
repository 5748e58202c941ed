import AgentsCore

/// What a document is taken as.
enum RecognizedDocument {
    /// One record of a shape.
    case record(Int)
    /// Several records.
    case envelope(Int)
    /// A canonical line, with the shape that it names as its origin.
    case line(Int)

    var isLine: Bool {
        if case .line = self { true } else { false }
    }
}

/// Says what documents are, within what a caller accepts.
///
/// It cannot be copied, so that asking it copies no arrays.
struct RecordRecognizer: ~Copyable, Sendable {
    private let registry: AdapterRegistry
    private let acceptance: Acceptance
    private let acceptsLines: Bool

    /// ``ConversionSource`` with indices for names.
    private enum Acceptance {
        case any
        case dialect(first: Int)
        case record(Int)
        case envelope(Int)
    }

    /// Creates a recogniser.
    init(_ registry: AdapterRegistry, accepting source: ConversionSource) {
        self.registry = registry
        switch source {
        case .any:
            acceptance = .any
            acceptsLines = true
        case .dialect(let dialect):
            acceptance = .dialect(first: registry.firstShape(of: dialect) ?? 0)
            acceptsLines = dialect == .agents
        case .shape(let shape):
            acceptance = .record(registry.index(of: shape) ?? 0)
            acceptsLines = false
        case .envelope(let envelope):
            acceptance = .envelope(registry.index(of: envelope) ?? 0)
            acceptsLines = false
        }
    }

    /// Says what a document is.
    ///
    /// - Throws: ``AdapterError`` if it is nothing that is accepted.
    func recognize(_ record: borrowing JSONRecord) throws(AdapterError) -> RecognizedDocument {
        switch acceptance {
        case .record(let shape): return .record(shape)
        case .envelope(let envelope): return .envelope(envelope)
        case .any, .dialect: break
        }
        let sighting = registry.detector.look(at: .root, of: record)
        if acceptsLines, sighting.hasProvenance, let origin = try origin(of: record) { return .line(origin) }
        guard case .dialect(let first) = acceptance else { return try registry.document(sighting, in: record) }
        return try document(sighting, in: record, ofDialectOf: first)
    }

    /// Takes a document that no shape recognises as the first one of the dialect that was named.
    ///
    /// - Throws: ``AdapterError`` if it has no id, or is plainly a record of another dialect.
    private func document(
        _ sighting: ShapeDetector.Sighting, in record: borrowing JSONRecord, ofDialectOf first: Int
    ) throws(AdapterError) -> RecognizedDocument {
        let found: RecognizedDocument
        do throws(AdapterError) {
            found = try registry.document(sighting, in: record)
        } catch {
            if error.code == .notAGeneration { throw error }
            return .record(first)
        }
        let dialect = registry.shapes[first].dialect
        let (owner, name) = registry.description(of: found)
        if owner == dialect { return found }
        throw AdapterError(
            .unknownShape, at: Int(record.node(.root).start), "is \(name), not a record of \(dialect); check --from")
    }

    /// The shape that a canonical line names as its origin; nothing for a record with a `provenance` of its own.
    ///
    /// - Throws: ``AdapterError`` if the dialect is known but has no such shape.
    private func origin(of record: borrowing JSONRecord) throws(AdapterError) -> Int? {
        let provenance = record["provenance"]
        guard record.has(provenance, .object) else { return nil }
        let dialect = record[provenance, "dialect"]
        let shape = record[provenance, "shape"]
        var isOurs = false
        for index in registry.shapes.indices
        where record.isString(dialect, JSONKey(stringLiteral: registry.shapes[index].dialect.name)) {
            isOurs = true
            if record.isString(shape, JSONKey(stringLiteral: registry.shapes[index].name)) { return index }
        }
        guard isOurs, record.has(shape, .string) else { return nil }
        throw AdapterError(
            .badValue, path: "provenance.shape", at: Int(record.node(shape).start), "the dialect has no such shape")
    }
}
