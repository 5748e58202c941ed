/// Why the Agents API did not do what it was asked.
public struct ClientError: Error, Sendable, CustomStringConvertible {
    /// What happened, without details, so that it can label a metric.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The service answered with an error.
        public static let refused = Self("refused")
        /// There was no answer.
        public static let noAnswer = Self("no_answer")
        /// There was an answer that is not one of the Agents API's.
        public static let unreadableAnswer = Self("unreadable_answer")
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
    /// What happened, in words, without the request and without credentials.
    public let reason: String

    init(_ code: Code, fate: Fate, response: HTTPResponse? = nil, _ reason: String) {
        self.code = code
        self.fate = fate
        self.response = response
        self.reason = reason
    }

    /// The status of the answer, if there was one.
    public var status: Int? { response?.status }

    /// Code and reason.
    public var description: String { "\(code): \(reason)" }
}
