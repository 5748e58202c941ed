import AgentsCore
import Synchronization

@testable import CompatServer

/// Reaches a simulator whose storage can be cut off while it runs.
final class SwitchedTransport: ClientTransport {
    private struct State {
        var isCutOff = false
        var file: [UInt8]?
        var refused = 0
        var fetched = 0
    }

    private let upstream: InProcessTransport
    private let state = Mutex(State())

    init(_ upstream: InProcessTransport) {
        self.upstream = upstream
    }

    /// Whether files cannot be fetched.
    var isStorageCutOff: Bool {
        get { state.withLock { $0.isCutOff } }
        set { state.withLock { $0.isCutOff = newValue } }
    }

    /// What every file is in place of those of the simulator.
    var file: [UInt8]? {
        get { state.withLock { $0.file } }
        set { state.withLock { $0.file = newValue } }
    }

    /// Files, or pieces of them, that were fetched.
    var fetched: Int { state.withLock { $0.fetched } }

    /// Files that could not be fetched.
    var refused: Int { state.withLock { $0.refused } }

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        let isRefused = state.withLock { state in
            if request.url.contains("/v1/generations") { return false }
            if state.isCutOff { state.refused += 1 } else { state.fetched += 1 }
            return state.isCutOff
        }
        if isRefused { throw TransportError(.unreachable, isUndelivered: true, "connection refused") }
        if let file, !request.url.contains("/v1/generations") { return try await ScriptedStorage(file).send(request) }
        return try await upstream.send(request)
    }
}

/// Reads what a link says without the key to make one.
enum MediaLinksProbe {
    /// The task's own id in a link.
    static func task(of link: String) -> String? {
        let parts = link.split(separator: "/")
        guard let start = parts.firstIndex(of: "media"), parts.count > start + 1,
            let bytes = Hexadecimal.bytes(String(parts[start + 1])), bytes.count == 32
        else { return nil }
        return UUIDText.text(Array(bytes[..<16]))
    }
}
