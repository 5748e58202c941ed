/// Why a request got no answer.
public struct TransportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened, without details of the request, so that it can label a metric.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The request itself was wrong: no such scheme, no host in the URL.
        public static let badRequest = Self("bad_request")
        /// No connection: the name is unknown, the port closed, the handshake of TLS failed.
        public static let unreachable = Self("unreachable")
        /// The connection ended before the whole answer was there.
        public static let connectionLost = Self("connection_lost")
        /// No whole answer in time.
        public static let timedOut = Self("timed_out")
        /// The answer is larger than allowed.
        public static let responseTooLarge = Self("response_too_large")
        /// The task that waited was cancelled.
        public static let cancelled = Self("cancelled")
        /// The transport was shut down.
        public static let shutDown = Self("shut_down")
    }

    /// What happened.
    public let code: Code
    /// Whether it is certain that the server has not seen the request, so that sending it again repeats nothing.
    public let isUndelivered: Bool
    /// What happened, in words, with neither the request's fields nor its body.
    public let reason: String

    /// Creates an error.
    public init(_ code: Code, isUndelivered: Bool, _ reason: String) {
        self.code = code
        self.isUndelivered = isUndelivered
        self.reason = reason
    }

    /// Code and reason.
    public var description: String { "\(code): \(reason)" }
}
