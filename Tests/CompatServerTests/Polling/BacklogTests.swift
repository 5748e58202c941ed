import AgentsCore
import AgentsSimulator
import DreamMachineCompat
import HTTPTransport
import Synchronization
import Testing

@testable import CompatServer

/// Questions that wait until fewer are on their way.
@Suite(.timeLimit(.minutes(1))) struct BacklogTests {
    /// Lets no question arrive before its gate is open, and notes which have come.
    private final class Counter: ClientTransport {
        let gate = Gate()
        private let asked = Mutex<[String]>([])

        var paths: [String] { asked.withLock { $0 } }

        func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
            asked.withLock { $0.append(String(request.url.split(separator: "/").last ?? "")) }
            await gate.pass()
            return HTTPResponse(503)
        }
    }

    @Test func aTaskThatIsDeletedWhileItWaitsHoldsUpNoOther() async throws {
        let (clock, transport) = (ManualClock(), Counter())
        let store = try await SQLiteTaskStore(.memory)
        let sender = CallbackSender(
            transport: NoTransport(),
            targets: CallbackTargets(resolver: ScriptedResolver([:]), rules: AddressRules(allowsPrivate: false)),
            signer: CallbackSigner(secrets: []), clock: clock)
        let dispatcher = CallbackDispatcher(store: store, sender: sender, clock: clock, log: .silent)
        var options = TaskPoller.Options()
        options.concurrency = 1
        let (_, endings) = AsyncStream.makeStream(of: Fingerprint.self)
        let poller = TaskPoller(
            options,
            recorder: TaskRecorder(store: store, dispatcher: dispatcher, links: nil, clock: clock, log: .silent),
            client: GenerationClient(transport, .init(baseURL: "http://upstream/v1", retries: .never)),
            endings: endings, clock: clock, metrics: Metrics(), log: .silent)
        for id in ["a", "b", "c", "d"] {
            let task = try StoredTask.sample(id, upstream: "g-\(id)", .accepted, at: clock.wallTime.seconds)
            await poller.follow(
                task, service: DreamMachineService(), credential: Credential(Bench.key), start: .question)
            await poller.advance()
        }
        try await eventually { transport.paths.count == 1 }
        // The others wait for their turn.
        #expect(transport.paths == ["g-a"])
        await poller.drop("b")
        transport.gate.open()
        try await eventually {
            clock.advance(by: .milliseconds(100))
            return Set(transport.paths).isSuperset(of: ["g-c", "g-d"])
        }
        #expect(!transport.paths.contains("g-b"))
        await poller.stop()
        await store.close()
    }
}
