import AgentsCore

extension Generation.FailureCode {
    /// What a failed generation says about itself.
    ///
    /// The first four are documented; the service's words for the others are not known, so the code speaks for itself.
    ///
    /// Source: Luma Agents API, documentation of error handling.
    var reason: String {
        switch self {
        case .contentModerated: "Generation output was flagged by our content moderation system."
        case .generationFailed: "Generation failed"
        case .budgetExhausted: "Insufficient balance to complete this generation."
        case .outputNotFound: "Output artifacts not found"
        default: "Simulated failure: \(rawValue)"
        }
    }
}
