import Adapters
import AgentsCore

extension TaskPoller {
    /// What somebody waits for.
    enum Occasion: Sendable {
        /// The next answer, whatever it says.
        case answer
        /// The final state.
        case end
    }

    /// Somebody who waits.
    struct Waiter {
        let occasion: Occasion
        let continuation: CheckedContinuation<StoredTask?, Never>
    }

    /// Waits for news of a task, but not for ever.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - occasion: The news.
    ///   - duration: How long to wait.
    /// - Returns: The task as it is stored then; nothing if it is not followed.
    func wait(for id: String, until occasion: Occasion, within duration: Duration) async -> StoredTask? {
        lastWaiter += 1
        let number = lastWaiter
        let expiry = Task {
            try? await clock.sleep(for: duration)
            expire(number, of: id)
        }
        defer { expiry.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled, live[id] != nil else {
                    continuation.resume(returning: live[id]?.stored)
                    return
                }
                live[id]?.waiters[number] = Waiter(occasion: occasion, continuation: continuation)
            }
        } onCancel: {
            expiry.cancel()
        }
    }

    private func expire(_ number: Int, of id: String) {
        guard let waiter = live[id]?.waiters.removeValue(forKey: number) else { return }
        waiter.continuation.resume(returning: live[id]?.stored)
    }

    /// Tells those who wait for an answer.
    func tell(_ id: String) {
        guard let task = live[id] else { return }
        for (number, waiter) in task.waiters where waiter.occasion == .answer {
            live[id]?.waiters[number] = nil
            waiter.continuation.resume(returning: task.stored)
        }
    }

    /// Tells everyone who waits for a task, because it has ended or the server stops.
    func release(_ id: String) {
        guard let task = live[id] else { return }
        live[id]?.waiters = [:]
        for waiter in task.waiters.values { waiter.continuation.resume(returning: task.stored) }
    }
}
