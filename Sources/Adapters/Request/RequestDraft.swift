package import AgentsCore

/// A request to the Agents API under construction, and its ledger.
package struct RequestDraft: Sendable {
    /// The request.
    package var request: GenerationRequest
    /// What it does not say of the legacy request.
    package private(set) var losses: [Loss] = []
    /// What is done where it cannot.
    package let policy: TranslationPolicy
    /// Words for the end of the prompt.
    package var phrases: [String] = []

    init(_ request: GenerationRequest, policy: TranslationPolicy) {
        self.request = request
        self.policy = policy
    }

    /// Enters a row into the ledger, or refuses the request for it: as the policy has it.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - path: The member of the legacy request.
    ///   - from: Its value as JSON, if it is one scalar.
    ///   - to: What is sent instead, as JSON.
    /// - Throws: ``Failure`` that says why and which setting allows it.
    package mutating func lose(
        _ row: RequestRow, at path: FieldPath, from: String? = nil, to: String? = nil
    ) throws(Failure) {
        guard policy.verdict(on: row) == .apply, let kind = row.loss else { throw Failure(refusing: row, at: path) }
        losses.append(Loss(path: path, kind: kind, from: from, to: to, rule: row.key, reason: row.reason))
    }
}
