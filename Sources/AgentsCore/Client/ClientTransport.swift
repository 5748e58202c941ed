/// Sends requests; how it does that is its own affair.
///
/// The server brings one over libcurl. On other platforms, or in tests, any type will do that honours these promises:
///
/// - A request is sent at most once. What could not be sent, or whose fate is unknown, is an error, never a second try.
/// - Redirects are answers, not followed.
/// - An error says whether the server can have seen the request: ``TransportError/isUndelivered``.
/// - A cancelled task ends the request soon, with ``TransportError/Code-swift.struct/cancelled``.
///
/// ```swift
/// struct Canned: ClientTransport {
///     func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
///         HTTPResponse(200, json: "{}".utf8)
///     }
/// }
/// ```
public protocol ClientTransport: Sendable {
    /// Sends a request and waits for the whole answer.
    ///
    /// - Parameter request: The request.
    /// - Returns: The answer, whatever its status.
    /// - Throws: ``TransportError`` if there was none.
    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse
}

/// A request on its way to a server.
public struct ClientRequest: Sendable {
    /// What may carry a request.
    public enum Connection: Sendable {
        /// Any connection to the server, also one that carried others before.
        case any
        /// A connection of its own.
        ///
        /// A connection that was idle can have been closed by the other side unseen, and then nobody knows whether the
        /// request arrived. What must not be repeated goes over a new one.
        case fresh
    }

    /// The method.
    public var method: HTTPMethod
    /// Scheme, host, port, path and query.
    public var url: String
    /// The header fields.
    public var fields: HTTPFields
    /// The body; empty if there is none.
    public var body: [UInt8]
    /// What may carry it.
    public var connection: Connection
    /// How long connecting and the answer may take together.
    public var timeout: Duration
    /// The most bytes of an answer's body that are accepted.
    public var maximumResponseBytes: Int

    /// Creates a request.
    public init(
        _ method: HTTPMethod, _ url: String, fields: HTTPFields = [:], body: [UInt8] = [],
        connection: Connection = .any, timeout: Duration = .seconds(60), maximumResponseBytes: Int = 8 << 20
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.connection = connection
        self.timeout = timeout
        self.maximumResponseBytes = maximumResponseBytes
    }
}
