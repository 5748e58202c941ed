import AceDataCompat
import Adapters
import AgentsCore
import AgentsSimulator
import DreamMachineCompat
import HTTPTransport
import Testing

@testable import CompatServer

/// Sends what is meant for the simulator straight to it, and the rest over sockets.
private struct ForkedTransport: ClientTransport {
    let upstream: InProcessTransport
    let outside: CurlTransport

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        if request.url.hasPrefix("http://simulator/") { return try await upstream.send(request) }
        return try await outside.send(request)
    }
}

/// A server over a simulator that calls a receiver back over sockets, on a clock that stands still until it is moved.
struct CallbackServer: Sendable {
    let clock: ManualClock
    let simulator: AgentsSimulator
    let store: SQLiteTaskStore
    let receiver: Receiver
    let port: UInt16
    let server: CompatServer
    private let secret: ServerSecret
    private let transport: any ClientTransport
    private let resolver: ScriptedResolver
    private let allowsPrivate: Bool

    /// Runs a test with a receiver that answers by a script.
    static func run(
        names: [String: [[String]]] = ["receiver.example": [["127.0.0.1"]]], allowsPrivate: Bool = true,
        answering script: @escaping Receiver.Script = { _, _ in .status(200) },
        _ test: (CallbackServer) async throws -> Void
    ) async throws {
        let receiver = Receiver(script)
        let listener = try HTTPServer.start(
            on: ListenAddress(host: "127.0.0.1", port: 0), limits: .init(), handler: receiver)
        let outside = try CurlTransport()
        let store = try await SQLiteTaskStore(.memory)
        let clock = ManualClock()
        let simulator = AgentsSimulator(SimulatorOptions(), clock: clock)
        let bench = CallbackServer(
            clock: clock, simulator: simulator, store: store, receiver: receiver, port: listener.address.port,
            secret: try ServerSecret.random(),
            transport: ForkedTransport(upstream: InProcessTransport(handler: simulator), outside: outside),
            resolver: ScriptedResolver(names), allowsPrivate: allowsPrivate)
        let result: Result<Void, any Error>
        do {
            result = .success(try await test(bench))
        } catch {
            result = .failure(error)
        }
        await bench.server.stop()
        await listener.stop(grace: .zero)
        await outside.shutDown()
        await store.close()
        try result.get()
    }

    private init(
        clock: ManualClock, simulator: AgentsSimulator, store: SQLiteTaskStore, receiver: Receiver, port: UInt16,
        secret: ServerSecret, transport: any ClientTransport, resolver: ScriptedResolver, allowsPrivate: Bool
    ) {
        (self.clock, self.simulator, self.store, self.receiver, self.port) = (clock, simulator, store, receiver, port)
        (self.secret, self.transport, self.resolver) = (secret, transport, resolver)
        self.allowsPrivate = allowsPrivate
        var options = CompatServer.Options(upstream: "http://simulator/v1")
        options.callbacks.allowsPrivateTargets = allowsPrivate
        server = CompatServer(
            options, services: [AceDataService(), DreamMachineService()], store: store, secret: secret,
            transport: transport, resolver: resolver, clock: clock)
    }

    /// The next run of the server, over the same store.
    func next() -> CallbackServer {
        CallbackServer(
            clock: clock, simulator: simulator, store: store, receiver: receiver, port: port, secret: secret,
            transport: transport, resolver: resolver, allowsPrivate: allowsPrivate)
    }

    /// The receiver's address.
    var hook: String { "http://receiver.example:\(port)/hook" }

    /// Calls the server.
    func call(_ method: HTTPMethod, _ path: String, _ body: String = "") async throws -> JSONAnswer {
        var request = HTTPRequest(method, path, body: Array(body.utf8))
        request.fields["Authorization"] = "Bearer luma-api-bench"
        guard case .response(let response) = await server.respond(to: request) else { throw Bench.UnexpectedReply() }
        return try JSONAnswer(response)
    }

    /// How many generations were created.
    func jobs() async throws -> Int? {
        guard case .response(let response) = await simulator.respond(to: HTTPRequest(.get, "/_simulator/stats")) else {
            throw Bench.UnexpectedReply()
        }
        return try JSONAnswer(response).integer("jobs_created")
    }

    /// Waits until every callback has come to an end.
    func settle() async throws {
        while try await !store.callbacks(in: .pending, from: nil, limit: 1).callbacks.isEmpty { await Task.yield() }
    }
}
