/// Sends requests; how it does that is its own affair.
///
/// The server brings one over libcurl, and `URLSessionTransport` one over Foundation. Any other type will do that honours
/// these promises:
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
