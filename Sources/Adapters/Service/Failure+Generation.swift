package import AgentsCore

extension Failure {
    /// The failure that a failed generation is for a caller who waited for it.
    ///
    /// - Parameter generation: A generation in state `failed`.
    package init(of generation: Generation) {
        self.init(Self.code(generation.failureCode.value), generation.failureReason.value ?? "")
    }

    /// What a failure code stands for; one that is not known says no more than that the generation failed.
    private static func code(_ code: Generation.FailureCode?) -> Code {
        switch code {
        case .contentModerated: .contentModerated
        case .budgetExhausted: .insufficientFunds
        case .imageTooLarge: .tooLarge
        case .rateLimited: .rateLimited
        case .unsupportedFormat, .corruptInput, .invalidRequest: .badRequest
        default: .generationFailed
        }
    }
}
