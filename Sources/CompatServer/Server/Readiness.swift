import AgentsCore

/// Whether the server can do its work: the store answers and the Agents API can be reached.
///
/// However often it is asked, the Agents API is tried no more than every few seconds, and by one request at a time.
actor Readiness {
    /// What was found.
    struct Finding: Sendable, Equatable {
        let store: Bool
        let upstream: Bool

        /// Whether requests can be served in full.
        var isReady: Bool { store && upstream }
    }

    private static let freshness = Duration.seconds(2)

    private let store: any TaskStore
    private let client: GenerationClient
    private let clock: any ServerClock
    private var last: (finding: Finding, at: Duration)?
    private var probe: Task<Finding, Never>?

    init(store: any TaskStore, client: GenerationClient, clock: any ServerClock) {
        self.store = store
        self.client = client
        self.clock = clock
    }

    /// What is found now, or was a moment ago.
    func finding() async -> Finding {
        if let last, clock.now - last.at < Self.freshness { return last.finding }
        if let probe { return await probe.value }
        let probe = Task { [store, client] in
            async let upstream = client.isReachable()
            return Finding(store: await store.isUsable(), upstream: await upstream)
        }
        self.probe = probe
        let finding = await probe.value
        last = (finding, clock.now)
        self.probe = nil
        return finding
    }
}

extension TaskStore {
    /// Whether a question is answered and, where a write has failed, another one succeeds.
    ///
    /// Whoever sees that the server is not ready sends nothing more that would be written, so somebody has to try.
    fileprivate func isUsable() async -> Bool {
        do throws(StoreError) {
            _ = try await unfinished(limit: 1)
            if statistics.isFailing { try await tryWriting() }
            return true
        } catch {
            return false
        }
    }
}
