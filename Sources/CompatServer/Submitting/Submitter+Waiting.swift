import Adapters
import AgentsCore

/// A submission that is stored, and what is sent for it.
struct WaitingSubmission: Sendable {
    /// The task as it is stored.
    var stored: StoredTask
    /// What is sent; the ids in it are the Agents API's.
    let request: GenerationRequest
    let service: any DialectService
    let credential: Credential
    /// Whether the client was told that it is queued, so that its task must stay whatever becomes of it.
    var isPromised = false

    init(stored: StoredTask, request: GenerationRequest, service: any DialectService, _ principal: Principal) {
        self.init(stored: stored, request: request, service: service, credential: principal.credential)
    }

    init(stored: StoredTask, request: GenerationRequest, service: any DialectService, credential: Credential) {
        self.stored = stored
        self.request = request
        self.service = service
        self.credential = credential
    }
}

// Submissions that wait until the Agents API has room for them.

extension Submitter {
    /// Puts a submission into its principal's line, and tells the client that it is queued.
    ///
    /// - Parameters:
    ///   - submission: The submission; nothing came of it so far.
    ///   - pause: How long the Agents API wants to be left alone; nothing if nobody has asked it.
    /// - Returns: The task; a failure if the line is full, or it cannot be stored that the submission waits.
    func enterLine(_ submission: WaitingSubmission, pause: Duration?) async -> Result<StoredTask, Rejection> {
        let (id, principal) = (submission.stored.id, submission.stored.principal)
        // Without the key nobody could send it after a crash.
        await keepCredential(submission.credential, of: principal)
        let isThere = waiting[id] != nil
        guard isThere || isStopped || !submission.isPromised else {
            return .failure(Rejection(Failure(.unknownTask, "the generation was deleted")))
        }
        // Before it is stored that it waits it is not sent again.
        guard isThere || isStopped || line.enter(id, of: principal, at: clock.now, isHeld: true) else {
            metrics.submissions.add(.refused)
            return .failure(await freeing(submission.stored, Self.lineIsFull))
        }
        let intent = submission.stored
        var submission = submission
        submission.stored.undergo(.queued)
        submission.stored.updatedAt = clock.wallTime
        let wasPromised = submission.isPromised
        submission.isPromised = true
        if !isStopped { waiting[id] = submission }
        if !isThere, let pause { line.pause(id, for: pause, at: clock.now) }
        do throws(StoreError) {
            try await store.update(submission.stored, toSend: submission.request.json())
        } catch {
            log.error("cannot store that a submission waits", ["task": id, "error": "\(error)"])
            guard wasPromised else {
                // After a crash it would look as if it had been sent.
                leaveLine(id)
                metrics.submissions.add(pause == nil ? .notSent : .refused)
                return .failure(await freeing(intent, Failure(error)))
            }
        }
        if isStopped { return .success(submission.stored) }
        if isThere {
            line.pause(id, for: pause, at: clock.now)
        } else {
            metrics.submissions.add(.queued)
            await poller.follow(submission.stored, service: submission.service, credential: submission.credential)
            line.release(id)
            log.info("a submission waits for room", ["task": id, "waiting": "\(line.count)"])
        }
        setAlarm()
        return .success(submission.stored)
    }

    private static let lineIsFull = Failure(
        .rateLimited, "Too many generations are unfinished, and too many wait; try again later.", upstreamStatus: 429,
        retryAfter: Int(WaitingLine.usualPause.inSeconds))

    /// Takes a submission out of its line: it was deleted.
    func leaveLine(_ id: String) {
        waiting[id] = nil
        line.leave(id)
        setAlarm()
    }

    /// Hears of generations that end, from the first submission: who waits later must not hear of what ended before.
    func listen() {
        guard listener == nil, !isStopped else { return }
        listener = Task { [endings] in
            for await principal in endings { makeRoom(for: principal) }
        }
    }

    /// Sends what waits for room, because there may be some.
    private func makeRoom(for principal: Fingerprint) {
        guard line.isOccupied(by: principal) else { return }
        line.makeRoom(for: principal, at: clock.now)
        advanceLines()
    }

    private func advanceLines() {
        for id in line.overdue(at: clock.now) { abandon(id) }
        for id in line.due(at: clock.now) { Task { await counted { await sendFirst(id) } } }
        setAlarm()
    }

    /// Sends the first of a line; it is an intent meanwhile, so that no crash can make it be sent twice.
    private func sendFirst(_ id: String) async {
        // Whatever the line says, nothing is sent that is on its way.
        guard !isStopped, let submission = waiting[id], onTheirWay.insert(id).inserted else { return }
        await sendFirst(submission)
        onTheirWay.remove(id)
        advanceLines()
    }

    private func sendFirst(_ submission: WaitingSubmission) async {
        let id = submission.stored.id
        var submission = submission
        submission.stored.undergo(.sent)
        do throws(StoreError) {
            try await store.update(submission.stored)
        } catch {
            if error.code == .unknownTask { return leaveLine(id) }
            log.error("cannot store an intent; it waits on", ["task": id, "error": "\(error)"])
            return line.pause(id, for: Self.retryPause, at: clock.now)
        }
        switch await send(submission) {
        case .success(let task): if task.stage != .waiting { leaveLine(id) }
        case .failure(let rejection) where rejection.fate == .unknown: leaveLine(id)
        case .failure(let rejection): await fail(id, rejection.failure.message)
        }
    }

    /// Gives up what has waited for too long.
    private func abandon(_ id: String) {
        guard waiting[id] != nil else { return }
        // At once, or it could be sent all the same.
        leaveLine(id)
        Task { await fail(id, "The Agents API had no room for the generation in time; it was not submitted.") }
    }

    /// Fails a task that its client was told is queued; as long as that cannot be stored, again and again.
    func fail(_ id: String, _ reason: String) async {
        leaveLine(id)
        guard case .failed = await poller.fail(id, reason) else { return }
        repeatLater { submitter in
            if case .failed = await submitter.poller.fail(id, reason) { false } else { true }
        }
    }

    /// Sees to it that somebody wakes up when something is due.
    func setAlarm() {
        guard !isStopped, let moment = line.nextMoment else {
            alarm?.task.cancel()
            alarm = nil
            return
        }
        if let alarm, alarm.moment <= moment { return }
        alarm?.task.cancel()
        alarm = (moment, Task { await ring(at: moment) })
    }

    private func ring(at moment: Duration) async {
        do {
            try await clock.sleep(until: moment)
        } catch {
            return
        }
        guard alarm?.moment == moment else { return }
        alarm = nil
        advanceLines()
    }

    /// Sends nothing any more; the next run goes on.
    func stop() {
        isStopped = true
        alarm?.task.cancel()
        alarm = nil
        listener?.cancel()
        line = WaitingLine()
        waiting = [:]
    }
}
