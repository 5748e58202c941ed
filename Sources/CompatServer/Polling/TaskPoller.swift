import Adapters
import AgentsCore

/// Follows every unfinished task: asks the Agents API when it is time, stores what it learns, and tells those who wait.
///
/// However many clients ask after a task, they share one question a second. An answer is stored before anyone hears of it. Of
/// a task it knows when to ask and whom; the rest is read from the store where an answer says something new.
actor TaskPoller {
    /// Settings.
    struct Options: Sendable {
        /// What every delay of the cadence is divided by.
        var speed = 1.0
        /// Questions that may be on their way at once, with all keys together.
        var concurrency = 192
        /// What one key may do.
        var key = KeyPace.Limits()
        /// How long a task may take before it is given up.
        var lifetime = Duration.seconds(7200)
        /// How long after a lost reply a task is given up.
        var doubtWindow = Duration.seconds(600)
        /// How long a task is asked after at least that is taken up, also if its time was over while nobody ran.
        var lastLook = Duration.seconds(600)
        /// How long a client waits for a fresh answer before it gets what was last known.
        var patience = Duration.seconds(5)
        /// The time from one question to the next in the beginning of a run, unless that took too long for all of them.
        var resumptionStep = Duration.milliseconds(20)
        /// How long it may take at most until every task of an earlier run was asked after.
        var resumptionWindow = Duration.seconds(60)
    }

    /// Why a task is followed from now on.
    enum Start: Sendable {
        /// It was accepted, or waits to be.
        case submission
        /// An earlier run has left it; it is asked after when ``beginResumed()`` says so.
        case resumption
        /// A client asks for it now.
        case question
    }

    let options: Options
    let recorder: TaskRecorder
    let store: any TaskStore
    let client: GenerationClient
    let clock: any ServerClock
    let metrics: Metrics
    let log: EventLog
    /// Hears of each task that ends, by its principal.
    let endings: AsyncStream<Fingerprint>.Continuation

    var live = LiveTasks()
    var keys = KeyTable()
    var agenda: PollAgenda
    var services: [any DialectService] = []
    /// Those who wait, by the task.
    var waiters: [TaskName: [Int: Waiter]] = [:]
    var lastWaiter = 0
    /// Questions on their way, what follows from their answers included.
    var running = 0
    var alarm: (due: Duration, task: Task<Void, Never>)?
    /// When somebody has to look for tasks that take too long; none of them is given up earlier.
    var nextSweep: Duration?
    var isStopped = false
    /// Tasks of an earlier run that nobody has been asked after yet.
    private var resumed: [UInt32] = []

    init(
        _ options: Options, recorder: TaskRecorder, client: GenerationClient,
        endings: AsyncStream<Fingerprint>.Continuation, clock: any ServerClock, metrics: Metrics, log: EventLog
    ) {
        self.endings = endings
        self.options = options
        self.recorder = recorder
        store = recorder.store
        self.client = client
        self.clock = clock
        self.metrics = metrics
        self.log = log
        var limits = options.key
        limits.rate *= options.speed
        agenda = PollAgenda(limits)
    }

    /// Tasks that are followed.
    var count: Int { live.count }

    /// What there is to do.
    var load: (liveTasks: Int, running: Int, lateness: Duration) {
        (live.count, running, agenda.lateness(at: clock.now))
    }

    // MARK: Following

    /// Starts to follow a task.
    ///
    /// - Parameters:
    ///   - stored: The task as it is stored.
    ///   - service: The service of its dialect.
    ///   - credential: The key to ask with; without one the task waits for somebody to bring it.
    ///   - start: Why it is followed from now on.
    func follow(
        _ stored: StoredTask, service: any DialectService, credential: Credential?, start: Start = .submission
    ) {
        let name = TaskName(stored.id)
        guard !isStopped, replaces(stored, name) else { return }
        let (key, isNew) = keys.use(stored.principal, credential)
        if isNew { agenda.open(key, isKnown: credential != nil) } else { bring(credential, key) }
        let task = LiveTask(
            name: name, upstreamName: stored.upstreamID.map(TaskName.init), traceName: TaskName(stored.traceID),
            isWaiting: stored.stage == .waiting, service: place(of: service), key: key,
            poll: poll(of: stored, service, isDueNow: start != .submission),
            // What was just accepted may not be in the store as it is.
            mark: start == .submission ? nil : stored.record.generation.mark, updatedAt: stored.updatedAt)
        if let old = live.remove(name) { keys.release(old.key) }
        let place = live.insert(task)
        nextSweep = min(nextSweep ?? task.poll.deadline, task.poll.deadline)
        if start == .resumption && task.upstreamName != nil { resumed.append(place) } else { enqueue(place) }
        setAlarm()
    }

    /// Whether a task is to be followed as it is now: one that waited to be sent is followed anew once it was.
    private func replaces(_ stored: StoredTask, _ name: TaskName) -> Bool {
        guard let place = live.place(of: name) else { return true }
        let task = live[place]
        return task.upstreamName == nil
            && (stored.upstreamID != nil || task.isWaiting != (stored.stage == .waiting)
                || task.updatedAt != stored.updatedAt)
    }

    private func poll(of stored: StoredTask, _ service: any DialectService, isDueNow: Bool) -> PollState {
        let (now, time) = (clock.now, clock.wallTime)
        let isInDoubt = stored.upstreamID == nil && stored.stage != .waiting
        let lifetime = isInDoubt ? options.doubtWindow / options.speed : options.lifetime
        let isAskedAtOnce = isDueNow && stored.upstreamID != nil
        // Only what an earlier run has left is as old as the world's clock says.
        let age = isDueNow ? max(time - stored.createdAt, .zero) : .zero
        let rest = max(lifetime - age, isAskedAtOnce ? options.lastLook : .zero)
        return PollState(
            PollCadence(
                for: stored.record.generation.type.value, speed: options.speed,
                isProgressAwaited: recorder.isProgressAwaited(stored, service)), now: now,
            deadline: now + rest, isDueNow: isAskedAtOnce, silence: max(time - stored.updatedAt, .zero))
    }

    private func place(of service: any DialectService) -> UInt8 {
        if let place = services.firstIndex(where: { $0.dialect == service.dialect }) { return UInt8(place) }
        services.append(service)
        return UInt8(services.count - 1)
    }

    /// Begins to ask after the tasks of an earlier run: one after another and not all at once, as many as there are.
    func beginResumed() {
        guard !isStopped else { return }
        let count = resumed.count
        let window = min(options.resumptionStep * count, options.resumptionWindow) / options.speed
        for (index, place) in resumed.enumerated() {
            live[place].poll.putOff(until: clock.now + window * index / max(count, 1))
            enqueue(place)
        }
        resumed = []
        advance()
    }

    /// A task as it is now: asked after within the last second, unless that takes too long.
    ///
    /// - Parameters:
    ///   - task: The task as somebody has read it from the store.
    ///   - credential: The key of the client that asks.
    /// - Returns: The task; nothing if it is not followed.
    func refreshed(_ task: StoredTask, credential: Credential) async -> StoredTask? {
        let name = TaskName(task.id)
        guard let place = live.place(of: name) else { return nil }
        let (now, known) = (clock.now, live[place])
        bring(credential, known.key)
        // Too early, because it was asked just now or the Agents API has said when to come back; or too late, because the
        // task is given up as soon as that can be stored.
        guard known.upstreamName != nil,
            known.isAsked || !known.poll.isFresh(at: now) && known.poll.deadline > now
        else {
            return await latest(task)
        }
        if !known.isAsked {
            live[place].poll.bringForward(at: now)
            // Whatever has changed when it is due: an entry of the agenda that says otherwise is none.
            if live[place].poll.due != known.poll.due { enqueue(place) }
            advance()
        }
        guard live[place].isAsked || live[place].poll.due <= now && agenda.hasRoomSoon(known.key, at: now) else {
            return await latest(task)
        }
        if let news = await wait(for: name, until: .answer, within: options.patience) { return news }
        return await latest(task)
    }

    /// A task as it is stored now.
    ///
    /// - Parameter task: The task as somebody knows it, which is as it is stored unless it has changed since.
    /// - Returns: The task; nothing if it is not followed.
    func latest(_ task: StoredTask) async -> StoredTask? {
        guard let place = live.place(of: TaskName(task.id)) else { return nil }
        if live[place].updatedAt == task.updatedAt { return task }
        do throws(StoreError) {
            return try await store.task(task.id) ?? task
        } catch {
            return task
        }
    }

    /// Somebody has a key; one that was not accepted, or was not there, is tried.
    private func bring(_ credential: Credential?, _ key: UInt32) {
        guard let credential, agenda.isRefused(key) || keys[key] == nil else { return }
        keys[key] = credential
        agenda.retry(key, at: clock.now)
        setAlarm()
    }

    /// Waits for the end of a task.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - duration: How long.
    /// - Returns: The task, ended; nothing if it has not, or is not followed.
    func end(of id: String, within duration: Duration) async -> StoredTask? {
        await wait(for: TaskName(id), until: .end, within: duration)
    }

    /// Follows a task no longer, because it was deleted, and lets go of everyone who waits for it.
    func drop(_ id: String) {
        drop(TaskName(id))
    }

    /// Follows a task no longer, and lets go of everyone who waits for it.
    func drop(_ name: TaskName, _ news: StoredTask? = nil) {
        release(name, news)
        if let task = live.remove(name) { keys.release(task.key) }
    }

    /// Asks nobody any more, and lets go of everyone who waits.
    func stop() {
        isStopped = true
        alarm?.task.cancel()
        alarm = nil
        for name in Array(waiters.keys) { release(name, nil) }
        live = LiveTasks()
    }
}
