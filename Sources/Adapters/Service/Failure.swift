package import AgentsCore

/// Why a call cannot be answered as asked, before any dialect has put it into its own words.
///
/// The third canonical form beside generations and requests. A message is meant for the caller and never carries a secret,
/// a path of the machine or an upstream's internals.
package struct Failure: Error, Sendable, Equatable {
    /// What went wrong; each dialect has a status and a word for it.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name, for logs and metrics.
        package let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// A value that is not allowed: wrong, out of range, or in a combination that is not.
        package static let badRequest = Self("bad_request")
        /// A body of the wrong shape: no JSON, or a member of the wrong type.
        package static let malformed = Self("malformed")
        /// An operation that the Agents API has no counterpart for.
        package static let notImplemented = Self("not_implemented")
        /// An operation that this server leaves out, although it could be had.
        package static let notOffered = Self("not_offered")
        /// No credentials.
        package static let missingToken = Self("missing_token")
        /// Credentials that nobody knows.
        package static let invalidToken = Self("invalid_token")
        /// Credentials that were good once.
        package static let expiredToken = Self("expired_token")
        /// Credentials that are good, but not for this dialect.
        package static let mismatchedToken = Self("mismatched_token")
        /// No money left.
        package static let insufficientFunds = Self("insufficient_funds")
        /// An account that was suspended or closed.
        package static let disabled = Self("disabled")
        /// A prompt, an input or an output that moderation has flagged.
        package static let contentModerated = Self("content_moderated")
        /// No such task, or not the caller's.
        package static let unknownTask = Self("unknown_task")
        /// No such route.
        package static let unknownRoute = Self("unknown_route")
        /// A route without this method.
        package static let methodNotAllowed = Self("method_not_allowed")
        /// A body, image or video beyond a limit.
        package static let tooLarge = Self("too_large")
        /// Too many calls in a time.
        package static let rateLimited = Self("rate_limited")
        /// The wait that the caller allowed is over; the task goes on.
        package static let waitOver = Self("wait_over")
        /// The Agents API cannot be reached or does not answer as it should; nothing was accepted.
        package static let upstreamUnavailable = Self("upstream_unavailable")
        /// A generation that the caller waited for has failed.
        package static let generationFailed = Self("generation_failed")
        /// A fault of this server.
        package static let internalError = Self("internal_error")
    }

    /// What went wrong.
    package let code: Code
    /// The status of the Agents API's answer, where the failure is one.
    package var upstreamStatus: Int?
    /// What went wrong and what to do about it, for the caller.
    package let message: String
    /// Seconds after which another try makes sense, where that is known.
    package var retryAfter: Int?
    /// The member of the request at fault, where it is one.
    package var path: FieldPath?
    /// Bytes from the start of the body to the fault, where it is known.
    package var byteOffset: Int?
    /// For a body of the wrong shape: the word for its fault, as in `string_type`.
    package var fault: String?
    /// For a value of the wrong shape: its start as JSON, cut to a length that may be repeated.
    package var input: String?
    /// Fields of the Agents API's answer that go to the caller as they are, such as its rate limits.
    package var fields: HTTPFields = [:]

    /// Creates a failure.
    package init(
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
