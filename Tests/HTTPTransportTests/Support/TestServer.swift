import AgentsCore
import HTTPTransport
import Testing

/// A handler made of a function; refusals name their reason.
struct StubHandler: HTTPHandler {
    let answer: @Sendable (HTTPRequest) async -> HTTPReply

    init(_ answer: @escaping @Sendable (HTTPRequest) async -> HTTPReply) {
        self.answer = answer
    }

    func respond(to request: HTTPRequest) async -> HTTPReply {
        await answer(request)
    }

    func refuse(_ head: HTTPRequest, _ refusal: HTTPRefusal) -> HTTPResponse {
        let status =
            switch refusal {
            case .bodyTooLarge: 413
            case .bodyTooSlow: 408
            case .ambiguousFraming: 400
            case .shuttingDown: 503
            }
        return HTTPResponse(
            status, fields: ["X-Refused": head.path],
            body: Array("\(head.method) \(head.body.count) \(refusal)".utf8))
    }
}

extension StubHandler {
    /// Repeats the request as it arrived.
    static let echo = StubHandler { request in
        .response(HTTPResponse(200, fields: ["X-Method": request.method.rawValue], body: Array(describe(request).utf8)))
    }

    static func describe(_ request: HTTPRequest) -> String {
        "\(request.method) \(request.path) \(request.query ?? "-") \(String(decoding: request.body, as: UTF8.self))"
    }
}

/// Runs a server for the length of a test.
func withServer(
    limits: HTTPServer.Limits = HTTPServer.Limits(), _ handler: StubHandler = .echo,
    _ body: (HTTPServer) async throws -> Void
) async throws {
    let server = try HTTPServer.start(
        on: ListenAddress(host: "127.0.0.1", port: 0), limits: limits, handler: handler)
    do {
        try await body(server)
    } catch {
        await server.stop(grace: .zero)
        throw error
    }
    await server.stop(grace: .zero)
}

/// Sends bytes over a connection of its own and returns the answer.
func exchange(_ server: HTTPServer, _ request: String, hasBody: Bool = true) async throws -> Message {
    let address = server.address
    return try await onThread {
        let socket = try Socket(address)
        try socket.send(request)
        return try socket.receiveMessage(hasBody: hasBody)
    }
}

extension Trait where Self == TimeLimitTrait {
    /// What waits for something that never comes fails.
    static var bounded: Self { .timeLimit(.minutes(1)) }
}
