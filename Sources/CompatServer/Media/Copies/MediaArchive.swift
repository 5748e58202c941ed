import Adapters
import AgentsCore

/// Copies the files of every task that ends, and removes the copies of those that are deleted.
///
/// What is to be done stands in the store, so that a restart loses nothing of it; this only knows what is being done.
actor MediaArchive {
    private struct Retry {
        var failures: Int
        var due: Duration
    }

    /// Tasks that are copied at once.
    private static let concurrency = 4
    private static let page = 100
    /// More tasks that wait for another try than this are tried again at once.
    private static let capacity = 10_000

    private let copier: MediaCopier
    private let store: any TaskStore
    private let clock: any ServerClock
    private let log: EventLog
    private var active: [String: Task<Void, Never>] = [:]
    private var retries: [String: Retry] = [:]
    private var round: Task<Void, Never>?
    private var isWanted = false
    private var isStopped = false
    private var alarm: Task<Void, Never>?

    init(_ copier: MediaCopier, store: any TaskStore, clock: any ServerClock, log: EventLog) {
        self.copier = copier
        self.store = store
        self.clock = clock
        self.log = log
    }

    /// Whether nothing is being copied or looked for.
    var isIdle: Bool { active.isEmpty && round == nil }

    /// Looks for what is to be copied or removed; returns at once.
    func wake() {
        isWanted = true
        guard !isStopped, round == nil else { return }
        round = Task { await look() }
    }

    /// Removes the copies of a task that is deleted.
    func remove(_ task: String) async {
        if let copying = active[task] {
            copying.cancel()
            await copying.value
        }
        await purge(task)
    }

    /// Copies nothing more; the next run goes on.
    func stop() async {
        isStopped = true
        alarm?.cancel()
        for copying in active.values { copying.cancel() }
        await round?.value
        while let copying = active.values.first { await copying.value }
    }

    // MARK: Rounds

    private func look() async {
        while isWanted && !isStopped {
            isWanted = false
            var isComplete = true
            do throws(StoreError) {
                for task in try await store.deletedTasksWithCopies(limit: Self.page) where active[task] == nil {
                    await purge(task)
                }
                try await begin()
            } catch {
                log.error("cannot look for files to copy", ["error": "\(error)"])
                isComplete = false
            }
            setAlarm(isComplete ? nil : clock.now + .seconds(10))
        }
        round = nil
    }

    /// Begins to copy, as far as there is room.
    private func begin() async throws(StoreError) {
        var last: UncopiedTask?
        while active.count < Self.concurrency, !isStopped {
            let tasks = try await store.uncopiedTasks(after: last, limit: Self.page)
            for task in tasks where active.count < Self.concurrency && isDue(task.id) && !isStopped {
                active[task.id] = Task { await copy(task.id) }
            }
            guard tasks.count == Self.page else { break }
            last = tasks.last
        }
    }

    private func isDue(_ task: String) -> Bool {
        active[task] == nil && (retries[task]?.due ?? .zero) <= clock.now
    }

    private func setAlarm(_ due: Duration?) {
        let next = retries.values.map(\.due).filter { $0 > clock.now }.min()
        alarm?.cancel()
        alarm = nil
        guard let due = [due, next].compactMap(\.self).min(), !isStopped else { return }
        alarm = Task { [clock] in
            guard case .some = try? await clock.sleep(until: due) else { return }
            wake()
        }
    }

    // MARK: One task

    private func copy(_ id: String) async {
        do throws(StoreError) {
            if let problem = try await copyAll(id) { retry(id, after: problem) } else { retries[id] = nil }
        } catch {
            retry(id, after: "\(error)")
        }
        active[id] = nil
        wake()
    }

    /// Copies the files of a task; returns what stands in the way, if anything does.
    private func copyAll(_ id: String) async throws(StoreError) -> String? {
        guard let task = try await store.task(id), task.stage == .ended else { return nil }
        let outputs = task.record.generation.output.value ?? []
        // Nobody renews the links of records of other services, and nothing but the Agents API's storage is called.
        guard !outputs.isEmpty, task.upstreamID != nil, copier.folder.folder(of: id) != nil else {
            try await store.note(.complete, of: id)
            return nil
        }
        try await store.note(.begun, of: id)
        for index in outputs.indices where index <= MediaLink.maximumIndex && outputs[index].url.value != nil {
            do throws(MediaCopier.Fault) {
                try await copier.copy(index, of: task)
            } catch {
                switch error {
                case .unavailable(let reason): return reason
                case .gone: log.warn("a file is gone before it was copied", ["task": id, "output": "\(index)"])
                case .tooLarge: log.warn("a file is too large to be copied", ["task": id, "output": "\(index)"])
                }
            }
        }
        try await store.note(.complete, of: id)
        return nil
    }

    private func retry(_ id: String, after problem: String) {
        if Task.isCancelled { return }
        if retries.count >= Self.capacity { retries.removeAll() }
        let failures = (retries[id]?.failures ?? 0) + 1
        let wait = Duration.seconds(min(30 << min(failures - 1, 7), 3600))
        retries[id] = Retry(failures: failures, due: clock.now + wait)
        log.warn("cannot copy the files of a task; it is tried again", ["task": id, "reason": problem])
    }

    private func purge(_ task: String) async {
        retries[task] = nil
        let folder = copier.folder
        do {
            try await copier.queue.run { () throws(SystemError) in try folder.remove(task) }
            try await store.note(.removed, of: task)
        } catch {
            log.error("cannot remove the copies of a deleted task", ["task": task, "error": "\(error)"])
        }
    }
}
