import AgentsCore
import Synchronization

/// A transport on which a test decides what becomes of each creation.
final class ScriptedTransport: ClientTransport {
    /// Answers a creation in place of the Agents API, or lets it pass with nothing.
    ///
    /// It is told the body, and how often it was sent with this time.
    typealias Script = @Sendable (_ body: String, _ count: Int) async -> HTTPResponse?

    private let transport: any ClientTransport
    private let script: Script
    private let counts = Mutex<[String: Int]>([:])

    init(_ transport: any ClientTransport, _ script: @escaping Script = { _, _ in nil }) {
        self.transport = transport
        self.script = script
    }

    /// How often creations were sent with a word in their body.
    func sent(_ word: String) -> Int {
        counts.withLock { $0.reduce(0) { $0 + ($1.key.contains(word) ? $1.value : 0) } }
    }

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        guard request.method == .post else { return try await transport.send(request) }
        let body = String(decoding: request.body, as: UTF8.self)
        let count = counts.withLock { counts in
            counts[body, default: 0] += 1
            return counts[body, default: 0]
        }
        if let response = await script(body, count) { return response }
        return try await transport.send(request)
    }
}

extension HTTPResponse {
    /// What the Agents API says if too many generations are unfinished.
    static let noRoom = HTTPResponse(429, json: #"{"detail":"Too many concurrent jobs"}"#.utf8)
}
