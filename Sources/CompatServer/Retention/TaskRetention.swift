import AgentsCore

/// Lets go of tasks that have ended and are older than they are kept, and gives their space back.
///
/// It goes in small steps, each of which is a write among others, so that nobody waits for it.
actor TaskRetention {
    /// How often it looks.
    static let interval = Duration.seconds(3600)
    /// Tasks that are let go with one write.
    static let batch = 64
    /// How long ids of deleted tasks are kept: as long as the key of the submission may be used again.
    static let tombstoneAge = IdempotencyKey.lifetime

    private let options: RetentionOptions
    private let store: any TaskStore
    private let watch: ClockWatch
    private let clock: any ServerClock
    private let log: EventLog
    /// Forgets what else is known of a task.
    private let forget: @Sendable (String) async -> Void
    private var round: Task<Void, Never>?
    private var isStopped = false

    init(
        _ options: RetentionOptions, store: any TaskStore, watch: ClockWatch, clock: any ServerClock, log: EventLog,
        forget: @escaping @Sendable (String) async -> Void
    ) {
        self.options = options
        self.store = store
        self.watch = watch
        self.clock = clock
        self.log = log
        self.forget = forget
    }

    /// Looks now and from time to time; not at all where everything is kept.
    func start() {
        guard !options.keepsAll, !isStopped, round == nil else { return }
        round = Task { await goRound() }
    }

    /// Ends with the step that is being made.
    func stop() async {
        isStopped = true
        round?.cancel()
        await round?.value
    }

    private func goRound() async {
        while !isStopped {
            do throws(StoreError) {
                let count = try await pass()
                if count > 0 { log.info("let old tasks go", ["tasks": "\(count)"]) }
            } catch {
                log.error("cannot let old tasks go; trying again", ["error": "\(error)"])
            }
            do throws(CancellationError) {
                try await clock.sleep(until: clock.now + Self.interval)
            } catch {
                return
            }
        }
    }

    /// Lets go of what is due.
    ///
    /// - Returns: How many tasks that were.
    /// - Throws: ``StoreError``.
    func pass() async throws(StoreError) -> Int {
        var count = 0
        let isTrusted = watch.isTrusted
        let time = clock.wallTime
        if let age = options.age, isTrusted { count += try await outlive(upTo: .last(at: time + (.zero - age))) }
        if let most = options.count, let end = try await store.endedTask(before: nil, by: most + 1) {
            count += try await outlive(upTo: end)
        }
        if isTrusted { try await forgetDeleted(before: time + (.zero - Self.tombstoneAge)) }
        while !isStopped, try await store.giveSpaceBack() {}
        return count
    }

    private func outlive(upTo end: TaskPlace) async throws(StoreError) -> Int {
        var count = 0
        var last: TaskPlace?
        while !isStopped {
            let tasks = try await store.endedTasks(after: last, upTo: end, limit: Self.batch)
            guard !tasks.isEmpty else { break }
            let outlived = try await store.outlive(tasks.map(\.id), at: clock.wallTime)
            for id in outlived { await forget(id) }
            count += outlived.count
            last = tasks.last
        }
        return count
    }

    private func forgetDeleted(before time: WallTime) async throws(StoreError) {
        while !isStopped, try await store.forgetDeleted(before: time, limit: Self.batch) == Self.batch {}
    }
}
