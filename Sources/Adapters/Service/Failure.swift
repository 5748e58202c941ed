public import AgentsCore

/// Why a call cannot be answered as asked, before any dialect has put it into its own words.
///
/// The third canonical form beside generations and requests; a ``FailureShape`` puts it into the words of an API and back.
/// A message is meant for the caller and never carries a secret,
/// a path of the machine or an upstream's internals.
public struct Failure: Error, Sendable, Equatable {
    /// What went wrong; each dialect has a status and a word for it.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name, for logs and metrics.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// A value that is not allowed: wrong, out of range, or in a combination that is not.
        public static let badRequest = Self("bad_request")
        /// A body of the wrong shape: no JSON, or a member of the wrong type.
        public static let malformed = Self("malformed")
        /// An operation that the Agents API has no counterpart for.
        public static let notImplemented = Self("not_implemented")
        /// An operation that this server leaves out, although it could be had.
        public static let notOffered = Self("not_offered")
        /// No credentials.
        public static let missingToken = Self("missing_token")
        /// Credentials that nobody knows.
        public static let invalidToken = Self("invalid_token")
        /// Credentials that were good once.
        public static let expiredToken = Self("expired_token")
        /// Credentials that are good, but not for this dialect.
        ///
        /// AceData says so of a token that was made for another of its services. A key of the Agents API is good for every
        /// dialect, so the server has no occasion for it.
        public static let mismatchedToken = Self("mismatched_token")
        /// No money left.
        public static let insufficientFunds = Self("insufficient_funds")
        /// An account that was suspended or closed.
        public static let disabled = Self("disabled")
        /// A prompt, an input or an output that moderation has flagged.
        public static let contentModerated = Self("content_moderated")
        /// No such task, or not the caller's.
        public static let unknownTask = Self("unknown_task")
        /// No such route.
        public static let unknownRoute = Self("unknown_route")
        /// A route without this method.
        public static let methodNotAllowed = Self("method_not_allowed")
        /// A body, image or video beyond a limit.
        public static let tooLarge = Self("too_large")
        /// Too many calls in a time.
        public static let rateLimited = Self("rate_limited")
        /// The wait that the caller allowed is over; the task goes on.
        public static let waitOver = Self("wait_over")
        /// The Agents API cannot be reached or does not answer as it should; nothing was accepted.
        public static let upstreamUnavailable = Self("upstream_unavailable")
        /// A generation that the caller waited for has failed.
        public static let generationFailed = Self("generation_failed")
        /// A fault of this server.
        public static let internalError = Self("internal_error")
        /// A server that cannot do its work for a while, as when its disk is full; another try may succeed.
        public static let unavailable = Self("unavailable")
    }

    /// What went wrong.
    public let code: Code
    /// The status of the Agents API's answer, where the failure is one.
    public var upstreamStatus: Int?
    /// What went wrong and what to do about it, for the caller.
    public let message: String
    /// Seconds after which another try makes sense, where that is known.
    public var retryAfter: Int?
    /// The member of the request at fault, where it is one.
    public var path: FieldPath?
    /// Bytes from the start of the body to the fault, where it is known.
    public var byteOffset: Int?
    /// The row of the rules that refuses the request, by its key, where one does.
    package var rule: String?
    /// Whether the member stands in the request's query and not in its body.
    package var isInQuery = false
    /// For a body of the wrong shape: the word for its fault, as in `string_type`.
    package var fault: String?
    /// For a value of the wrong shape: its start as JSON, cut to a length that may be repeated.
    package var input: String?
    /// Whether something may have been created all the same, so that another try could cost a second time.
    package var isFateUnknown = false
    /// Fields of the Agents API's answer that go to the caller as they are, such as its rate limits.
    public var fields: HTTPFields = [:]

    /// Creates a failure.
    public init(
        _ code: Code, _ message: String, upstreamStatus: Int? = nil, retryAfter: Int? = nil, path: FieldPath? = nil,
        byteOffset: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.upstreamStatus = upstreamStatus
        self.retryAfter = retryAfter
        self.path = path
        self.byteOffset = byteOffset
    }
}
