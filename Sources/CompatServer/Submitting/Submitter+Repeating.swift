import AgentsCore

// What is tried again because the store, or the Agents API, may work again.

extension Submitter {
    /// How long nothing is tried again that has just failed, if nobody says so.
    static let retryPause = Duration.seconds(5)

    /// Tries something again and again, with pauses, as long as this run goes on; nobody waits for it.
    ///
    /// - Parameter attempt: Tries it, and says whether it is done.
    func repeatLater(_ attempt: @escaping @Sendable (_ submitter: isolated Submitter) async -> Bool) {
        Task {
            repeat {
                try? await clock.sleep(until: clock.now + Self.retryPause)
                if isStopped { return }
            } while await !attempt(self)
        }
    }
}
