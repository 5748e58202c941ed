package import AgentsCore

/// Answers requests; one for a whole server.
package protocol HTTPHandler: Sendable {
    /// Answers a request that has arrived in full.
    ///
    /// The task is cancelled when the client hangs up or the server stops. No thread waits meanwhile. What comes before
    /// the first wait may run on the thread that serves all connections, so it must be short and must not block.
    func respond(to request: HTTPRequest) async -> HTTPReply

    /// Answers a request that the server refuses by itself, in the caller's dialect.
    ///
    /// It is called on a thread that serves all connections, so it must be short and must not block.
    ///
    /// - Parameters:
    ///   - head: The request as far as it is known; its body is empty.
    ///   - refusal: Why.
    /// - Returns: The answer.
    func refuse(_ head: HTTPRequest, _ refusal: HTTPRefusal) -> HTTPResponse
}

/// What becomes of a request.
package enum HTTPReply: Sendable, Equatable {
    /// It is answered.
    case response(HTTPResponse)
    /// It is answered, and a part of a file takes the place of the answer's body.
    case file(HTTPResponse, HTTPFile, Range<Int>)
    /// The connection is closed without an answer.
    case disconnect
}

/// Why a server refuses a request without asking its handler.
package enum HTTPRefusal: Sendable, Equatable {
    /// The body is longer than this many bytes.
    case bodyTooLarge(limit: Int)
    /// The body did not arrive in time.
    case bodyTooSlow
    /// `Content-Length` beside `Transfer-Encoding`, or another contradiction about where the body ends.
    case ambiguousFraming
    /// The server is about to stop.
    case shuttingDown
}
