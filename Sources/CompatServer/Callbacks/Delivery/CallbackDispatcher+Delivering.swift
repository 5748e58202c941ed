import AgentsCore

extension CallbackDispatcher {
    /// Makes an attempt and stores what follows from it.
    func deliver(_ outgoing: OutgoingCallback) async {
        let callback = outgoing.callback
        let result = await sender.send(outgoing)
        if Task.isCancelled && result.finding == .unanswered {
            await release([outgoing], due: clock.wallTime)
        } else if !result.wasTried {
            await release([outgoing], due: clock.wallTime + Self.pause)
        } else {
            var delivery = DeliveryState(
                callback.acceptance, failures: callback.failures, schedule: options.schedule)
            var verdict = delivery.note(result.finding, jitter: .random(in: 0...1))
            let isOverdue = watch.isTrusted && clock.wallTime - callback.startedAt >= options.lifetime
            if case .retry = verdict, isOverdue { verdict = .giveUp }
            note(result, of: callback, verdict)
            await keep(result.attempt, of: callback, verdict, failures: delivery.failures)
        }
        deliveries[callback.id] = nil
        busyTasks.remove(callback.taskID)
        let others = receivers[callback.origin, default: 1] - 1
        receivers[callback.origin] = others > 0 ? others : nil
        await startHeld(of: callback.origin)
        if !held.receivers.contains(callback.origin) { wake() }
    }

    /// Notes how the receiver is.
    private func note(_ result: CallbackSender.Result, of callback: StoredCallback, _ verdict: DeliveryState.Verdict) {
        var breaker = breakers[callback.origin] ?? CircuitBreaker()
        breaker.note(isUp: result.isUp, at: clock.now)
        breakers[callback.origin] = breaker.isUntroubled ? nil : breaker
        guard verdict == .giveUp else { return }
        log.warn(
            "gave a callback up",
            [
                "callback": callback.id, "task": callback.taskID, "event": callback.event,
                "status": result.attempt.status.map(String.init) ?? "none", "error": result.attempt.error ?? "none",
            ])
    }

    /// Stores an attempt; if that fails the callback is sent again when its claim is over.
    private func keep(
        _ attempt: CallbackAttempt, of callback: StoredCallback, _ verdict: DeliveryState.Verdict, failures: Int
    ) async {
        let state: StoredCallback.State
        var due: WallTime?
        switch verdict {
        case .delivered:
            state = .delivered
            metrics.callbacks.add(.delivered)
        case .giveUp:
            state = .dead
            metrics.callbacks.add(.dead)
        case .retry(let wait):
            metrics.callbacks.add(.retried)
            state = .pending
            due = clock.wallTime + wait
        }
        do throws(StoreError) {
            try await store.note(attempt, of: callback.id, state: state, failures: failures, due: due)
        } catch {
            log.error("cannot store an attempt of a callback", ["callback": callback.id, "error": "\(error)"])
        }
    }

    /// Takes callbacks back that were not sent: the server stops, or there was no place for them.
    func release(_ callbacks: [OutgoingCallback], due time: WallTime) async {
        guard !callbacks.isEmpty else { return }
        for callback in callbacks { busyTasks.remove(callback.callback.taskID) }
        do throws(StoreError) {
            try await store.releaseCallbacks(callbacks.map(\.callback.id), due: time)
        } catch {
            log.error("cannot take callbacks back", ["callbacks": "\(callbacks.count)", "error": "\(error)"])
        }
    }
}
