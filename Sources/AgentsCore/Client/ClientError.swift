/// Why the Agents API did not do what it was asked.
///
/// Whether money may have been spent is in ``fate``, and a creation of unknown fate has a code of its own,
/// ``Code-swift.struct/inDoubt``. Nothing in ``description`` comes from the request or the answer, so it can be logged;
/// ``detail`` is the service's own text and may repeat a part of the prompt.
///
/// ```swift
/// do {
///     generation = try await client.create(request)
/// } catch where error.code == .inDoubt {
///     // It may be running, and cost. Ask the service's support, with error.requestID.
/// } catch where error.isTransient {
///     // Nothing was created. Try again after error.retryAfter.
/// }
/// ```
public struct ClientError: Error, Sendable, CustomStringConvertible {
    /// What happened, without details, so that it can label a metric.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The call was not sent, because it cannot succeed: the reason says what to change.
        public static let invalidCall = Self("invalid_call")
        /// The service answered with an error, and did nothing.
        public static let refused = Self("refused")
        /// There was no answer, and nothing was done.
        public static let noAnswer = Self("no_answer")
        /// There was an answer that is not one of the Agents API's.
        public static let unreadableAnswer = Self("unreadable_answer")
        /// Nobody knows whether a creation was accepted, and so paid for; it is never repeated.
        public static let inDoubt = Self("in_doubt")
        /// A wait came to its deadline; the generation goes on, and can be waited for again.
        public static let deadlineExceeded = Self("deadline_exceeded")
        /// The task was cancelled, and nothing was created by the call.
        public static let cancelled = Self("cancelled")
    }

    /// What is known of a request to create something.
    public enum Fate: Sendable, Equatable {
        /// Nothing was created: the service said so, or never saw the request.
        case nothingCreated
        /// Nobody knows; sending it again could create, and cost, a second time.
        case unknown
    }

    /// What happened.
    public let code: Code
    /// What became of the request; always ``Fate/nothingCreated`` for one that only reads.
    public let fate: Fate
    /// The answer, if there was one.
    public let response: HTTPResponse?
    /// Why there was no answer, if there was none.
    public let transportError: TransportError?
    /// What happened, in words, without the request and without credentials.
    public let reason: String
    /// The name of the request in the service's logs; of the last one, if it was repeated.
    public internal(set) var requestID: String?
    /// How long the service wants to be left alone, if it says so: up to a day.
    public internal(set) var retryAfter: Duration?
    /// How often the request was sent, or should have been.
    public internal(set) var attempts = 1
    /// The generation as it was last seen, if the call was a wait that saw it.
    public internal(set) var lastSeen: Generation?

    init(
        _ code: Code, fate: Fate = .nothingCreated, response: HTTPResponse? = nil,
        transportError: TransportError? = nil, _ reason: String
    ) {
        self.code = code
        self.fate = fate
        self.response = response
        self.transportError = transportError
        self.reason = reason
    }

    /// The status of the answer, if there was one.
    public var status: Int? { response?.status }

    /// Whether sending the same call again cannot create anything twice.
    public var isRetrySafe: Bool { fate == .nothingCreated }

    /// Whether the same call may well succeed later, and repeating it is safe.
    ///
    /// The statuses are 408, 429 and those from 500 on; of failures without an answer, those of the way there and back.
    public var isTransient: Bool {
        guard isRetrySafe, code == .refused || code == .noAnswer else { return false }
        if let status { return status == 408 || status == 429 || status >= 500 }
        return switch transportError?.code {
        case .unreachable, .connectionLost, .timedOut: true
        default: false
        }
    }

    /// Code and reason.
    public var description: String { "\(code): \(reason)" }
}
