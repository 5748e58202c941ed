import Adapters
import AgentsCore

// Intents that nothing came of.

extension Submitter {
    /// Frees an intent that nothing came of.
    ///
    /// - Parameters:
    ///   - intent: The task as it was stored before it was sent.
    ///   - failure: Why nothing came of it.
    /// - Returns: What its client is told.
    func freeing(_ intent: StoredTask, _ failure: Failure) async -> Rejection {
        Rejection(failure, remains: await free(intent) ? nil : intent)
    }

    /// Frees an intent.
    ///
    /// - Returns: Whether nothing is left of it that could be sent, or told of.
    private func free(_ intent: StoredTask) async -> Bool {
        do throws(StoreError) {
            try await remove(intent)
        } catch {
            // Its client has deleted it, or knows how it has ended.
            if error.code == .illegalChange || error.code == .unknownTask { return true }
            log.error("cannot free an intent; trying again", ["task": intent.id, "error": "\(error)"])
            return false
        }
        return true
    }

    private func remove(_ intent: StoredTask) async throws(StoreError) {
        do throws(StoreError) {
            try await store.remove(intent.id)
        } catch {
            guard error.code == .illegalChange else { throw error }
            // That it waits was stored although it seemed to fail.
            try await store.update(intent)
            try await store.remove(intent.id)
        }
    }

    /// Frees an intent when the store works again, and only then lets it be submitted anew.
    func freeLater(_ intent: StoredTask) {
        repeatLater { submitter in
            guard await submitter.free(intent) else { return false }
            submitter.unfreed[intent.id] = nil
            submitter.release(intent.id)
            return true
        }
    }
}
