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
        let news: AsyncStream<StoredTask>.Continuation
    }

    /// Waits for news of a task, but not for ever, and not after the waiting task was cancelled.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - occasion: The news.
    ///   - duration: How long to wait.
    /// - Returns: The task as it is stored then; nothing if it is not followed.
    func wait(for id: String, until occasion: Occasion, within duration: Duration) async -> StoredTask? {
        guard live[id] != nil else { return nil }
        lastWaiter += 1
        let number = lastWaiter
        let (stream, news) = AsyncStream.makeStream(of: StoredTask.self, bufferingPolicy: .bufferingNewest(1))
        live[id]?.waiters[number] = Waiter(occasion: occasion, news: news)
        let deadline = clock.now + duration
        let expiry = Task {
            try? await clock.sleep(until: deadline)
            news.finish()
        }
        var arrivals = stream.makeAsyncIterator()
        let arrival = await arrivals.next()
        expiry.cancel()
        live[id]?.waiters[number] = nil
        return arrival ?? live[id]?.stored
    }

    /// Tells those who wait for an answer.
    func tell(_ id: String) {
        guard let task = live[id] else { return }
        for (number, waiter) in task.waiters where waiter.occasion == .answer {
            live[id]?.waiters[number] = nil
            waiter.news.yield(task.stored)
        }
    }

    /// Tells everyone who waits for a task, because it has ended or the server stops.
    func release(_ id: String) {
        guard let task = live[id] else { return }
        live[id]?.waiters = [:]
        for waiter in task.waiters.values { waiter.news.yield(task.stored) }
    }
}
