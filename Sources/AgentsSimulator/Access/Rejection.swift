import AgentsCore

/// Why a request is not accepted, as the service says it.
struct Rejection: Error, Sendable, Equatable {
    /// The status, 400 to 599.
    let status: Int
    /// What stands in `detail`.
    let detail: String
    /// Seconds after which to try again.
    var retryAfter: Int?
    /// What is told about the window of requests; only if that is full.
    var standing: RateStanding?

    /// Creates a rejection.
    init(_ status: Int, _ detail: String, retryAfter: Int? = nil, standing: RateStanding? = nil) {
        self.status = status
        self.detail = detail
        self.retryAfter = retryAfter
        self.standing = standing
    }
}

extension Rejection {
    /// The client has no funds.
    static let insufficientBalance = Rejection(402, "Insufficient balance. Please add funds to continue.")
    /// The generation is unknown, another client's, or its identifier none at all: all three look alike on purpose.
    static let generationNotFound = Rejection(404, "Generation not found")
    /// The file is unknown, another client's, or its identifier none at all; the service's words are not documented.
    static let fileNotFound = Rejection(404, "File not found")
    /// There is no such route.
    static let notFound = Rejection(404, "Not Found")
    /// The client has as many unfinished jobs as it may.
    static let tooManyJobs = Rejection(429, "Too many concurrent jobs", retryAfter: 60)

    /// The client has made as many requests as it may.
    ///
    /// - Parameters:
    ///   - standing: What is told about its window.
    ///   - wait: Time until the oldest request leaves the window.
    /// - Returns: The rejection.
    static func rateLimited(_ standing: RateStanding, _ wait: Duration) -> Rejection {
        let (seconds, rest) = wait.components
        return Rejection(
            429, "Rate limit exceeded", retryAfter: max(1, Int(seconds) + (rest > 0 ? 1 : 0)), standing: standing)
    }

    /// What the service says with a status that was asked for, without the cause of it.
    ///
    /// Where the documentation prints a text for the status, it is that one.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - retryAfter: Seconds after which to try again; 1 for a full window if not given.
    /// - Returns: The rejection.
    static func simulated(_ status: Int, retryAfter: Int? = nil) -> Rejection {
        let detail =
            switch status {
            case 401: "Invalid API key"
            case 402: insufficientBalance.detail
            case 403: "API client is suspended"
            case 404: generationNotFound.detail
            case 413: "source: image exceeds 50 MB limit"
            case 429: "Rate limit exceeded"
            case 500: "Internal Server Error"
            case 502: "source: fetch proxy unavailable"
            case 503: "Media URL ingestion is unavailable (fetch proxy not configured)"
            default: "Simulated status \(status)"
            }
        return Rejection(status, detail, retryAfter: retryAfter ?? (status == 429 ? 1 : nil))
    }
}
