import Adapters
import AgentsCore

/// Takes submissions to the Agents API, each of them once.
///
/// An intent is stored before anything is sent, so that no crash can hide a submission; a request whose fate is unknown is
/// never sent again. Submissions go on when the client hangs up.
actor Submitter {
    private let store: any TaskStore
    private let client: GenerationClient
    private let poller: TaskPoller
    private let clock: any ServerClock
    private let secret: ServerSecret
    private let log: EventLog

    private var recent = RecentSubmissions()
    /// Principals whose key is kept already.
    private var keptCredentials: Set<Fingerprint> = []
    private var attempts: [String: Task<Result<StoredTask, Failure>, Never>] = [:]

    init(
        store: any TaskStore, client: GenerationClient, poller: TaskPoller, clock: any ServerClock,
        secret: ServerSecret, log: EventLog
    ) {
        self.store = store
        self.client = client
        self.poller = poller
        self.clock = clock
        self.secret = secret
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
        for id in recent.expire(at: clock.now) { attempts[id] = nil }
        let content = secret.fingerprint(of: Credential("\(order.operation)\n\(order.submission.body)"))
        let key = RecentSubmissions.Key(principal: order.principal.fingerprint, content: content)
        if let caller = recent.join(key, order.attempt, at: clock.now), let attempt = attempts[caller.id] {
            log.info("joined a retry to its submission", ["task": caller.id, "trace": order.traceID])
            return await wait(for: attempt, as: caller)
        }
        let id = randomUUID()
        let caller = recent.add(id, key, at: clock.now)
        let attempt = Task { await self.attempt(order, id: id) }
        attempts[id] = attempt
        return await wait(for: attempt, as: caller)
    }

    /// Waits for a submission, and notes at once if the client hangs up meanwhile: its retry may be on its way.
    private func wait(
        for attempt: Task<Result<StoredTask, Failure>, Never>, as caller: RecentSubmissions.Caller
    ) async -> Ticket {
        let result = await withTaskCancellationHandler {
            await attempt.value
        } onCancel: {
            Task { await self.note(caller, .undelivered) }
        }
        return Ticket(caller: caller, result: result)
    }

    /// Notes what became of the answer to a submission.
    func note(_ caller: RecentSubmissions.Caller, _ delivery: Delivery) {
        switch delivery {
        case .delivered: recent.note(caller, .delivered)
        case .undelivered: recent.note(caller, .undelivered)
        case .failed: recent.note(caller, .failed(at: clock.now))
        }
    }

    /// What became of an answer.
    enum Delivery: Sendable {
        /// The client has it.
        case delivered
        /// The client does not know what became of its task.
        case undelivered
        /// The client was told that its task has failed, in a way that it may take for a fault of the way.
        case failed
    }

    // MARK: One submission

    private func attempt(_ order: Order, id: String) async -> Result<StoredTask, Failure> {
        let result = await run(order, id: id)
        if case .failure(let failure) = result, failure.fate == .nothingCreated {
            recent.forget(id)
            attempts[id] = nil
        }
        return result.mapError(\.failure)
    }

    private struct Rejection: Error {
        let failure: Failure
        let fate: ClientError.Fate
    }

    private func run(_ order: Order, id: String) async -> Result<StoredTask, Rejection> {
        var request = order.submission.request
        if let failure = await resolve(&request, for: order.principal) {
            return .failure(Rejection(failure: failure, fate: .nothingCreated))
        }
        var stored = intent(order, id: id)
        do throws(StoreError) {
            try await store.insert(stored)
        } catch {
            log.error("cannot store a submission; nothing was sent", ["trace": order.traceID, "error": "\(error)"])
            return .failure(
                Rejection(failure: Failure(.internalError, "Internal server error"), fate: .nothingCreated))
        }
        do throws(ClientError) {
            let generation = try await client.create(
                request, as: order.principal.credential, requestID: order.traceID)
            stored.upstreamID = generation.id
            stored.stage = .accepted
            order.service.advance(&stored.record, to: generation, at: clock.wallTime)
        } catch {
            if error.fate == .nothingCreated || error.response.map({ $0.status >= 500 }) == true {
                return await reject(stored, error)
            }
            stored.stage = .inDoubt
            log.warn("the reply to a submission was lost; it is not sent again", ["task": id, "reason": "\(error)"])
        }
        await keep(&stored)
        await keepCredential(of: order.principal)
        await poller.follow(stored, service: order.service, credential: order.principal.credential)
        return .success(stored)
    }

    private func intent(_ order: Order, id: String) -> StoredTask {
        let time = clock.wallTime
        let facts = SubmissionFacts(
            id: id, traceID: order.traceID, time: time, account: order.principal.account)
        return StoredTask(
            id: id, upstreamID: nil, dialect: order.service.dialect.description,
            principal: order.principal.fingerprint, operation: order.operation, traceID: order.traceID,
            stage: .intent, record: order.service.begin(order.submission, with: facts), createdAt: time,
            updatedAt: time, nextPoll: nil)
    }

    /// Frees an intent that nothing came of, as far as the client is told.
    ///
    /// After a 5xx that the Agents API does not document nobody knows, so the client's retries join the submission and get
    /// the same answer for a while, instead of being sent.
    private func reject(_ stored: StoredTask, _ error: ClientError) async -> Result<StoredTask, Rejection> {
        if error.fate == .unknown {
            log.warn(
                "the Agents API failed in the middle of a submission; it is not sent again",
                ["trace": stored.traceID, "status": "\(error.status ?? 0)"])
        }
        do throws(StoreError) {
            try await store.remove(stored.id)
        } catch {
            log.error("cannot free an intent", ["task": stored.id, "error": "\(error)"])
        }
        let failure =
            error.response.map { Failure(agents: $0) }
            ?? Failure(.upstreamUnavailable, "The Agents API cannot be reached; nothing was submitted.", retryAfter: 5)
        return .failure(Rejection(failure: failure, fate: error.fate))
    }

    /// Stores what is known of a submission that was sent.
    ///
    /// If that fails, its intent is stored all the same, and the poller stores the rest with the next answer.
    private func keep(_ stored: inout StoredTask) async {
        stored.updatedAt = clock.wallTime
        do throws(StoreError) {
            try await store.update(stored)
        } catch {
            log.error("cannot store an accepted submission yet", ["task": stored.id, "error": "\(error)"])
        }
    }

    /// Keeps the key, sealed, so that the next run can go on without anyone bringing it.
    ///
    /// Only keys that a submission was accepted with get here.
    private func keepCredential(of principal: Principal) async {
        guard keptCredentials.insert(principal.fingerprint).inserted else { return }
        do throws(StoreError) {
            try await store.keepCredential(secret.seal(principal.credential), for: principal.fingerprint)
        } catch {
            keptCredentials.remove(principal.fingerprint)
            log.error("cannot keep a sealed key", ["error": "\(error)"])
        }
    }

    // MARK: References

    /// Puts the Agents API's ids in the place of the caller's.
    ///
    /// - Returns: Why that cannot be done; nothing if it could.
    private func resolve(_ request: inout GenerationRequest, for principal: Principal) async -> Failure? {
        guard case .value(var video) = request.video else { return nil }
        do throws(Failure) {
            try await resolve(&video.startFrame, for: principal)
            try await resolve(&video.endFrame, for: principal)
        } catch {
            return error
        }
        request.video = .value(video)
        return nil
    }

    private func resolve(
        _ frame: inout Member<MediaReference>, for principal: Principal
    ) async throws(Failure) {
        guard case .value(var reference) = frame, case .value(let id) = reference.generationID else { return }
        let task: StoredTask?
        do throws(StoreError) {
            task = try await store.find(.id(id), of: principal.fingerprint)
        } catch {
            throw Failure(.internalError, "Internal server error")
        }
        guard let upstreamID = task?.upstreamID else {
            throw Failure(
                .badRequest, "Generation \(id.prefix(64)) cannot be extended: the Agents API does not know it.")
        }
        reference.generationID = .value(upstreamID)
        frame = .value(reference)
    }
}
