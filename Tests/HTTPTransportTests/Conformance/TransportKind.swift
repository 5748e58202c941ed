import AgentsCore
import AgentsSimulator
import HTTPTransport
import Testing
import URLSessionTransport

/// The transports that the suite holds to the same promises.
enum TransportKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case curl
    case urlSession

    var testDescription: String { rawValue }

    /// Runs a transport for the length of a test.
    func run(_ body: (any ClientTransport) async throws -> Void) async throws {
        switch self {
        case .curl: try await withTransport { try await body($0) }
        case .urlSession: try await body(URLSessionTransport())
        }
    }
}

extension ClientTransport {
    /// The error that a request ends with; nothing if it is answered.
    func error(of request: ClientRequest) async -> TransportError? {
        do throws(TransportError) {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }
}

/// A simulated Agents API on a port of this machine.
struct SimulatorOnSocket: Sendable {
    let server: HTTPServer

    var origin: String { "http://\(server.address)" }
    var baseURL: String { origin + "/v1" }

    /// Runs a simulator for the length of a test.
    static func run(
        _ options: SimulatorOptions = SimulatorOptions(speed: 1000, requestsPerMinute: 100_000, concurrentJobs: 10_000),
        faults: String? = nil, _ body: (SimulatorOnSocket) async throws -> Void
    ) async throws {
        let server = try HTTPServer.start(
            on: ListenAddress(host: "127.0.0.1", port: 0), handler: AgentsSimulator(options))
        let simulator = SimulatorOnSocket(server: server)
        do {
            if let faults { try await simulator.set(faults: faults) }
            try await body(simulator)
        } catch {
            await server.stop(grace: .zero)
            throw error
        }
        await server.stop(grace: .zero)
    }

    /// Sets what goes wrong from now on.
    func set(faults: String) async throws {
        let response = try await control(.post, "/_simulator/faults", faults)
        try #require(response.status == 204, "\(String(decoding: response.body, as: UTF8.self))")
    }

    /// The jobs that were created, as the simulator has counted them.
    func jobsCreated() async throws -> Int {
        let response = try await control(.get, "/_simulator/stats")
        let text = String(decoding: response.body, as: UTF8.self)
        let count = try #require(text.firstRange(of: /"jobs_created":(\d+)/).map { text[$0] })
        return try #require(Int(count.drop { !$0.isNumber }))
    }

    private func control(_ method: HTTPMethod, _ path: String, _ body: String = "") async throws -> HTTPResponse {
        let address = server.address
        return try await onThread {
            let socket = try Socket(address)
            try socket.send(
                "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            let message = try socket.receiveMessage()
            return HTTPResponse(message.status ?? 0, body: message.body)
        }
    }
}

extension ClientRequest {
    /// A submission to a simulator.
    static func submission(
        _ simulator: SimulatorOnSocket, prompt: String = "a tiger", timeout: Duration = .seconds(60)
    ) -> ClientRequest {
        ClientRequest(
            .post, simulator.baseURL + "/generations",
            fields: ["Authorization": "Bearer luma-api-test", "Content-Type": "application/json"],
            body: Array(#"{"prompt":"\#(prompt)"}"#.utf8), connection: .fresh, timeout: timeout)
    }
}
