import Adapters
import AgentsCore

/// Follows every unfinished task: asks the Agents API when it is time, stores what it learns, and tells those who wait.
///
/// However many clients ask after a task, they share one question a second. An answer is stored before anyone hears of it.
actor TaskPoller {
    /// Settings.
    struct Options: Sendable {
        /// What every delay of the cadence is divided by.
        var speed = 1.0
        /// Questions that may be on their way at once.
        var concurrency = 64
        /// How long a task may take before it is given up.
        var lifetime = Duration.seconds(7200)
        /// How long after a lost reply a task is given up.
        var doubtWindow = Duration.seconds(600)
        /// How long a client waits for a fresh answer before it gets what was last known.
        var patience = Duration.seconds(5)
    }

    /// A task and everything that goes on about it.
    struct LiveTask {
        var stored: StoredTask
        let service: any DialectService
        var credential: Credential?
        var poll: PollState
        /// Whether a question is waiting for its turn or on its way.
        var isAsked = false
        var waiters: [Int: Waiter] = [:]
    }

    let options: Options
    let recorder: TaskRecorder
    let client: GenerationClient
    let clock: any ServerClock
    let log: EventLog
    /// Hears of each task that ends, by its principal.
    let endings: AsyncStream<Fingerprint>.Continuation

    /// The tasks, by their own ids.
    var live: [String: LiveTask] = [:]
    var queue = DueQueue()
    /// Tasks whose question waits until fewer are on their way.
    var backlog: [String] = []
    /// Questions on their way.
    var running = 0
    var alarm: (due: Duration, task: Task<Void, Never>)?
    var lastWaiter = 0
    private var isStopped = false

    init(
        _ options: Options, recorder: TaskRecorder, client: GenerationClient,
        endings: AsyncStream<Fingerprint>.Continuation, clock: any ServerClock, log: EventLog
    ) {
        self.endings = endings
        self.options = options
        self.recorder = recorder
        self.client = client
        self.clock = clock
        self.log = log
    }

    /// Tasks that are followed.
    var count: Int { live.count }

    // MARK: Following

    /// Starts to follow a task.
    ///
    /// - Parameters:
    ///   - stored: The task as it is stored.
    ///   - service: The service of its dialect.
    ///   - credential: The key to ask with; without one the task waits for somebody to bring it.
    ///   - isDueNow: Whether to ask at once, as after a restart.
    func follow(
        _ stored: StoredTask, service: any DialectService, credential: Credential?, isDueNow: Bool = false
    ) {
        // One that waited to be sent is followed anew once it was.
        guard !isStopped, live[stored.id].map({ $0.stored.upstreamID == nil && $0.stored != stored }) ?? true else {
            return
        }
        let now = clock.now
        let isInDoubt = stored.upstreamID == nil && stored.stage != .waiting
        let lifetime = isInDoubt ? options.doubtWindow / options.speed : options.lifetime
        let age = max(clock.wallTime - stored.createdAt, .zero)
        let poll = PollState(
            PollCadence(
                for: stored.record.generation.type.value, speed: options.speed,
                isProgressAwaited: recorder.isProgressAwaited(stored, service)), now: now,
            deadline: now + lifetime - age, isDueNow: isDueNow && stored.upstreamID != nil)
        let waiters = live[stored.id]?.waiters ?? [:]
        live[stored.id] = LiveTask(
            stored: stored, service: service, credential: credential, poll: poll, waiters: waiters)
        enqueue(stored.id)
    }

    /// A task that is followed, as it was last stored.
    func current(_ id: String) -> StoredTask? {
        live[id]?.stored
    }

    /// A task as it is now: asked after within the last second, unless that takes too long.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - credential: The key of the client that asks.
    /// - Returns: The task; nothing if it is not followed.
    func refreshed(_ id: String, credential: Credential) async -> StoredTask? {
        guard var task = live[id] else { return nil }
        let due = task.poll.due
        if task.credential == nil || task.poll.isPaused {
            task.credential = credential
            task.poll.resume(at: clock.now)
        }
        let isAskedAfter = task.stored.upstreamID != nil && (!task.poll.isFresh(at: clock.now) || task.isAsked)
        if isAskedAfter { task.poll.bringForward(at: clock.now) }
        live[id] = task
        // Whatever has changed when it is due: an entry of the queue that says otherwise is none.
        if task.poll.due != due && !task.isAsked { enqueue(id) }
        // Too early, because it was asked just now or the Agents API has said when to come back.
        guard isAskedAfter, task.isAsked || task.poll.due <= clock.now else { return task.stored }
        return await wait(for: id, until: .answer, within: options.patience)
    }

    /// Waits for the end of a task.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - duration: How long.
    /// - Returns: The task, ended or as it was last stored; nothing if it is not followed.
    func end(of id: String, within duration: Duration) async -> StoredTask? {
        await wait(for: id, until: .end, within: duration)
    }

    /// Follows a task no longer, because it was deleted, and lets go of everyone who waits for it.
    func drop(_ id: String) {
        release(id)
        live[id] = nil
    }

    /// Asks nobody any more, and lets go of everyone who waits.
    func stop() {
        isStopped = true
        alarm?.task.cancel()
        alarm = nil
        for id in Array(live.keys) { release(id) }
        live = [:]
    }
}
