import AgentsCore
import Synchronization

/// The creations that a server has sent to the Agents API, as they left it.
final class SentRequests: Sendable {
    private let bodies = Mutex<[String]>([])

    /// The bodies in the order in which they were sent.
    var all: [String] { bodies.withLock(\.self) }

    /// A transport that sends over another one, and notes what.
    func recording(_ transport: any ClientTransport) -> any ClientTransport {
        Recorder(requests: self, transport: transport)
    }

    private struct Recorder: ClientTransport {
        let requests: SentRequests
        let transport: any ClientTransport

        func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
            if request.method == .post {
                requests.bodies.withLock { $0.append(String(decoding: request.body, as: UTF8.self)) }
            }
            return try await transport.send(request)
        }
    }
}
