package import AgentsCore

/// Finds the requests that the records of a history repeat, and says what would become of each.
///
/// It reads what a ``HistoryConversion`` reads, the lines of logs among it.
package struct HistoryExplainer: ~Copyable, Sendable {
    private var requests: EchoAssessor
    private var body: LogBody

    /// What was found so far.
    package var assessment: HistoryAssessment { requests.assessment }

    /// Creates an explainer.
    ///
    /// - Parameters:
    ///   - dialects: The APIs whose requests are explained.
    ///   - registry: The shapes of records.
    ///   - policies: The policies to try, with their names.
    ///   - prices: What generations cost.
    ///   - body: Where the record stands in a document that is none itself.
    package init(
        _ dialects: [ExplainedDialect], registry: AdapterRegistry,
        policies: [(name: String, policy: TranslationPolicy)], prices: PriceTable = .standard,
        body: FieldPath = "body"
    ) {
        requests = EchoAssessor(dialects, registry: registry, policies: policies, prices: prices)
        self.body = LogBody(at: body, limits: JSONLimits())
    }

    /// Takes the last document of a reader.
    ///
    /// - Parameters:
    ///   - reader: The reader.
    ///   - file: What it reads.
    package mutating func add(_ reader: borrowing HistoryReader, from file: String) {
        do throws(AdapterError) {
            try requests.add(reader.record) { offset in (file, reader.documentLine(of: offset)) }
        } catch {
            addBody(of: reader, refusedFor: error, from: file)
        }
    }

    /// Takes the record that the document holds, such as the line of a log.
    private mutating func addBody(
        of reader: borrowing HistoryReader, refusedFor error: AdapterError, from file: String
    ) {
        do throws(AdapterError) {
            guard try body.find(in: reader.record, refusedFor: error) else { throw error }
            let start = body.start
            try requests.add(body.record) { offset in (file, reader.documentLine(of: start + offset)) }
        } catch {
            requests.count(error)
        }
    }

    /// Takes a part of the input that is no document.
    package mutating func add(_ rejection: Rejection) {
        requests.count(rejection.error)
    }
}
