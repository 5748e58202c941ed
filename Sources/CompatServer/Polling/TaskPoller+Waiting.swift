import AgentsCore

extension TaskPoller {
    /// What somebody waits for.
    enum Occasion: Sendable {
        /// The next answer, whatever it says.
        case answer
        /// The final state.
        case end
    }

    /// Somebody who waits; what comes is the task, or nothing where nothing about it is new.
    struct Waiter {
        let occasion: Occasion
        let news: AsyncStream<StoredTask?>.Continuation
    }

    /// Waits for news of a task, but not for ever, and not after the waiting task was cancelled.
    ///
    /// - Parameters:
    ///   - name: The task.
    ///   - occasion: The news.
    ///   - duration: How long to wait.
    /// - Returns: The task as it is stored then; nothing if nothing about it is new, or it is not followed.
    func wait(for name: TaskName, until occasion: Occasion, within duration: Duration) async -> StoredTask? {
        guard live.place(of: name) != nil else { return nil }
        lastWaiter += 1
        let number = lastWaiter
        let (stream, news) = AsyncStream.makeStream(of: StoredTask?.self, bufferingPolicy: .bufferingNewest(1))
        waiters[name, default: [:]][number] = Waiter(occasion: occasion, news: news)
        let deadline = clock.now + duration
        let expiry = Task {
            try? await clock.sleep(until: deadline)
            news.finish()
        }
        var arrivals = stream.makeAsyncIterator()
        let arrival = await arrivals.next()
        expiry.cancel()
        forget(number, of: name)
        return arrival ?? nil
    }

    /// Tells those who wait for an answer.
    ///
    /// - Parameters:
    ///   - name: The task.
    ///   - news: The task as it is stored now; nothing if nothing about it is new.
    func tell(_ name: TaskName, _ news: StoredTask?) {
        for (number, waiter) in waiters[name] ?? [:] where waiter.occasion == .answer {
            forget(number, of: name)
            waiter.news.yield(news)
        }
    }

    /// Tells everyone who waits for a task, because it has ended or the server stops.
    func release(_ name: TaskName, _ news: StoredTask?) {
        for waiter in (waiters.removeValue(forKey: name) ?? [:]).values { waiter.news.yield(news) }
    }

    private func forget(_ number: Int, of name: TaskName) {
        waiters[name]?[number] = nil
        if waiters[name]?.isEmpty == true { waiters[name] = nil }
    }
}
