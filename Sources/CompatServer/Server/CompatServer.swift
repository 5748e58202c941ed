package import Adapters
package import AgentsCore
import HTTPTransport

/// Serves the legacy APIs on top of the Agents API.
///
/// It knows no dialect: those it is handed say what a call asks for and how it is answered.
package struct CompatServer: HTTPHandler {
    /// Settings.
    package struct Options: Sendable {
        /// The base of the Agents API, as in `https://agents.lumalabs.ai/v1`.
        package var upstream: String
        /// What every polling delay is divided by.
        package var pollSpeed = 1.0
        /// The web pages that may call the server.
        package var cors = CORSPolicy.none
        /// How long one request to the Agents API may take.
        package var upstreamTimeout = Duration.seconds(30)
        /// Settings of callbacks.
        package var callbacks = CallbackOptions()
        /// Where clients reach the server, for the links that it makes, as in `https://luma.example.com`; nothing for URLs of
        /// the Agents API's storage in their place, which are good for an hour.
        package var publicURL: String?
        /// Where copies of files are kept, if they are; only where there is a public URL.
        package var copies: MediaCopies?
        /// How videos are looked into, if they are.
        package var probing: MediaProbing?
        /// Folders of copies that are to be removed, because nothing is kept there any more.
        package var abandoned = AbandonedFolders.none
        /// How long tasks are kept that have ended.
        package var retention = RetentionOptions()

        /// Creates settings.
        package init(upstream: String) {
            self.upstream = upstream
        }
    }

    let services: [any DialectService]
    let routing: Routing
    let principals: Principals
    let store: any TaskStore
    let poller: TaskPoller
    let dispatcher: CallbackDispatcher
    let submitter: Submitter
    let readiness: Readiness
    let watch: ClockWatch
    let retention: TaskRetention
    let traces: TaskTraces
    let cors: CORSPolicy
    let links: MediaLinks?
    let media: MediaService?
    /// Looks into the videos of tasks that end; nothing where that is not done.
    let prober: MediaRounds?
    let clock: any ServerClock
    let log: EventLog
    let metrics = Metrics()
    let opening = Opening()
    private let secret: ServerSecret
    private let abandoned: AbandonedFolders

    /// Creates a server.
    ///
    /// - Parameters:
    ///   - options: Settings.
    ///   - services: The legacy APIs.
    ///   - store: Where tasks are kept.
    ///   - secret: What fingerprints and sealed credentials are made with.
    ///   - transport: What sends requests to the Agents API, and callbacks.
    ///   - resolver: What finds the addresses of hosts that callbacks go to; the system if it is none.
    ///   - clock: The time.
    ///   - log: Where the operator reads what happens.
    package init(
        _ options: Options, services: [any DialectService], store: any TaskStore, secret: ServerSecret,
        transport: any ClientTransport, resolver: (any NameResolver)? = nil,
        clock: any ServerClock = SystemClock(), log: EventLog = .silent
    ) {
        #if DEBUG
            let transport = CrashPoints.guarding(transport)
        #endif
        let targets = CallbackTargets(
            resolver: resolver ?? SystemResolver(clock: clock),
            rules: AddressRules(allowsPrivate: options.callbacks.allowsPrivateTargets))
        let sender = CallbackSender(
            transport: transport, targets: targets,
            signer: CallbackSigner(secrets: options.callbacks.signingSecrets), clock: clock)
        var delivering = CallbackDispatcher.Options()
        delivering.lookInterval = options.callbacks.lookInterval
        let watch = ClockWatch(clock, log: log)
        dispatcher = CallbackDispatcher(
            delivering, store: store, sender: sender, watch: watch, clock: clock, metrics: metrics, log: log)
        let links = options.publicURL.map { MediaLinks(publicURL: $0, secret: secret) }
        // Once each: the submitter and the poller know better when to send something again.
        let client = GenerationClient(
            transport,
            .init(baseURL: options.upstream, timeout: options.upstreamTimeout, retries: .never))
        var polling = TaskPoller.Options()
        polling.speed = options.pollSpeed
        let outputs = FreshOutputs(client: client, store: store, secret: secret, clock: clock)
        let prober = options.probing.map { probing in
            let chore = probing.prober(
                of: options.copies, outputs: outputs, store: store, transport: transport, clock: clock, log: log)
            return MediaRounds(chore, clock: clock, log: log)
        }
        let media = links.map { links in
            MediaService(
                links: links, outputs: outputs, copies: options.copies, prober: prober, store: store,
                transport: transport, clock: clock, log: log)
        }
        let recorder = TaskRecorder(
            store: store, dispatcher: dispatcher, links: links, endings: media?.archive ?? prober, clock: clock,
            log: log)
        self.links = links
        self.media = media
        self.prober = prober
        self.services = services
        self.store = store
        self.clock = clock
        self.log = log
        self.secret = secret
        cors = options.cors
        abandoned = options.abandoned
        routing = Routing(services)
        principals = Principals(secret: secret)
        let (endings, ending) = AsyncStream.makeStream(of: Fingerprint.self, bufferingPolicy: .bufferingNewest(1000))
        poller = TaskPoller(
            polling, recorder: recorder, client: client, endings: ending, clock: clock, metrics: metrics,
            log: log)
        let submitter = Submitter(
            recorder: recorder, targets: targets, links: links, client: client, poller: poller, endings: endings,
            watch: watch, clock: clock, secret: secret, metrics: metrics, log: log)
        self.submitter = submitter
        self.watch = watch
        let traces = TaskTraces(poller: poller, submitter: submitter, media: media, prober: prober)
        self.traces = traces
        retention = TaskRetention(
            options.retention, store: store, watch: watch, clock: clock, log: log, forget: traces.forget)
        readiness = Readiness(store: store, client: client, clock: clock)
    }

    /// Makes calls wait until ``resume()`` is done: for a server that listens before.
    package func hold() {
        opening.close()
    }

    /// Takes up the tasks that an earlier run left unfinished, and lets in whoever was held.
    ///
    /// A submission whose reply that run did not live to see is in doubt now: it is not sent again.
    ///
    /// - Throws: ``StoreError`` if they cannot be read.
    package func resume() async throws(StoreError) {
        if let end = try await store.lastEnd() { watch.resume(after: end) }
        do throws(StoreError) {
            try await store.forgetUnusedCredentials()
        } catch {
            // They harm nobody until the next start, and a store that cannot be written now may be in a moment.
            log.error("cannot forget keys that nobody needs", ["error": "\(error)"])
        }
        var credentials: [Fingerprint: Credential?] = [:]
        var next: String?
        repeat {
            let batch = try await store.unfinished(from: next, limit: 500)
            for id in batch.unreadable { log.error("a task's record cannot be read; it is left alone", ["task": id]) }
            for task in batch.tasks { try await resume(task, &credentials) }
            next = batch.next
        } while next != nil
        try await submitter.restore()
        await poller.beginResumed()
        opening.open()
        let count = await poller.count
        if count > 0 { log.info("took up unfinished tasks", ["tasks": "\(count)"]) }
        await dispatcher.wake()
        await media?.resume()
        await prober?.wake()
        await retention.start()
        await abandoned.remove(log)
        if await !readiness.finding().upstream {
            log.warn("the Agents API cannot be reached; calls will fail until it can")
        }
    }

    private func resume(
        _ task: StoredTask, _ credentials: inout [Fingerprint: Credential?]
    ) async throws(StoreError) {
        guard let service = services.first(where: { $0.dialect.description == task.dialect }) else {
            return log.warn("a task of an unknown dialect is left alone", ["task": task.id, "dialect": task.dialect])
        }
        guard let task = try await settled(task) else { return }
        if credentials[task.principal] == nil {
            credentials[task.principal] = .some(try await store.credential(of: task.principal).flatMap(secret.open))
        }
        let credential = credentials[task.principal] ?? nil
        if task.stage == .waiting {
            return try await submitter.restore(waiting: task, service: service, credential: credential)
        }
        await poller.follow(task, service: service, credential: credential, start: .resumption)
    }

    /// Waits for submissions that are on their way, and begins none: for an end that is not in a hurry, before ``stop()``.
    ///
    /// - Parameter patience: How long to wait.
    package func drain(within patience: Duration) async {
        await submitter.drain(within: patience)
    }

    /// A task whose reply nobody waits for any more, if it is one; nothing if it has come to its end.
    private func settled(_ task: StoredTask) async throws(StoreError) -> StoredTask? {
        guard task.stage == .intent else { return task }
        var doubtful = task
        doubtful.undergo(.lost)
        do throws(StoreError) {
            try await store.update(doubtful)
            return doubtful
        } catch {
            guard error.code == .illegalChange || error.code == .unknownTask else { throw error }
            // The run before has heard of it after all, while it ended.
            return try await store.task(task.id).flatMap { $0.stage == .ended ? nil : $0 }
        }
    }

    /// Stops following tasks and delivering callbacks; the next run takes them up.
    package func stop() async {
        await retention.stop()
        await submitter.stop()
        await poller.stop()
        await dispatcher.stop()
        await media?.stop()
        await prober?.stop()
    }
}
