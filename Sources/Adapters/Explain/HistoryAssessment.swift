import AgentsCore

/// What would become of the requests that a history repeats, under every policy.
///
/// Its size depends on the tables of rules, not on the history.
package struct HistoryAssessment: Sendable {
    /// A place in a history.
    package struct Example: Sendable, Equatable {
        /// The file; `-` for standard input.
        package let file: String
        /// The line on which the request starts.
        package let line: Int
        /// The member of the request.
        package let path: String

        /// Creates a place.
        package init(file: String, line: Int, path: String) {
            self.file = file
            self.line = line
            self.path = path
        }
    }

    /// Requests under one policy.
    package struct Verdicts: Sendable, Equatable {
        /// Requests that lose nothing.
        package var exact = 0
        /// Requests that are sent with losses.
        package var approximated = 0
        /// Requests that are not sent.
        package var refused = 0
        /// What those that are sent will cost.
        package var price = PriceTotal()

        /// Adds those of other requests.
        mutating func add(_ other: Verdicts) {
            exact += other.exact
            approximated += other.approximated
            refused += other.refused
            price.add(other.price)
        }
    }

    /// Requests that a row applied to.
    package struct RuleCount: Sendable {
        /// The row.
        package let row: RequestRow
        /// How many there were.
        package var requests = 0
        /// The first of them.
        package let example: Example
    }

    /// Requests that no policy allows, and for which there is no row.
    package struct Refusal: Sendable {
        /// How many there were.
        package var requests = 0
        /// The first of them.
        package let example: Example
    }

    /// The policies, with their names.
    package let policies: [(name: String, policy: TranslationPolicy)]
    /// The table that prices are from.
    package let prices: PriceTable
    /// Records in the history.
    package internal(set) var records = 0
    /// Records that do not repeat their request, by dialect.
    package internal(set) var withoutEcho: [String: Int] = [:]
    /// Parts of the history that are no record, by the code of their fault.
    package internal(set) var rejected: [String: Int] = [:]
    /// Requests under each policy, by dialect and operation.
    package internal(set) var operations: [String: [Verdicts]] = [:]
    /// Requests by the key of a row that applied to them.
    package internal(set) var rules: [String: RuleCount] = [:]
    /// Requests that are refused for what no row is about, by the reason.
    package internal(set) var refusals: [String: Refusal] = [:]
    /// Requests that name another generation, whose id must be one that the server knows.
    package internal(set) var references = 0

    /// Creates an empty assessment.
    init(policies: [(name: String, policy: TranslationPolicy)], prices: PriceTable) {
        self.policies = policies
        self.prices = prices
    }

    /// Requests in the history.
    package var requests: Int {
        operations.values.reduce(0) { sum, verdicts in
            sum + (verdicts.first.map { $0.exact + $0.approximated + $0.refused } ?? 0)
        }
    }

    /// All requests under a policy, by its place in the list.
    package func total(under policy: Int) -> Verdicts {
        operations.values.reduce(into: Verdicts()) { $0.add($1[policy]) }
    }

    // MARK: Counting

    /// Reasons that are told apart; further ones are counted together.
    private static let reasons = 100

    mutating func count(_ assessment: RequestAssessment, of operation: String, at example: (String) -> Example) {
        let estimate = assessment.translated.map { prices.estimate(of: $0.request) }
        var verdicts = operations[operation] ?? policies.map { _ in Verdicts() }
        for (index, entry) in policies.enumerated() {
            switch assessment.nearness(under: entry.policy) {
            case .exact: verdicts[index].exact += 1
            case .approximated: verdicts[index].approximated += 1
            case .refused:
                verdicts[index].refused += 1
                continue
            }
            if let estimate { verdicts[index].price.add(estimate) }
        }
        operations[operation] = verdicts
        if assessment.translated?.request.namesGeneration == true { references += 1 }
        var counted: Set<String> = []
        for (row, path) in assessment.causes where counted.insert(row.key).inserted {
            rules[row.key, default: RuleCount(row: row, example: example("\(path)".cut(to: 100)))].requests += 1
        }
        if let failure = assessment.failure, assessment.causes.isEmpty {
            let path = failure.path.map { "\($0)".cut(to: 100) } ?? ""
            count(refusal: failure.message, at: example(path))
        }
    }

    private mutating func count(refusal reason: String, at example: Example) {
        let reason = reason.cut(to: 200)
        let key = refusals[reason] != nil || refusals.count < Self.reasons ? reason : "(others)"
        refusals[key, default: Refusal(example: example)].requests += 1
    }
}

extension GenerationRequest {
    /// Whether the request names another generation.
    fileprivate var namesGeneration: Bool {
        isExtension || source.value?.generationID.value != nil
            || imageRef.value?.contains { $0.generationID.value != nil } == true
    }
}
