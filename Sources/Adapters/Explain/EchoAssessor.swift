import AgentsCore

/// Finds the requests that records repeat, and says what would become of each.
struct EchoAssessor: ~Copyable, Sendable {
    /// What was found so far.
    private(set) var assessment: HistoryAssessment

    private let registry: AdapterRegistry
    private let recognizer: RecordRecognizer
    private let dialects: [ExplainedDialect]
    /// A policy whose models and prompt are used.
    private let policy: TranslationPolicy
    /// Rows by their keys, by dialect and operation.
    private let rows: [String: [String: RequestRow]]

    /// Creates an assessor.
    ///
    /// - Parameters:
    ///   - dialects: The APIs whose requests are explained.
    ///   - registry: The shapes of records.
    ///   - policies: The policies to try, with their names.
    ///   - prices: What generations cost.
    init(
        _ dialects: [ExplainedDialect], registry: AdapterRegistry,
        policies: [(name: String, policy: TranslationPolicy)], prices: PriceTable
    ) {
        self.dialects = dialects
        self.registry = registry
        recognizer = RecordRecognizer(registry, accepting: .any)
        policy = policies.first?.policy ?? .balanced
        assessment = HistoryAssessment(policies: policies, prices: prices)
        var rows: [String: [String: RequestRow]] = [:]
        for dialect in dialects {
            for operation in dialect.operations {
                rows[Self.name(dialect, operation.name)] = operation.shape.rowsByKey
            }
        }
        self.rows = rows
    }

    private static func name(_ dialect: ExplainedDialect, _ operation: String) -> String {
        "\(dialect.dialect) \(operation)"
    }

    // MARK: Documents

    /// Counts a part of a history that is no record.
    mutating func count(_ error: AdapterError) {
        assessment.rejected["\(error.code)", default: 0] += 1
    }

    /// Takes a document, which may hold several records.
    ///
    /// - Parameters:
    ///   - record: The document.
    ///   - place: Where a byte of it stands.
    /// - Throws: ``AdapterError`` if it holds none.
    mutating func add(
        _ record: borrowing JSONRecord, at place: (Int) -> (file: String, line: Int)
    ) throws(AdapterError) {
        guard record.kind(.root) == .object else {
            throw AdapterError(.notAGeneration, "expected an object, so it is no generation")
        }
        switch try recognizer.recognize(record) {
        case .record(let shape):
            add(record, .root, registry.shapes[shape].dialect, at: place)
        case .line(let shape):
            // What is not canonical of a record, its request among it, is in the residue.
            let residue = try CanonicalView(record).provenance?.residue ?? .absent
            add(record, residue, registry.shapes[shape].dialect, at: place)
        case .envelope(let index):
            let envelope = registry.envelopes[index]
            let list = try envelope.items(of: record)
            var item = record.first(in: list)
            while item.isPresent {
                if record.kind(item) == .object {
                    add(record, item, envelope.item.dialect, at: place)
                } else {
                    count(AdapterError(.notAGeneration, "expected an object"))
                }
                item = record.next(after: item, in: list)
            }
        }
    }

    private mutating func add(
        _ record: borrowing JSONRecord, _ holder: JSONRef, _ dialect: Dialect,
        at place: (Int) -> (file: String, line: Int)
    ) {
        assessment.records += 1
        guard let explained = dialects.first(where: { $0.dialect == dialect }),
            let echo = explained.echoes.echo(in: holder, record, of: explained.operations)
        else {
            assessment.withoutEcho["\(dialect)", default: 0] += 1
            return
        }
        let name = Self.name(explained, echo.operation?.name ?? "(unknown)")
        assessment.count(assess(echo, name), of: name) { path in
            let (file, line) = place(echo.offset)
            return HistoryAssessment.Example(file: file, line: line, path: path)
        }
    }

    private func assess(_ echo: RequestEcho, _ name: String) -> RequestAssessment {
        guard let operation = echo.operation else {
            let word = echo.word.cut(to: 60)
            return RequestAssessment(refusedFor: Failure(.notImplemented, "there is no operation '\(word)'"))
        }
        return RequestAssessment(echo.body, operation.shape, rows: rows[name] ?? [:], policy: policy)
    }
}
