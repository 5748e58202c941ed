import AceDataCompat
import Adapters
import AgentsCore
import AgentsSimulator
import DreamMachineCompat
import HTTPTransport
import Testing

@testable import CompatServer

/// A server over a simulator, both on one clock that stands still until it is moved.
///
/// The same tests run in process and over sockets.
struct Bench: Sendable {
    /// How server and simulator are reached.
    enum Access: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case inProcess, sockets

        var testDescription: String { rawValue }
    }

    static let key = "luma-api-bench"

    let clock: ManualClock
    let simulator: AgentsSimulator
    let store: any TaskStore
    let server: CompatServer
    /// Reaches the server as a client does.
    private let client: any ClientTransport
    private let origin: String
    private let closing: @Sendable () async -> Void

    /// Runs a test with a server of its own.
    static func run(
        _ access: Access, _ options: SimulatorOptions = SimulatorOptions(), at location: StoreLocation = .memory,
        upstream: (any ClientTransport)? = nil, dreamMachine: DreamMachineService = DreamMachineService(),
        recorder: SentRequests? = nil, _ test: (Bench) async throws -> Void
    ) async throws {
        let bench = try await Bench(access, options, location, upstream, dreamMachine, recorder)
        do {
            try await test(bench)
        } catch {
            await bench.closing()
            throw error
        }
        await bench.closing()
    }

    private init(
        _ access: Access, _ options: SimulatorOptions, _ location: StoreLocation, _ upstream: (any ClientTransport)?,
        _ dreamMachine: DreamMachineService, _ recorder: SentRequests?
    ) async throws {
        let clock = ManualClock()
        let simulator = AgentsSimulator(options, clock: clock)
        let store = try await SQLiteTaskStore(location)
        let secret = try ServerSecret.random()
        let services: [any DialectService] = [AceDataService(), dreamMachine]
        func makeServer(_ base: String, _ transport: any ClientTransport) -> CompatServer {
            CompatServer(
                CompatServer.Options(upstream: base + "/v1"), services: services, store: store, secret: secret,
                transport: recorder?.recording(upstream ?? transport) ?? upstream ?? transport, clock: clock)
        }
        switch access {
        case .inProcess:
            let server = makeServer("http://simulator", InProcessTransport(handler: simulator))
            self.server = server
            origin = "http://server"
            client = InProcessTransport(handler: server)
            closing = {
                await server.stop()
                await store.close()
            }
        case .sockets:
            let loopback = ListenAddress(host: "127.0.0.1", port: 0)
            let upstream = try HTTPServer.start(on: loopback, limits: .init(), handler: simulator)
            let transport = try CurlTransport()
            let server = makeServer("http://\(upstream.address)", transport)
            self.server = server
            let listener = try HTTPServer.start(on: loopback, limits: .init(), handler: server)
            origin = "http://\(listener.address)"
            client = transport
            closing = {
                await server.stop()
                await listener.stop(grace: .zero)
                await upstream.stop(grace: .zero)
                await transport.shutDown()
                await store.close()
            }
        }
        (self.clock, self.simulator, self.store) = (clock, simulator, store)
    }

    /// Calls the server.
    func call(
        _ method: HTTPMethod, _ path: String, _ body: String = "", key: String = Bench.key, fields: HTTPFields = [:]
    ) async throws -> HTTPResponse {
        var request = ClientRequest(method, origin + path, fields: fields, body: Array(body.utf8))
        request.fields["Authorization"] = "Bearer \(key)"
        request.fields["Content-Type"] = "application/json"
        return try await client.send(request)
    }

    /// What the simulator has seen: requests by route and status, jobs, polls.
    func upstream() async throws -> JSONAnswer {
        let reply = await simulator.respond(to: HTTPRequest(.get, "/_simulator/stats"))
        guard case .response(let response) = reply else { throw UnexpectedReply() }
        return try JSONAnswer(response)
    }

    /// Waits until the simulator has made so many jobs.
    func waitForJobs(_ count: Int) async throws {
        while try await upstream().integer("jobs_created") != count { await Task.yield() }
    }

    struct UnexpectedReply: Error {}
}
