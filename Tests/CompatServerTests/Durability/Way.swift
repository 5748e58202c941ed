import Adapters
import AgentsCore
import Synchronization

/// The way to the Agents API, on which a test can put something.
final class Way: ClientTransport {
    /// What is in the way.
    enum Obstacle: Sendable, Equatable {
        /// Nothing: requests arrive.
        case none
        /// No connection is made.
        case unreachable
        /// Every request is answered with this status and for this reason.
        case status(Int, String)
        /// Requests arrive, and their answers do not.
        case silence
    }

    private struct State {
        var obstacle = Obstacle.none
        var held: [HTTPMethod: Int] = [:]
    }

    private let transport: any ClientTransport
    private let state = Mutex(State())

    init(_ transport: any ClientTransport) {
        self.transport = transport
    }

    /// What is in the way.
    var obstacle: Obstacle {
        get { state.withLock(\.obstacle) }
        set { state.withLock { $0.obstacle = newValue } }
    }

    /// How many requests have met an obstacle.
    func held(_ method: HTTPMethod) -> Int {
        state.withLock { $0.held[method, default: 0] }
    }

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        switch meet(request.method) {
        case .none: return try await transport.send(request)
        case .unreachable: throw TransportError(.unreachable, isUndelivered: true, "no connection")
        case .status(let status, let reason):
            return HTTPResponse(status, json: "{\"detail\":\(reason.jsonString)}".utf8)
        case .silence:
            _ = try await transport.send(request)
            let (never, continuation) = AsyncStream.makeStream(of: Never.self)
            for await _ in never {}
            continuation.finish()
            throw TransportError(.cancelled, isUndelivered: false, "cancelled")
        }
    }

    private func meet(_ method: HTTPMethod) -> Obstacle {
        state.withLock { state in
            if state.obstacle != .none { state.held[method, default: 0] += 1 }
            return state.obstacle
        }
    }
}
