extension Failure.Code {
    /// All codes; where several have the same words in an API, the one that is read comes first.
    public static let known: [Self] = [
        .malformed, .badRequest, .notImplemented, .notOffered, .missingToken, .invalidToken, .expiredToken,
        .mismatchedToken, .insufficientFunds, .disabled, .contentModerated, .unknownTask, .unknownRoute,
        .methodNotAllowed, .tooLarge, .rateLimited, .waitOver, .internalError, .generationFailed,
        .upstreamUnavailable, .unavailable,
    ]

    /// What a status means where nothing else says it.
    package init(status: Int) {
        self =
            switch status {
            case 400, 422: .badRequest
            case 401: .invalidToken
            case 402: .insufficientFunds
            case 403: .disabled
            case 404: .unknownTask
            case 413: .tooLarge
            case 429: .rateLimited
            case 500...599: .upstreamUnavailable
            default: .internalError
            }
    }
}
