package import AgentsCore
package import HTTPTransport
import Synchronization

/// A faithful local Agents API, for tests, demonstrations and work without a network.
///
/// It validates, limits and answers as the service documents it, and makes small real files in the time that the
/// service takes, or a fraction of it. Nothing runs in the background: what state a job is in follows from the clock
/// whenever somebody asks.
///
/// How it can be steered: by the key (`APIKey`), by the prompt (`Directives`), by the URLs of media (`SimulatedFetch`)
/// and by faults (`FaultPlan`).
///
/// ```swift
/// let simulator = AgentsSimulator(SimulatorOptions(speed: 100))
/// let reply = await simulator.respond(to: HTTPRequest(.get, "/_simulator/stats"))
/// ```
package final class AgentsSimulator: HTTPHandler {
    private let service: GenerationService
    private let files: FileService
    private let storage: StorageService
    private let state: Mutex<SimulatorState>
    private let clock: any ServerClock

    /// Creates a simulator.
    ///
    /// - Parameters:
    ///   - options: How it behaves.
    ///   - clock: The time.
    package init(_ options: SimulatorOptions = SimulatorOptions(), clock: any ServerClock = SystemClock()) {
        let hasher = SipHash()
        let signer = URLSigner(hasher)
        self.clock = clock
        files = FileService(options: options, hasher: hasher, signer: signer)
        storage = StorageService(signer: signer)
        service = GenerationService(options: options, hasher: hasher, signer: signer)
        state = Mutex(SimulatorState(options))
    }

    /// Answers a request.
    ///
    /// - Parameter request: The request.
    /// - Returns: The answer, or none, if the request, its prompt or a fault asks for that.
    package func respond(to request: HTTPRequest) async -> HTTPReply {
        let match = RouteMatch(request.method, request.path)
        let fault = state.withLock { $0.begin(match.endpoint) }
        let result = result(of: request, match, fault)
        switch result {
        case .response(let response):
            state.withLock { $0.statistics.end(match.endpoint, .status(response.status)) }
            return .response(APIHeaders.added(to: response, for: request, match))
        case .disconnect:
            state.withLock { $0.statistics.end(match.endpoint, .disconnected) }
            return .disconnect
        case .stall:
            await waitForCancellation()
            state.withLock { $0.statistics.end(match.endpoint, .unanswered) }
            return .disconnect
        }
    }

    /// Answers a request that the server refuses by itself.
    ///
    /// - Parameters:
    ///   - head: The request as far as it is known.
    ///   - refusal: Why.
    /// - Returns: The answer.
    package func refuse(_ head: HTTPRequest, _ refusal: HTTPRefusal) -> HTTPResponse {
        let rejection =
            switch refusal {
            case .bodyTooLarge(let limit): Rejection(413, "Request body exceeds \(limit) bytes")
            case .bodyTooSlow: Rejection(408, "Request Timeout")
            case .ambiguousFraming: Rejection(400, "Bad Request")
            case .shuttingDown: Rejection(503, "Service Unavailable")
            }
        let match = RouteMatch(head.method, head.path)
        state.withLock { state in
            state.statistics.begin()
            state.statistics.end(match.endpoint, .status(rejection.status))
        }
        return APIHeaders.added(to: HTTPResponse(rejection), for: head, match)
    }

    private func result(of request: HTTPRequest, _ match: RouteMatch, _ fault: FaultPlan.Fault?) -> SimulatorResult {
        switch fault {
        case .status(let status, let retryAfter):
            return .response(HTTPResponse(.simulated(status, retryAfter: retryAfter)))
        case .stall: return .stall
        case .reset: return .disconnect
        case .loseReply:
            _ = answer(to: request, match)
            return .disconnect
        case nil: return answer(to: request, match)
        }
    }

    private func answer(to request: HTTPRequest, _ match: RouteMatch) -> SimulatorResult {
        let now = Moment(clock)
        do throws(Rejection) {
            switch match.endpoint {
            case .createGeneration: return try service.create(request, at: now, state)
            case .getGeneration:
                return .response(try service.get(match.argument, for: request, at: now, state))
            case .createFile: return .response(try files.create(request, at: now, state))
            case .listFiles: return .response(try files.list(request, at: now, state))
            case .getFile: return .response(try files.get(match.argument, for: request, at: now, state))
            case .deleteFile: return .response(try files.delete(match.argument, for: request, at: now, state))
            case .completeFile: return .response(try files.complete(match.argument, for: request, at: now, state))
            case .upload: return .response(storage.receive(request, at: now.wall, state))
            case .storage: return .response(storage.respond(to: request, at: now.wall))
            case .stats: return .response(state.withLock { HTTPResponse(200, json: $0.json(at: now.measured)) })
            case .reset:
                state.withLock { $0.reset() }
                return .response(HTTPResponse(204))
            case .faults:
                let plan = try FaultPlan(json: request.body)
                state.withLock { $0.faults = plan }
                return .response(HTTPResponse(204))
            case .openAPI: return .response(HTTPResponse(200, json: OpenAPIDocument.text.utf8))
            case .none: throw match.allowed == nil ? .notFound : Rejection(405, "Method Not Allowed")
            }
        } catch {
            return .response(HTTPResponse(error))
        }
    }

    private func waitForCancellation() async {
        while !Task.isCancelled { try? await clock.sleep(for: .seconds(3600)) }
    }
}
