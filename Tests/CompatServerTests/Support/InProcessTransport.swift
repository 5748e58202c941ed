import AgentsCore
import HTTPTransport

/// Hands requests straight to a handler, without a socket.
struct InProcessTransport: ClientTransport {
    let handler: any HTTPHandler

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        let target = request.url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).last ?? ""
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let received = HTTPRequest(
            request.method, "/" + parts[0], query: parts.count > 1 ? String(parts[1]) : nil, fields: request.fields,
            body: request.body)
        switch await handler.respond(to: received) {
        case .response(let response): return response
        case .file(var response, let file, let range):
            response.body = request.method == .head ? [] : file.bytes(range)
            return response
        case .disconnect: throw TransportError(.connectionLost, isUndelivered: false, "the connection was closed")
        }
    }
}

/// A transport whose server is not there.
struct NoTransport: ClientTransport {
    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        throw TransportError(.unreachable, isUndelivered: true, "connection refused")
    }
}
