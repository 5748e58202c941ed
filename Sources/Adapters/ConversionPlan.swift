import AgentsCore

/// Everything about a conversion that does not change from record to record, worked out once and shared by all workers.
final class ConversionPlan: Sendable {
    let registry: AdapterRegistry
    let recognizer: RecordRecognizer
    /// The tables of the shapes.
    let tables: FixedArray<ShapeTable>
    /// What becomes of a record by the shape that it comes from; nothing where it stays a canonical line.
    let renditions: [Rendition]?
    let lines: CanonicalLineWriter
    /// A source or target that the registry does not have: every document is refused with it.
    let fault: AdapterError?

    /// Works out a conversion.
    init(_ registry: AdapterRegistry, from source: ConversionSource, to target: ConversionTarget) {
        self.registry = registry
        recognizer = RecordRecognizer(registry, accepting: source)
        tables = FixedArray(count: registry.shapes.count) { ShapeTable(registry.adapter($0)) }
        renditions = registry.renditions(for: target)
        lines = CanonicalLineWriter(registry.shapes)
        let missing = [source.missing(in: registry), target.missing(in: registry)].compactMap(\.self).first
        fault = missing.map { AdapterError(.unknownShape, "\($0) is no part of the registry") }
    }
}

/// A table that is not copied for each record.
struct ShapeTable: ~Copyable, Sendable {
    private let adapter: TableAdapter

    init(_ adapter: TableAdapter) {
        self.adapter = adapter
    }

    /// Fills `draft`, which was reset for the record at `draft.root`.
    @inline(__always)
    func normalize(_ record: borrowing JSONRecord, into draft: inout Draft) throws(AdapterError) {
        try adapter.normalize(record, into: &draft)
    }
}

/// How records of one shape are rendered: as which shape, and whether that is the way back.
struct Rendition: Sendable {
    let shape: Int
    let origin: Origin
}

extension AdapterRegistry {
    /// What becomes of records by the index of their shape; nothing where they stay canonical lines.
    fileprivate func renditions(for target: ConversionTarget) -> [Rendition]? {
        switch target {
        case .canonical:
            return nil
        case .bare:
            let agents = index(of: Agents.generation) ?? 0
            return shapes.map { _ in Rendition(shape: agents, origin: .otherShape) }
        case .shape(let shape):
            let wanted = index(of: shape) ?? 0
            return shapes.indices.map { Rendition(shape: wanted, origin: $0 == wanted ? .sameShape : .otherShape) }
        case .dialect(let dialect):
            let first = firstShape(of: dialect) ?? 0
            return shapes.indices.map {
                shapes[$0].dialect == dialect
                    ? Rendition(shape: $0, origin: .sameShape) : Rendition(shape: first, origin: .otherShape)
            }
        }
    }
}

extension ConversionSource {
    /// The name of what a registry does not have.
    fileprivate func missing(in registry: AdapterRegistry) -> String? {
        switch self {
        case .any: nil
        case .dialect(let dialect): registry.firstShape(of: dialect) == nil ? "\(dialect)" : nil
        case .shape(let shape): registry.index(of: shape) == nil ? shape.fullName : nil
        case .envelope(let envelope): registry.index(of: envelope) == nil ? envelope.fullName : nil
        }
    }
}

extension ConversionTarget {
    /// The name of what a registry does not have.
    fileprivate func missing(in registry: AdapterRegistry) -> String? {
        switch self {
        case .canonical, .bare: nil
        case .dialect(let dialect): registry.firstShape(of: dialect) == nil ? "\(dialect)" : nil
        case .shape(let shape): registry.index(of: shape) == nil ? shape.fullName : nil
        }
    }
}
