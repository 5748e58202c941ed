import AceDataCompat
import Adapters
import AgentsCore
import AgentsSimulator
import DreamMachineCompat
import HTTPTransport
import Testing

@testable import CompatServer

/// Runs of a server, one after another: each over what the one before left in the store, against the same simulator.
struct ServerRuns: Sendable {
    let clock: ManualClock
    let simulator: AgentsSimulator
    let store: SQLiteTaskStore
    private let secret: ServerSecret

    init(
        _ options: SimulatorOptions = SimulatorOptions(), at location: StoreLocation = .memory,
        busyTimeout: Duration = .seconds(5)
    ) async throws {
        clock = ManualClock()
        simulator = AgentsSimulator(options, clock: clock)
        store = try await SQLiteTaskStore(location, busyTimeout: busyTimeout)
        secret = try .random()
    }

    /// Goes on with a store that was closed.
    init(_ other: ServerRuns, at location: StoreLocation) async throws {
        simulator = other.simulator
        clock = other.clock
        store = try await SQLiteTaskStore(location)
        secret = other.secret
    }

    /// Starts a run, which takes up what there is.
    func start(
        publicURL: String? = nil, copies: MediaCopies? = nil, probing: MediaProbing? = nil,
        upstream: (any ClientTransport)? = nil, retention: RetentionOptions = RetentionOptions(),
        abandoned: AbandonedFolders = .none, log: EventLog = .silent
    ) async throws -> CompatServer {
        let server = make(
            publicURL: publicURL, copies: copies, probing: probing, upstream: upstream, retention: retention,
            abandoned: abandoned, log: log)
        try await server.resume()
        return server
    }

    /// Makes a server that has not taken up anything yet.
    func make(
        publicURL: String? = nil, copies: MediaCopies? = nil, probing: MediaProbing? = nil,
        upstream: (any ClientTransport)? = nil, retention: RetentionOptions = RetentionOptions(),
        abandoned: AbandonedFolders = .none, log: EventLog = .silent
    ) -> CompatServer {
        var options = CompatServer.Options(upstream: "http://simulator/v1")
        options.publicURL = publicURL
        options.copies = copies
        options.probing = probing
        options.retention = retention
        options.abandoned = abandoned
        return CompatServer(
            options, services: [AceDataService(), DreamMachineService()],
            store: store, secret: secret, transport: upstream ?? InProcessTransport(handler: simulator), clock: clock,
            log: log)
    }

    /// Creates a video with the Dream Machine API.
    func create(
        on server: CompatServer, _ prompt: String = "a tiger in snow", key: String = Bench.key,
        fields: HTTPFields = [:]
    ) async throws -> JSONAnswer {
        let body = "{\"prompt\":\(prompt.jsonString),\"model\":\"ray-2\"}"
        return try await call(server, .post, "/dream-machine/v1/generations", body, key: key, fields: fields)
    }

    /// Asks for a video.
    func get(_ id: String, from server: CompatServer, key: String = Bench.key) async throws -> JSONAnswer {
        try await call(server, .get, "/dream-machine/v1/generations/\(id)", key: key)
    }

    /// Calls a server.
    func call(
        _ server: CompatServer, _ method: HTTPMethod, _ path: String, _ body: String = "", key: String = Bench.key,
        fields: HTTPFields = [:]
    ) async throws -> JSONAnswer {
        var request = ClientRequest(method, "http://server" + path, fields: fields, body: Array(body.utf8))
        request.fields["Authorization"] = "Bearer \(key)"
        return try JSONAnswer(try await InProcessTransport(handler: server).send(request))
    }

    /// Waits until a server's poller has nothing to do before the clock is moved.
    ///
    /// A clock that runs on while the answers of others are on their way leaves them hours for what takes a moment.
    func rest(_ server: CompatServer) async throws {
        try await eventually {
            let (live, alarm) = (await server.poller.live, await server.poller.alarm)
            let isIdle = await server.poller.load.running == 0 && live.occupied.allSatisfy { !live[$0].isAsked }
            return isIdle && alarm.map { $0.due > clock.now } ?? true
        }
    }

    /// Lets time pass, a little at a time, and the poller do what is due.
    func pass(_ time: Duration, by step: Duration, _ server: CompatServer) async throws {
        let end = clock.now + time
        while clock.now < end {
            clock.advance(by: min(step, end - clock.now))
            try await rest(server)
        }
    }

    /// Whose tasks those of the tests are.
    var principal: Fingerprint { principal(of: Bench.key) }

    /// Whose tasks those of a key are.
    func principal(of key: String) -> Fingerprint { secret.fingerprint(of: Credential(key)) }

    /// How many generations the Agents API has made.
    func jobs() async throws -> Int {
        try await statistics().integer("jobs_created") ?? 0
    }

    /// How often the Agents API was asked after generations.
    func polls() async throws -> Int {
        try await statistics().integer("requests", "GET /v1/generations/{id}", "200") ?? 0
    }

    private func statistics() async throws -> JSONAnswer {
        let reply = await simulator.respond(to: HTTPRequest(.get, "/_simulator/stats"))
        guard case .response(let response) = reply else { throw Bench.UnexpectedReply() }
        return try JSONAnswer(response)
    }
}
