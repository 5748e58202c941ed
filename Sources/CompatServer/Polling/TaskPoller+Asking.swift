import Adapters
import AgentsCore

// When questions go out.

extension TaskPoller {
    /// Notes when a task is due, if there is somebody to ask.
    func enqueue(_ place: UInt32) {
        let task = live[place]
        guard task.upstreamName != nil else { return }
        agenda.insert(place, of: task.key, due: task.poll.due, at: clock.now)
    }

    /// Lets go out what is due, as far as there is room, and sees to it that somebody wakes up for the rest.
    func advance() {
        let now = clock.now
        if let sweep = nextSweep, sweep <= now { giveUpOverdue(at: now) }
        while running < options.concurrency, !isStopped, let turn = agenda.next(at: now) {
            let task = live[turn.task]
            // Otherwise the entry is outdated.
            if task.poll.due == turn.due && !task.isAsked && task.poll.deadline > now { send(turn.task) }
        }
        setAlarm()
    }

    /// Sees to it that somebody wakes up for what is due next.
    func setAlarm() {
        // Whoever makes room looks.
        let question = running < options.concurrency ? agenda.nextMoment() : nil
        let moments = [question, nextSweep].compactMap(\.self)
        guard let next = moments.min(), !isStopped else { return }
        if let alarm, alarm.due <= next { return }
        alarm?.task.cancel()
        alarm = (next, Task { await ring(at: next) })
    }

    private func ring(at due: Duration) async {
        do {
            try await clock.sleep(until: due)
        } catch {
            return
        }
        guard alarm?.due == due else { return }
        alarm = nil
        advance()
    }

    private func send(_ place: UInt32) {
        let task = live[place]
        guard let upstreamName = task.upstreamName, let credential = keys[task.key] else { return }
        let now = clock.now
        live[place].isAsked = true
        live[place].poll.ask(at: now)
        keys.retain(task.key)
        agenda.begin(task.key, at: now)
        running += 1
        Task { await ask(task.name, upstreamName.text, task.key, credential, traceID: task.traceName.text) }
    }

    /// Asks after a task, and draws the consequence.
    private func ask(
        _ name: TaskName, _ upstreamID: String, _ key: UInt32, _ credential: Credential, traceID: String
    ) async {
        do throws(ClientError) {
            let generation = try await client.get(upstreamID, as: credential, requestID: traceID)
            hear(.answered, key)
            await learn(generation, of: name)
        } catch {
            let finding = PollState.Finding(error)
            metrics.polls.add(error.status == 429 ? .limited : Metrics.PollOutcome(finding))
            hear(KeyPace.Finding(error, finding), key)
            await note(finding, of: name)
        }
        keys.release(key)
        running -= 1
        advance()
    }

    private func hear(_ finding: KeyPace.Finding, _ key: UInt32) {
        let wasRefused = agenda.isRefused(key)
        agenda.end(key, finding, at: clock.now, jitter: .random(in: 0...1))
        if finding == .refused && !wasRefused {
            log.warn("a key is not accepted any more; its tasks wait for a client that brings it")
        }
    }

    // MARK: Deadlines

    /// The time at least between two looks at all tasks.
    private static let sweepPause = Duration.seconds(1)

    /// Gives up the tasks that take too long, whoever could be asked.
    private func giveUpOverdue(at now: Duration) {
        var next: Duration?
        for place in live.occupied {
            let task = live[place]
            // What could not be stored is tried again when its next question would be due.
            let moment = max(task.poll.deadline, task.poll.due)
            if moment > now || task.isAsked {
                next = min(next ?? moment, moment)
                continue
            }
            next = now
            live[place].isAsked = true
            let reason: PollState.Surrender =
                task.isWaiting ? .unsent : task.upstreamName == nil ? .inDoubt : .overdue
            Task { await surrender(task.name, reason) }
        }
        nextSweep = next.map { max($0, now + Self.sweepPause) }
    }
}

extension PollState.Finding {
    /// What an error says about a generation.
    init(_ error: ClientError) {
        switch error.status {
        case 404: self = .missing
        case 401, 403: self = .keyRefused
        default: self = .unavailable(retryAfter: error.retryAfter.map { min($0, .seconds(3600)) })
        }
    }
}

extension KeyPace.Finding {
    /// What an error says about a key.
    fileprivate init(_ error: ClientError, _ finding: PollState.Finding) {
        switch finding {
        case .keyRefused: self = .refused
        case .unavailable(let retryAfter): self = error.status == 429 ? .limited(retryAfter: retryAfter) : .unavailable
        case .missing, .unfinished: self = .answered
        }
    }
}

extension Metrics.PollOutcome {
    /// What counts of an answer that is not the end.
    fileprivate init(_ finding: PollState.Finding) {
        switch finding {
        case .unfinished: self = .unfinished
        case .missing: self = .missing
        case .keyRefused: self = .keyRefused
        case .unavailable: self = .unavailable
        }
    }
}
