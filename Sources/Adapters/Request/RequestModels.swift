package import AgentsCore

/// The models that a legacy operation knows, and those of the Agents API that stand for them.
package struct RequestModels: Sendable {
    /// The model that the legacy API took where none was named.
    package let standard: String
    /// Legacy models, and their row.
    package let legacy: [(words: [String], row: RequestRow)]
    /// The models of the Agents API that the operation can run on; the first stands for the legacy ones.
    package let current: [GenerationModel]
    private let currentRow: RequestRow
    private let missingRow: RequestRow
    private let unknownRow: RequestRow

    /// Creates a list of models.
    ///
    /// - Parameters:
    ///   - standard: The model that the legacy API took where none was named.
    ///   - legacy: Legacy models, and their row.
    ///   - current: The models of the Agents API that the operation can run on.
    ///   - currentRow: The row of those.
    ///   - missing: The row of a request without a model.
    ///   - unknown: The row of all other models.
    package init(
        standard: String, legacy: [(words: [String], row: RequestRow)], current: [GenerationModel],
        _ currentRow: RequestRow, missing: RequestRow, unknown: RequestRow
    ) {
        self.standard = standard
        self.legacy = legacy
        self.current = current
        self.currentRow = currentRow
        missingRow = missing
        unknownRow = unknown
    }

    /// The legacy words, in the order of the rows.
    package var words: [String] { legacy.flatMap(\.words) }

    /// Whether the operation may run on a model of the Agents API; one that is not known yet it may.
    package func allows(_ model: GenerationModel) -> Bool {
        !model.isKnown || current.contains(model)
    }

    /// What a model that a request names becomes: what the policy says, or else what the list says.
    package var rule: RequestRule {
        RequestRule(legacy.map(\.row) + [currentRow, unknownRow]) { (draft, record, member) throws(Failure) in
            let word = record.word(member.ref)
            guard let (model, row) = counterpart(of: word, draft.policy) else {
                throw Failure(refusing: unknownRow, at: member.path)
            }
            draft.request.model = .value(model)
            guard row.disposition != .exact else { return }
            try draft.lose(row, at: member.path, from: record.scalar(member.ref), to: model.rawValue.quotedJSON)
        }
    }

    /// What a request without a model takes: what its standard model becomes.
    package var step: RequestStep {
        RequestStep([missingRow]) { (draft, record) throws(Failure) in
            guard !record.isGiven(record["model"]), let (model, _) = counterpart(of: standard, draft.policy) else {
                return
            }
            draft.request.model = .value(model)
            try draft.lose(missingRow, at: "model", to: model.rawValue.quotedJSON)
        }
    }

    private func counterpart(of word: String, _ policy: TranslationPolicy) -> (GenerationModel, RequestRow)? {
        let row = legacy.first { $0.words.contains(word) }?.row
        if let own = policy.models[word].map(GenerationModel.init(rawValue:)), allows(own) {
            if own.rawValue == word { return (own, currentRow) }
            return legacy.first.map { (own, row ?? $0.row) }
        }
        if let row { return current.first.map { ($0, row) } }
        return current.first { $0.rawValue == word }.map { ($0, currentRow) }
    }
}
