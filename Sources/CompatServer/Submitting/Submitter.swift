import Adapters
import AgentsCore

/// Takes submissions to the Agents API, each of them once.
///
/// An intent is stored before anything is sent, so that no crash can hide a submission; a request whose fate is unknown is
/// never sent again. Submissions go on when the client hangs up.
actor Submitter {
    let store: any TaskStore
    let recorder: TaskRecorder
    let targets: CallbackTargets
    let links: MediaLinks?
    let client: GenerationClient
    let poller: TaskPoller
    let watch: ClockWatch
    let clock: any ServerClock
    let secret: ServerSecret
    let metrics: Metrics
    let log: EventLog

    var recent = RecentSubmissions()
    /// Principals whose key is kept already.
    var keptCredentials: Set<Fingerprint> = []
    /// Submissions that are being made.
    var attempts: [String: Attempt] = [:]
    /// What recent submissions came to that have no task to show for it, and may have a generation.
    var failures: [String: Failure] = [:]
    /// What submissions came to whose intents could not be freed yet, for as long as that takes.
    var unfreed: [String: Failure] = [:]
    /// Submissions with an idempotency key among the recent ones.
    var keyed: [Name: Keyed] = [:]
    /// Their names, by the task's own id.
    var names: [String: Name] = [:]
    /// Answers that have left, and are not noted in the store yet.
    var delivered: [String: WallTime] = [:]
    var noting: Task<Void, Never>?
    /// Submissions that something is being done about.
    var busyCount = 0
    /// Hears when nothing is done any more.
    var idleness: AsyncStream<Never>.Continuation?
    var line = WaitingLine()
    /// What is sent for those who stand in line, when there is room.
    var waiting: [String: WaitingSubmission] = [:]
    /// Those of them that are being sent.
    var onTheirWay: Set<String> = []
    var alarm: (moment: Duration, task: Task<Void, Never>)?
    /// Principals of generations that end.
    let endings: AsyncStream<Fingerprint>
    var listener: Task<Void, Never>?
    var lastCleaning: Duration
    /// Whether nothing is sent any more.
    var isStopped = false

    typealias Attempt = Task<Result<StoredTask, Failure>, Never>

    init(
        recorder: TaskRecorder, targets: CallbackTargets, links: MediaLinks?, client: GenerationClient,
        poller: TaskPoller, endings: AsyncStream<Fingerprint>, watch: ClockWatch, clock: any ServerClock,
        secret: ServerSecret, metrics: Metrics, log: EventLog
    ) {
        self.recorder = recorder
        self.targets = targets
        self.links = links
        store = recorder.store
        self.client = client
        self.poller = poller
        self.endings = endings
        self.watch = watch
        self.clock = clock
        lastCleaning = clock.now
        self.secret = secret
        self.metrics = metrics
        self.log = log
    }

    /// What a submission comes with.
    struct Order: Sendable {
        let submission: Submission
        let service: any DialectService
        let principal: Principal
        /// The route's pattern, which is part of what makes two submissions equal.
        let operation: String
        let traceID: String
        let attempt: RecentSubmissions.Attempt
        let key: IdempotencyKey?
    }

    /// A submission that was taken.
    struct Ticket: Sendable {
        /// Who waits for the answer.
        let caller: RecentSubmissions.Caller
        /// The task, or why there is none.
        let result: Result<StoredTask, Failure>
    }

    /// Submits, or joins the earlier submission that this one repeats.
    ///
    /// - Parameter order: What to submit, and for whom.
    /// - Returns: The task once the Agents API has answered, or lost the answer.
    func submit(_ order: Order) async -> Ticket {
        expire()
        let content = secret.fingerprint(of: Credential("\(order.operation)\n\(order.submission.body)"))
        let key = RecentSubmissions.Key(principal: order.principal.fingerprint, content: content)
        if let name = order.key { return await submit(order, key, name.fingerprint(by: secret)) }
        if let caller = recent.join(key, order.attempt, at: clock.now) {
            log.info("joined a retry to its submission", ["task": caller.id, "trace": order.traceID])
            return await follow(caller)
        }
        return await begin(order, key, nil)
    }

    /// Submits something new.
    func begin(_ order: Order, _ key: RecentSubmissions.Key, _ name: Fingerprint?) async -> Ticket {
        listen()
        let id = randomUUID()
        let caller = recent.add(id, key, at: clock.now)
        if let name { remember(id, key, name) }
        let submission = StoredSubmission(
            task: id, principal: key.principal, content: key.content, key: name, time: clock.wallTime)
        let attempt = Task { await self.attempt(order, submission) }
        attempts[id] = attempt
        return await wait(for: attempt, as: caller)
    }

    /// Waits with a retry for what its submission comes to, or came to.
    func follow(_ caller: RecentSubmissions.Caller) async -> Ticket {
        metrics.submissions.add(.joined)
        takeBack(caller)
        if let attempt = attempts[caller.id] { return await wait(for: attempt, as: caller) }
        if let failure = failures[caller.id] ?? unfreed[caller.id] {
            return Ticket(caller: caller, result: .failure(failure))
        }
        do throws(StoreError) {
            if let task = try await store.task(caller.id) { return Ticket(caller: caller, result: .success(task)) }
            return Ticket(caller: caller, result: .failure(Failure(.unknownTask, "the generation was deleted")))
        } catch {
            log.error("cannot look a submission up", ["task": caller.id, "error": "\(error)"])
            return Ticket(caller: caller, result: .failure(Failure(error)))
        }
    }

    /// Waits for a submission, and notes at once if the client hangs up meanwhile: its retry may be on its way.
    func wait(
        for attempt: Attempt, as caller: RecentSubmissions.Caller
    ) async -> Ticket {
        let result = await withTaskCancellationHandler {
            await attempt.value
        } onCancel: {
            Task { await self.note(caller, .undelivered) }
        }
        return Ticket(caller: caller, result: result)
    }

    /// Lets no retry join a submission any more, and sends it no more: its task was deleted.
    func forget(_ id: String) {
        release(id)
        leaveLine(id)
    }

    /// Lets no retry join a submission any more.
    func release(_ id: String) {
        recent.forget(id)
        attempts[id] = nil
        failures[id] = nil
        if let name = names.removeValue(forKey: id), keyed[name]?.id == id { keyed[name] = nil }
    }

    private func expire() {
        for id in recent.expire(at: clock.now) { release(id) }
        cleanIfDue()
    }
}
