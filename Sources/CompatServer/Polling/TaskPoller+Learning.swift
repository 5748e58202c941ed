import Adapters
import AgentsCore

// What follows from answers.

extension TaskPoller {
    /// Brings a task up to what the Agents API says.
    func learn(_ generation: Generation, of name: TaskName) async {
        let hasEnded = generation.state == .value(.completed) || generation.state == .value(.failed)
        metrics.polls.add(hasEnded ? .ended : .unfinished)
        guard let place = live.place(of: name) else { return }
        let (mark, upstreamID) = (generation.mark, live[place].upstreamName?.text)
        // As a rule nothing is new, and nothing is read or written.
        if !hasEnded && live[place].mark == mark { return await note(.unfinished, of: name) }
        let change = await change(name) { task, service in
            if task.upstreamID == nil { task.upstreamID = upstreamID }
            service.advance(&task.record, to: generation, at: clock.wallTime)
            // Its acceptance may not be stored yet.
            task.undergo(.accepted)
            if hasEnded { task.undergo(.ended) }
        }
        switch change {
        case .stored(let task):
            guard let place = live.place(of: name) else { return }
            if hasEnded { return learnEnd(name, task) }
            live[place].mark = mark
            await note(.unfinished, of: name, task)
        case .hadEnded(let task): learnEnd(name, task)
        case .failed, .taken: await note(.unavailable(retryAfter: nil), of: name)
        case .gone: return
        }
    }

    private func learnEnd(_ name: TaskName, _ task: StoredTask) {
        guard let place = live.place(of: name) else { return }
        metrics.timeToKnowledge.observe(clock.now - live[place].poll.unfinishedAt)
        end(name, task)
    }

    /// Draws the consequence of an answer that is not the end.
    ///
    /// - Parameters:
    ///   - finding: What the answer said.
    ///   - name: The task.
    ///   - news: The task as it is stored now; nothing if nothing about it is new.
    func note(_ finding: PollState.Finding, of name: TaskName, _ news: StoredTask? = nil) async {
        guard let place = live.place(of: name) else { return }
        let verdict = live[place].poll.note(finding, at: clock.now, jitter: .random(in: 0...1))
        if case .giveUp(let reason) = verdict { return await surrender(name, reason) }
        live[place].isAsked = false
        tell(name, news)
        enqueue(place)
    }

    // MARK: Giving up

    /// Fails a task that the Agents API says nothing final about.
    func surrender(_ name: TaskName, _ reason: PollState.Surrender) async {
        let code: Generation.FailureCode = reason == .missing ? .outputNotFound : .generationFailed
        guard case .stored = await fail(name.text, reason.text, code: code) else { return }
        log.warn("gave a task up", ["task": name.text, "reason": "\(reason)"])
    }

    /// Fails a task in place of the Agents API.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - reason: Why, for the caller.
    ///   - code: Why, for programs.
    /// - Returns: What became of it; what cannot be stored is the caller's to try again, unless it is asked after.
    @discardableResult
    func fail(_ id: String, _ reason: String, code: Generation.FailureCode = .generationFailed) async -> Change {
        let name = TaskName(id)
        guard let place = live.place(of: name) else { return .gone }
        let upstreamID = live[place].upstreamName?.text
        var change = await change(name) { giveUp(&$0, as: upstreamID, reason, code, by: $1) }
        // It fails without the id, rather than never.
        if case .taken = change { change = await self.change(name) { giveUp(&$0, as: nil, reason, code, by: $1) } }
        switch change {
        case .stored(let task), .hadEnded(let task): end(name, task)
        case .failed, .taken:
            // Stored it must be before it is told; another try when the store works again.
            guard let place = live.place(of: name) else { return .gone }
            _ = live[place].poll.note(.unavailable(retryAfter: nil), at: clock.now, jitter: .random(in: 0...1))
            live[place].isAsked = false
            tell(name, nil)
            enqueue(place)
            setAlarm()
        case .gone: break
        }
        return change
    }

    private func giveUp(
        _ task: inout StoredTask, as upstreamID: String?, _ reason: String, _ code: Generation.FailureCode,
        by service: any DialectService
    ) {
        var generation = task.record.generation
        generation.state = .value(.failed)
        generation.output = .value([])
        generation.failureReason = .value(reason)
        generation.failureCode = .value(code)
        if task.upstreamID == nil { task.upstreamID = upstreamID }
        if let upstreamID = task.upstreamID { generation.id = upstreamID }
        service.advance(&task.record, to: generation, at: clock.wallTime)
        task.undergo(.givenUp)
    }

    /// Tells everyone that a task has ended, and follows it no longer.
    ///
    /// Nobody is told twice, also if two have found out at the same time.
    private func end(_ name: TaskName, _ task: StoredTask) {
        guard live.place(of: name) != nil else { return }
        drop(name, task)
        endings.yield(task.principal)
    }

    // MARK: Storing

    /// What became of a change.
    enum Change {
        /// The task is stored as it is now.
        case stored(StoredTask)
        /// The task has ended already, which was stored although that seemed to fail.
        case hadEnded(StoredTask)
        /// The store does not work; another try will follow.
        case failed
        /// The Agents API has given its id to another task as well, so that it cannot be stored with it.
        case taken
        /// The task was deleted meanwhile, and is not followed any more.
        case gone
    }

    /// Changes a task in the store.
    private func change(
        _ name: TaskName, _ body: (inout StoredTask, any DialectService) -> Void
    ) async -> Change {
        guard let place = live.place(of: name) else { return .gone }
        let service = services[Int(live[place].service)]
        do throws(StoreError) {
            guard let stored = try await store.task(name.text) else { throw StoreError.unknownTask }
            if stored.stage == .ended { return await hadEnded(stored) }
            var task = stored
            body(&task, service)
            if task != stored {
                task.updatedAt = clock.wallTime
                if let ended = try await store(task, by: service) { return await hadEnded(ended) }
            }
            if let place = live.place(of: name) { live[place].updatedAt = task.updatedAt }
            return .stored(task)
        } catch {
            if error.code == .unknownTask || error.code == .illegalChange {
                // It was deleted meanwhile, or is in a stage that only another version knows.
                drop(name)
                return .gone
            }
            log.error("cannot store a task; trying again", ["task": name.text, "error": "\(error)"])
            return error.code == .conflict ? .taken : .failed
        }
    }

    /// Stores a task, unless its end was stored since it was read; then that is returned.
    private func store(
        _ task: StoredTask, by service: any DialectService
    ) async throws(StoreError) -> StoredTask? {
        do throws(StoreError) {
            try await recorder.update(task, by: service)
            return nil
        } catch {
            guard error.code == .illegalChange, let stored = try await store.task(task.id), stored.stage == .ended
            else { throw error }
            return stored
        }
    }

    /// Sees to what follows from an end that was stored although that seemed to fail.
    private func hadEnded(_ task: StoredTask) async -> Change {
        await recorder.wake()
        return .hadEnded(task)
    }
}

extension PollState.Surrender {
    /// The reason as the legacy record gives it.
    var text: String {
        switch self {
        case .missing: "The generation is not known to the Agents API any more."
        case .overdue: "The generation did not end in time and is not followed any more."
        case .unsent: "There was no room for the generation in time; it was not submitted."
        case .inDoubt:
            "The connection was lost before the Agents API answered, so it is not known whether the generation was "
                + "created. It was not submitted again, so that it cannot be paid twice."
        }
    }
}
