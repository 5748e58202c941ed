import AgentsCore

extension HTTPResponse {
    /// An answer with a generation.
    init(_ status: Int, _ generation: Generation) {
        self.init(status, json: generation.json())
    }

    /// An answer that says why a request is not accepted, in the one shape that all errors have.
    init(_ rejection: Rejection) {
        var body = ByteBuffer(capacity: 128)
        body.append("{\"detail\":")
        body.appendJSON(rejection.detail)
        body.append(UInt8(ascii: "}"))
        self.init(rejection.status, json: body.array())
        if let seconds = rejection.retryAfter { fields.append("Retry-After", String(seconds)) }
        if let standing = rejection.standing { fields.append(standing) }
    }
}

extension HTTPFields {
    /// Tells a client about its window of requests.
    mutating func append(_ standing: RateStanding) {
        append("X-RateLimit-Limit", String(standing.limit))
        append("X-RateLimit-Remaining", String(standing.remaining))
        append("X-RateLimit-Reset", String(standing.reset))
    }
}

/// The fields that every answer of the service has.
enum APIHeaders {
    private static let version = "2026-04-01"
    private static let maximumRequestID = 256

    /// Adds them, and what a refused method calls for.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - request: The request.
    ///   - match: Where it led.
    /// - Returns: The answer with its fields; as it was if it is not one of the service.
    static func added(to response: HTTPResponse, for request: HTTPRequest, _ match: RouteMatch) -> HTTPResponse {
        var response = response
        if let allowed = match.allowed { response.fields.append("Allow", allowed) }
        guard request.path.hasPrefix("/v1/") else { return response }
        response.fields.append("X-Request-Id", requestID(request))
        response.fields.append("X-API-Version", version)
        return response
    }

    /// The caller's identifier, if it can stand in a field; a new one if there is none.
    private static func requestID(_ request: HTTPRequest) -> String {
        guard let given = request.fields["X-Request-Id"], (1...maximumRequestID).contains(given.utf8.count),
            given.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return Identifier.random().description }
        return given
    }
}

extension HTTPRequest {
    /// Where the request came to, by its field `Host`.
    var hostURL: String {
        let isPlain = fields["Host"].map { host in
            (1...255).contains(host.utf8.count)
                && host.utf8.allSatisfy { byte in
                    byte.isLetterOrDigit || [".", "-", ":", "[", "]"].contains(UnicodeScalar(byte))
                }
        }
        return "http://\(isPlain == true ? fields["Host"] ?? "localhost" : "localhost")"
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
