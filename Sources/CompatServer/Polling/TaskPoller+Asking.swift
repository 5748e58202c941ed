import Adapters
import AgentsCore

extension TaskPoller {
    /// Notes when a task is due, and sees to it that somebody wakes up then.
    func enqueue(_ id: String) {
        guard let task = live[id] else { return }
        queue.insert(DueQueue.Entry(due: task.poll.due, id: id))
        setAlarm()
    }

    private func setAlarm() {
        guard let next = queue.first?.due else { return }
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
        let now = clock.now
        while let entry = queue.popDue(at: now) { ask(entry) }
        setAlarm()
    }

    /// Asks after a task that is due, unless the entry is outdated.
    private func ask(_ entry: DueQueue.Entry) {
        guard let task = live[entry.id], task.poll.due == entry.due, !task.isAsked else { return }
        if clock.now >= task.poll.deadline {
            live[entry.id]?.isAsked = true
            Task { await surrender(entry.id, task.stored.upstreamID == nil ? .inDoubt : .overdue) }
        } else if task.poll.isPaused || task.credential == nil || task.stored.upstreamID == nil {
            live[entry.id]?.poll.postpone()
            enqueue(entry.id)
        } else if running < options.concurrency {
            live[entry.id]?.isAsked = true
            send(entry.id)
        } else {
            live[entry.id]?.isAsked = true
            backlog.append(entry.id)
        }
    }

    private func send(_ id: String) {
        guard let task = live[id], let credential = task.credential, let upstreamID = task.stored.upstreamID else {
            return
        }
        live[id]?.poll.ask(at: clock.now)
        running += 1
        Task {
            do throws(ClientError) {
                let generation = try await client.get(upstreamID, as: credential, requestID: task.stored.traceID)
                await learn(generation, of: id)
            } catch {
                await note(PollState.Finding(error), of: id)
            }
            running -= 1
            if !backlog.isEmpty { send(backlog.removeFirst()) }
        }
    }

    /// Brings a task up to what the Agents API says.
    private func learn(_ generation: Generation, of id: String) async {
        guard let task = live[id] else { return }
        var stored = task.stored
        task.service.advance(&stored.record, to: generation, at: clock.wallTime)
        let hasEnded = generation.state == .value(.completed) || generation.state == .value(.failed)
        if hasEnded { stored.stage = .ended }
        guard await keep(stored) else { return await note(.unavailable(retryAfter: nil), of: id) }
        if hasEnded {
            end(id)
        } else {
            await note(.unfinished, of: id)
        }
    }

    /// Draws the consequence of an answer that is not the end.
    private func note(_ finding: PollState.Finding, of id: String) async {
        guard live[id] != nil else { return }
        let verdict = live[id]?.poll.note(finding, at: clock.now, jitter: .random(in: 0...1))
        if case .giveUp(let reason) = verdict { return await surrender(id, reason) }
        if verdict == .pause {
            log.warn("the key of a task is not accepted any more; waiting for another", ["task": id])
        }
        live[id]?.isAsked = false
        tell(id)
        enqueue(id)
    }

    /// Fails a task that the Agents API says nothing final about.
    private func surrender(_ id: String, _ reason: PollState.Surrender) async {
        log.warn("gave a task up", ["task": id, "reason": "\(reason)"])
        await fail(id, reason.text, code: reason == .missing ? .outputNotFound : .generationFailed)
    }

    /// Fails a task in place of the Agents API.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - reason: Why, for the caller.
    ///   - code: Why, for programs.
    func fail(_ id: String, _ reason: String, code: Generation.FailureCode = .generationFailed) async {
        guard let task = live[id] else { return }
        var stored = task.stored
        var generation = stored.record.generation
        generation.state = .value(.failed)
        generation.output = .value([])
        generation.failureReason = .value(reason)
        generation.failureCode = .value(code)
        if let upstreamID = stored.upstreamID { generation.id = upstreamID }
        task.service.advance(&stored.record, to: generation, at: clock.wallTime)
        stored.stage = .ended
        if await keep(stored) {
            end(id)
        } else {
            // Stored it must be before it is told; another try when the store works again.
            _ = live[id]?.poll.note(.unavailable(retryAfter: nil), at: clock.now, jitter: .random(in: 0...1))
            live[id]?.isAsked = false
            enqueue(id)
        }
    }

    /// Tells everyone that a task has ended, and follows it no longer.
    private func end(_ id: String) {
        guard let task = live[id] else { return }
        release(id)
        live[id] = nil
        endings.yield(task.stored.principal)
    }

    /// Stores a task; whether that worked.
    private func keep(_ task: StoredTask) async -> Bool {
        guard let previous = live[task.id] else { return false }
        guard task != previous.stored else { return true }
        var task = task
        task.updatedAt = clock.wallTime
        do throws(StoreError) {
            try await recorder.update(task, by: previous.service)
        } catch {
            if error.code == .unknownTask {
                // It was deleted meanwhile.
                drop(task.id)
                return false
            }
            log.error("cannot store a task; trying again", ["task": task.id, "error": "\(error)"])
            return false
        }
        live[task.id]?.stored = task
        return true
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

extension PollState.Surrender {
    /// The reason as the legacy record gives it.
    var text: String {
        switch self {
        case .missing: "The generation is not known to the Agents API any more."
        case .overdue: "The generation did not end in time and is not followed any more."
        case .inDoubt:
            "The connection was lost before the Agents API answered, so it is not known whether the generation was "
                + "created. It was not submitted again, so that it cannot be paid twice."
        }
    }
}
