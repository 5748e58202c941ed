import AgentsCore

extension Agents {
    /// The error answers of the Agents API: `{"detail": "<text>"}`.
    ///
    /// Source: Luma Agents API, Error handling. A list in `detail`, which the API's clients are prepared for, is read as one
    /// text and comes back as that.
    public static let failures = FailureShape(of: .agents) { response in
        ReportedFailure(Failure(agents: response))
    } writing: { reported in
        let failure = reported.failure
        var body = ByteBuffer(capacity: 256)
        body.append("{\"detail\":")
        body.appendJSON(detail(of: failure))
        body.append(UInt8(ascii: "}"))
        return HTTPResponse(status(of: failure), json: body.array(), for: failure)
    }

    /// The status that the API gave, or would give.
    private static func status(of failure: Failure) -> Int {
        if let status = failure.upstreamStatus, 400...599 ~= status { return status }
        return switch failure.code {
        case .missingToken, .invalidToken, .expiredToken, .mismatchedToken: 401
        case .insufficientFunds: 402
        case .disabled: 403
        case .unknownTask, .unknownRoute: 404
        case .methodNotAllowed: 405
        case .tooLarge: 413
        case .rateLimited: 429
        case .upstreamUnavailable: 502
        case .unavailable: 503
        case .waitOver: 504
        case .generationFailed, .internalError: 500
        default: 400
        }
    }

    /// The text: the API's own where programs go by it, the failure's otherwise.
    private static func detail(of failure: Failure) -> String {
        switch failure.code {
        case .expiredToken: Failure.expiredKey
        case .unknownTask: "Generation not found"
        case .missingToken: "Missing or invalid API key"
        case _ where failure.message.isEmpty: failure.code.description
        default: failure.message
        }
    }
}
