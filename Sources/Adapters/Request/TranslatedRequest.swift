package import AgentsCore

/// A legacy request as the Agents API takes it, with what that lost.
package struct TranslatedRequest: Sendable, Equatable {
    /// The request to the Agents API; ids of generations in it are the caller's.
    package var request: GenerationRequest
    /// What it does not say of the legacy request.
    package let losses: [Loss]
    /// The legacy request as compact JSON, nothing changed in it.
    package let body: String

    /// Creates a translation.
    package init(request: GenerationRequest, losses: [Loss], body: String) {
        self.request = request
        self.losses = losses
        self.body = body
    }
}
