public import AgentsCore

/// The front door: documents of any known dialect in, canonical generations out, with everything needed to turn them back.
///
/// ```swift
/// let registry = AdapterRegistry(shapes: AceData.shapes + DreamMachine.shapes,
///                                envelopes: AceData.envelopes + DreamMachine.envelopes)
/// let normalizer = Normalizer(registry)
/// for record in try normalizer.normalize(body) {
///     print(record.generation.id, record.generation.state)
/// }
/// ```
///
/// A normaliser is a value without state; it can be shared between tasks.
public struct Normalizer: Sendable {
    private let plan: ConversionPlan
    private let limits: JSONLimits

    /// Creates a normaliser.
    ///
    /// - Parameters:
    ///   - registry: The shapes to know.
    ///   - source: Which records to accept.
    ///   - limits: How much of a document to accept.
    public init(
        _ registry: AdapterRegistry, accepting source: ConversionSource = .any, limits: JSONLimits = JSONLimits()
    ) {
        plan = ConversionPlan(registry, from: source, to: .canonical)
        self.limits = limits
    }

    /// Normalises one document: a record, or a batch or list of records.
    ///
    /// - Parameter document: The document as UTF-8, compact or pretty-printed.
    /// - Returns: The records in their order.
    /// - Throws: ``AdapterError`` if the document, or any item of it, is no record.
    public func normalize(_ document: some Sequence<UInt8>) throws(AdapterError) -> [NormalizedGeneration] {
        var converter = RecordConverter(plan)
        let output = try converter.convertDocument(document, limits)
        var records: [NormalizedGeneration] = []
        for line in output.split(separator: UInt8(ascii: "\n")) {
            records.append(try NormalizedGeneration(line: line))
        }
        return records
    }
}

/// A generation with what its record said beyond it.
public struct NormalizedGeneration: Sendable, Equatable {
    /// The generation.
    public let generation: Generation
    /// The record as a canonical line, which ``Renderer`` turns back.
    ///
    /// It has the generation's members, and `provenance` with dialect, shape, revisions, residue and derived members.
    public let line: String
    /// The dialect and shape of the record, as in `acedata:task`.
    public let shape: String
    /// Names of the revisions that the record follows, newest first.
    public let revisions: [String]
    /// Members that the record does not have and that were computed from others.
    public let derived: [CanonicalField]

    /// Reads a canonical line.
    ///
    /// - Throws: ``AdapterError`` if it is none.
    public init(line: some Sequence<UInt8>) throws(AdapterError) {
        var record = JSONRecord(limits: .canonicalLine)
        do throws(JSONError) {
            try record.load(line)
        } catch {
            throw AdapterError(error)
        }
        let view = try CanonicalView(record)
        guard let provenance = view.provenance else {
            throw AdapterError(.badValue, path: "provenance", "a canonical line says where its record came from")
        }
        do throws(ModelError) {
            generation = try Generation(reading: record)
        } catch {
            throw AdapterError(.wrongType, path: error.path, at: error.offset, error.reason)
        }
        self.line = record.json(.root)
        shape = "\(provenance.dialect):\(provenance.shape)"
        revisions = provenance.revisions
        derived = CanonicalField.allCases.filter { provenance.derived.contains($0) }
    }
}
