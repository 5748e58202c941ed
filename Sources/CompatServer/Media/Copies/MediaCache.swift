import AgentsCore

/// Copies files when they are first asked for, and keeps those that were asked for last.
///
/// However many ask for a file at once, it is copied once. When the copies are larger together than allowed, those go that
/// nobody has asked for the longest.
actor MediaCache {
    private struct Entry {
        var bytes: Int
        var lastUse: Int
    }

    /// Tasks whose files are copied at once.
    private static let concurrency = 16

    private let copier: MediaCopier
    private let reading: DiskQueue
    private let store: any TaskStore
    private let limit: Int
    private let log: EventLog
    /// The copies, by their tasks.
    private var entries: [String: Entry] = [:]
    private var bytes = 0
    private var uses = 0
    private var loading: Task<Void, Never>?
    private var active: [String: Task<MediaCopier.Fault?, Never>] = [:]
    private var isStopped = false

    /// Creates a cache.
    ///
    /// - Parameters:
    ///   - copier: Makes the copies.
    ///   - reading: Where copies are looked up: whoever reads does not wait for those that write.
    ///   - limit: The most bytes of all copies.
    ///   - store: Knows the tasks.
    ///   - log: Where the operator reads what happens.
    init(_ copier: MediaCopier, reading: DiskQueue, limit: Int, store: any TaskStore, log: EventLog) {
        self.copier = copier
        self.reading = reading
        self.limit = limit
        self.store = store
        self.log = log
    }

    /// The copy of an output, which is made if there is none.
    ///
    /// - Parameters:
    ///   - index: The place among the outputs.
    ///   - task: The task, which has ended.
    /// - Returns: The copy.
    /// - Throws: ``MediaCopier/Fault``.
    func copy(_ index: Int, of task: StoredTask) async throws(MediaCopier.Fault) -> MediaFolder.Copy {
        await load()
        if let copy = await found(index, of: task.id) { return copy }
        let key = "\(task.id)/\(index)"
        if active[key] == nil {
            guard active.count < Self.concurrency, !isStopped else {
                throw .unavailable("too many files are being copied")
            }
            active[key] = Task { await make(index, of: task, key) }
        }
        if let fault = await active[key]?.value { throw fault }
        guard let copy = await found(index, of: task.id) else { throw .unavailable("the copy is gone again") }
        return copy
    }

    /// Removes the copies of a task that is deleted.
    func remove(_ task: String) async {
        for (key, copying) in active where key.hasPrefix(task) {
            copying.cancel()
            _ = await copying.value
        }
        await load()
        await drop(task)
    }

    /// Looks at what an earlier run has left.
    func load() async {
        let loading = loading ?? Task { await readFolder() }
        self.loading = loading
        await loading.value
    }

    /// Copies nothing more.
    func stop() async {
        isStopped = true
        for copying in active.values { copying.cancel() }
        while let copying = active.values.first { _ = await copying.value }
    }

    // MARK: Copies

    private func found(_ index: Int, of task: String) async -> MediaFolder.Copy? {
        let folder = copier.folder
        let copy = try? await reading.run { () throws(SystemError) in folder.find(index, of: task) }
        guard let copy = copy ?? nil else { return nil }
        uses += 1
        entries[task]?.lastUse = uses
        return copy
    }

    private func make(_ index: Int, of task: StoredTask, _ key: String) async -> MediaCopier.Fault? {
        var fault: MediaCopier.Fault?
        do throws(MediaCopier.Fault) {
            try await copier.copy(index, of: task)
        } catch {
            fault = error
        }
        if case .success(nil) = await stored(task.id) {
            // Whoever asked had found the task before it was deleted.
            await drop(task.id)
            fault = .gone
        }
        await measure(task.id)
        active[key] = nil
        await evict(except: task.id)
        return fault
    }

    /// Notes how large the copies of a task are.
    private func measure(_ task: String) async {
        let folder = copier.folder
        let size = (try? await copier.queue.run { () throws(SystemError) in try folder.size(of: task) }) ?? 0
        bytes += size - (entries[task]?.bytes ?? 0)
        uses += 1
        entries[task] = size == 0 ? nil : Entry(bytes: size, lastUse: uses)
    }

    private func evict(except current: String) async {
        while bytes > limit {
            let idle = entries.filter { entry in
                entry.key != current && !active.keys.contains { $0.hasPrefix(entry.key) }
            }
            let oldest = idle.min { $0.value.lastUse < $1.value.lastUse }
            guard let oldest else { return }
            await drop(oldest.key)
        }
    }

    private func drop(_ task: String) async {
        bytes -= entries.removeValue(forKey: task)?.bytes ?? 0
        let folder = copier.folder
        do throws(SystemError) {
            try await copier.queue.run { () throws(SystemError) in try folder.remove(task) }
        } catch {
            log.error("cannot remove copies", ["task": task, "error": "\(error)"])
        }
    }

    private func readFolder() async {
        let folder = copier.folder
        let tasks = (try? await copier.queue.run { () throws(SystemError) in try folder.tasks() }) ?? []
        for task in tasks {
            if case .success(nil) = await stored(task) { await drop(task) } else { await measure(task) }
        }
        await evict(except: "")
    }

    private func stored(_ task: String) async -> Result<StoredTask?, StoreError> {
        do throws(StoreError) {
            return .success(try await store.task(task))
        } catch {
            return .failure(error)
        }
    }
}
