import Adapters
import AgentsCore

/// What is done with the files of every task that ends, as ``MediaRounds`` has it done.
protocol MediaChore: Sendable {
    /// Tasks that it is done with at once.
    var concurrency: Int { get }
    /// What the operator reads when it could not be done and is tried again.
    var complaint: StaticString { get }
    /// What the operator reads when something of a deleted task could not be removed and is tried again.
    var leftover: StaticString { get }

    /// Removes what is left of tries that came to no end, in this run or in an earlier one; nothing is being done then.
    func tidy() async

    /// Tasks that it is to be done with, the oldest first.
    ///
    /// - Parameters:
    ///   - last: The task behind which they begin; nothing to begin.
    ///   - limit: The most tasks.
    /// - Returns: The tasks; fewer than the limit if there are no more.
    /// - Throws: ``StoreError``.
    func tasks(after last: TaskPlace?, limit: Int) async throws(StoreError) -> [TaskPlace]

    /// Deleted tasks of which something may be left, ordered by id.
    ///
    /// - Parameters:
    ///   - last: The id behind which they begin; nothing to begin.
    ///   - limit: The most tasks.
    /// - Returns: Their own ids; fewer than the limit if there are no more.
    /// - Throws: ``StoreError``.
    func deletedTasks(after last: String?, limit: Int) async throws(StoreError) -> [String]

    /// Does it with a task, and has it written down.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - failures: How often it could not be done before.
    /// - Returns: What stands in the way; nothing if it is done.
    /// - Throws: ``StoreError``; it is tried again then.
    func perform(_ id: String, after failures: Int) async throws(StoreError) -> String?

    /// Removes what there is of a task that is deleted.
    ///
    /// - Parameter id: The task's own id.
    /// - Returns: What stands in the way; nothing if it is gone.
    func discard(_ id: String) async -> String?
}

/// Has something done with the files of every task that ends, with some tasks at once, and again later where it failed.
///
/// What is to be done stands in the store, so that a restart loses nothing of it; this only knows what is being done.
actor MediaRounds {
    private struct Retry {
        var failures: Int
        var due: Duration
    }

    private static let page = 100
    /// More tasks that wait for another try than this are tried again at once.
    private static let capacity = 10_000

    private let chore: any MediaChore
    /// Does something with the same files when this is done with them.
    private let successor: MediaRounds?
    private let clock: any ServerClock
    private let log: EventLog
    private var active: [String: Task<Void, Never>] = [:]
    private var retries: [String: Retry] = [:]
    private var round: Task<Void, Never>?
    private var isTidy = false
    private var isWanted = false
    private var isStopped = false
    private var alarm: Task<Void, Never>?

    init(_ chore: any MediaChore, before successor: MediaRounds? = nil, clock: any ServerClock, log: EventLog) {
        self.chore = chore
        self.successor = successor
        self.clock = clock
        self.log = log
    }

    /// Looks for what is to be done; returns at once.
    func wake() {
        isWanted = true
        guard !isStopped, round == nil else { return }
        round = Task { await look() }
    }

    /// Removes what there is of a task that is deleted.
    func remove(_ task: String) async {
        if let performing = active[task] {
            performing.cancel()
            await performing.value
        }
        await discard(task)
    }

    /// Does nothing more; the next run goes on.
    func stop() async {
        isStopped = true
        alarm?.cancel()
        for performing in active.values { performing.cancel() }
        await round?.value
        while let performing = active.values.first { await performing.value }
        await chore.tidy()
    }

    // MARK: Rounds

    private func look() async {
        if !isTidy {
            await chore.tidy()
            isTidy = true
        }
        while isWanted && !isStopped {
            isWanted = false
            // One for all of the look: what comes due meanwhile is left out, and then the alarm is for it.
            let now = clock.now
            var isComplete = true
            do throws(StoreError) {
                try await discardDeleted(at: now)
                try await begin(at: now)
            } catch {
                log.error("cannot look for files of tasks", ["error": "\(error)"])
                isComplete = false
            }
            setAlarm(isComplete ? nil : now + .seconds(10), at: now)
        }
        round = nil
    }

    /// Removes what there is of deleted tasks.
    private func discardDeleted(at now: Duration) async throws(StoreError) {
        var last: String?
        while !isStopped {
            let tasks = try await chore.deletedTasks(after: last, limit: Self.page)
            for task in tasks where isDue(task, at: now) && !isStopped { await discard(task) }
            guard tasks.count == Self.page else { break }
            last = tasks.last
        }
    }

    /// Begins with tasks, as far as there is room.
    private func begin(at now: Duration) async throws(StoreError) {
        var last: TaskPlace?
        while active.count < chore.concurrency, !isStopped {
            let tasks = try await chore.tasks(after: last, limit: Self.page)
            for task in tasks where active.count < chore.concurrency && isDue(task.id, at: now) && !isStopped {
                active[task.id] = Task { await perform(task.id) }
            }
            guard tasks.count == Self.page else { break }
            last = tasks.last
        }
    }

    private func isDue(_ task: String, at now: Duration) -> Bool {
        active[task] == nil && (retries[task]?.due ?? .zero) <= now
    }

    private func setAlarm(_ due: Duration?, at now: Duration) {
        let next = retries.values.map(\.due).filter { $0 > now }.min()
        alarm?.cancel()
        alarm = nil
        guard let due = [due, next].compactMap(\.self).min(), !isStopped else { return }
        alarm = Task { [clock] in
            guard case .some = try? await clock.sleep(until: due) else { return }
            wake()
        }
    }

    // MARK: One task

    private func perform(_ id: String) async {
        do throws(StoreError) {
            if let problem = try await chore.perform(id, after: retries[id]?.failures ?? 0) {
                retry(id, after: problem)
            } else {
                retries[id] = nil
                await successor?.wake()
            }
        } catch {
            retry(id, after: "\(error)")
        }
        active[id] = nil
        wake()
    }

    private func retry(_ id: String, after problem: String) {
        if Task.isCancelled { return }
        postpone(id)
        log.warn(chore.complaint, ["task": id, "reason": problem])
    }

    /// Waits with the next try, the longer the more often it has failed.
    private func postpone(_ id: String) {
        if retries.count >= Self.capacity { retries.removeAll() }
        let failures = (retries[id]?.failures ?? 0) + 1
        let wait = Duration.seconds(min(30 << min(failures - 1, 7), 3600))
        retries[id] = Retry(failures: failures, due: clock.now + wait)
    }

    private func discard(_ task: String) async {
        if let problem = await chore.discard(task) {
            postpone(task)
            log.error(chore.leftover, ["task": task, "reason": problem])
        } else {
            retries[task] = nil
        }
    }
}
