import Adapters
import AgentsCore
import HTTPTransport
import Testing

@testable import CompatServer

/// A dispatcher over a store and sockets, on a clock that stands still until it is moved.
struct DeliveryBench: Sendable {
    let clock: ManualClock
    let store: SQLiteTaskStore
    let receiver: Receiver
    let sender: CallbackSender
    let resolver: ScriptedResolver
    let dispatcher: CallbackDispatcher
    let port: UInt16

    /// What a test sets.
    struct Options: Sendable {
        var names: [String: [[String]]] = ["receiver.example": [["127.0.0.1"]]]
        var allowsPrivate = true
        var timeout = Duration.seconds(20)
        var location = StoreLocation.memory
        var secrets: [SigningSecret] = []
        var dispatcher = CallbackDispatcher.Options()
    }

    /// Runs a test with a receiver that answers by a script.
    static func run(
        _ options: Options = Options(), answering script: @escaping Receiver.Script,
        _ test: (DeliveryBench) async throws -> Void
    ) async throws {
        let receiver = Receiver(script)
        let server = try HTTPServer.start(
            on: ListenAddress(host: "127.0.0.1", port: 0), limits: .init(), handler: receiver)
        let transport = try CurlTransport()
        let store = try await SQLiteTaskStore(options.location)
        let bench = DeliveryBench(options, receiver, store, transport, server.address.port)
        let result: Result<Void, any Error>
        do {
            result = .success(try await test(bench))
        } catch {
            result = .failure(error)
        }
        await bench.dispatcher.stop()
        await server.stop(grace: .zero)
        await transport.shutDown()
        await store.close()
        try result.get()
    }

    private init(
        _ options: Options, _ receiver: Receiver, _ store: SQLiteTaskStore, _ transport: CurlTransport, _ port: UInt16
    ) {
        let clock = ManualClock(wallTime: WallTime(seconds: 1000))
        let resolver = ScriptedResolver(options.names)
        (self.clock, self.store, self.receiver, self.resolver, self.port) = (clock, store, receiver, resolver, port)
        sender = CallbackSender(
            transport: transport,
            targets: CallbackTargets(resolver: resolver, rules: AddressRules(allowsPrivate: options.allowsPrivate)),
            signer: CallbackSigner(secrets: options.secrets), clock: clock, timeout: options.timeout)
        dispatcher = CallbackDispatcher(options.dispatcher, store: store, sender: sender, clock: clock, log: .silent)
    }

    /// A callback to the receiver.
    func callback(
        _ id: String, of task: String? = nil, _ step: Callback.Step = .end, to host: String = "receiver.example",
        path: String = "/hook", taking acceptance: Callback.Acceptance = .exactly200, after wait: Duration = .zero
    ) -> OutgoingCallback {
        let time = clock.wallTime
        return OutgoingCallback(
            StoredCallback(
                id: id, taskID: task ?? "task-\(id)", url: "http://\(host):\(port)\(path)", origin: "\(host):\(port)",
                event: step == .end ? "completed" : "dreaming", step: step, acceptance: acceptance, createdAt: time,
                startedAt: time, due: time + wait),
            body: Array(#"{"id":"\#(id)"}"#.utf8))
    }

    /// Stores a callback and tells the dispatcher.
    func post(_ callback: OutgoingCallback) async throws {
        try await store.post(callback)
        await dispatcher.wake()
    }

    /// Starts a run of its own over the store, some time after what was there before.
    func nextRun(after pause: Duration = .zero) async -> CallbackDispatcher {
        clock.advance(by: pause)
        let next = CallbackDispatcher(store: store, sender: sender, clock: clock, log: .silent)
        await next.wake()
        return next
    }

    /// Moves the clock as soon as nothing is on its way and the dispatcher waits for it.
    func advance(by duration: Duration) async {
        await rest()
        clock.advance(by: duration)
    }

    /// Waits until nothing is on its way and the dispatcher waits for the clock.
    func rest() async {
        while await !dispatcher.isIdle { await Task.yield() }
        await clock.waitForSleepers(1)
    }

    /// Waits until something has become of a callback.
    func wait(for id: String, _ state: StoredCallback.State) async throws {
        while try await store.state(of: id) != state { await Task.yield() }
    }

    /// Waits until so many attempts of a callback are stored.
    func wait(for id: String, attempts count: Int) async throws {
        while try await store.attempts(of: id).count < count { await Task.yield() }
    }
}

extension HTTPReply {
    /// An answer without a body.
    static func status(_ status: Int) -> HTTPReply { .response(HTTPResponse(status)) }
}
