import Adapters
import AgentsCore
import HTTPTransport
import Synchronization
import Testing

@testable import CompatServer

/// Deliveries over sockets.
@Suite(.timeLimit(.minutes(1))) struct CallbackDispatcherTests {
    @Test func aCallbackIsPostedAsItWasStored() async throws {
        try await DeliveryBench.run { _, _ in
            .status(200)
        } _: { bench in
            let callback = bench.callback("c", path: "/hook?a=b")
            try await bench.post(callback)
            try await bench.wait(for: "c", .delivered)
            let request = try #require(bench.receiver.requests.first)
            #expect(request.method == .post)
            #expect(request.path == "/hook")
            #expect(request.query == "a=b")
            #expect(request.body == callback.body)
            #expect(request.fields["Content-Type"] == "application/json")
            #expect(request.fields["Host"] == "receiver.example:\(bench.port)")
            #expect(request.fields["webhook-signature"] == nil)
            #expect(try await bench.store.attempts(of: "c").map(\.status) == [200])
        }
    }

    @Test func aReceiverThatRecoversWithinTheBurstIsCalledEveryTenthOfASecond() async throws {
        try await DeliveryBench.run { index, _ in
            .status(index < 3 ? 500 : 200)
        } _: { bench in
            try await bench.post(bench.callback("c"))
            for count in 1...3 {
                try await bench.wait(for: "c", attempts: count)
                #expect(bench.receiver.requests.count == count)
                await bench.advance(by: .milliseconds(100))
            }
            try await bench.wait(for: "c", .delivered)
            let attempts = try await bench.store.attempts(of: "c")
            #expect(attempts.map(\.status) == [500, 500, 500, 200])
            #expect(attempts.map(\.time.microseconds) == [1_000_000_000, 1_000_100_000, 1_000_200_000, 1_000_300_000])
            #expect(Set(bench.receiver.requests.map(\.body)).count == 1)
        }
    }

    @Test func whatAnotherProgramMakesDueIsNoticed() async throws {
        var options = DeliveryBench.Options()
        options.dispatcher.lookInterval = .seconds(5)
        try await DeliveryBench.run(options) { _, _ in
            .status(200)
        } _: { bench in
            try await bench.post(bench.callback("c"))
            try await bench.wait(for: "c", .delivered)
            await bench.rest()
            await bench.rest()
            // Nothing is due any more, and nobody tells the dispatcher.
            #expect(try await bench.store.replayCallback("c", at: bench.clock.wallTime))
            await bench.advance(by: .milliseconds(4900))
            await bench.rest()
            #expect(bench.receiver.requests.count == 1)
            await bench.advance(by: .milliseconds(100))
            await bench.receiver.wait(for: 2)
            try await bench.wait(for: "c", .delivered)
        }
    }

    @Test func theWholeScheduleEndsInADeadLetterThatCanBeSentAgain() async throws {
        try await DeliveryBench.run { index, _ in
            .status(index < 11 ? 404 : 200)
        } _: { bench in
            try await bench.post(bench.callback("c"))
            for count in 1...10 {
                try await bench.wait(for: "c", attempts: count)
                let due = try #require(try await bench.store.callback("c")?.callback.due)
                await bench.advance(by: due - bench.clock.wallTime)
            }
            try await bench.wait(for: "c", .dead)
            #expect(bench.receiver.requests.count == 11)
            let span = try await bench.store.attempts(of: "c").last.map { $0.time - WallTime(seconds: 1000) }
            // A little over 27 hours, a fifth more or less.
            #expect(span.map { (79_000...120_000).contains(Int($0 / .seconds(1))) } == true)

            #expect(try await bench.store.replayCallback("c", at: bench.clock.wallTime))
            await bench.dispatcher.wake()
            try await bench.wait(for: "c", .delivered)
            #expect(bench.receiver.requests.count == 12)
        }
    }

    @Test func aReceiverThatNamesATimeIsNotCalledBefore() async throws {
        try await DeliveryBench.run { index, _ in
            .response(HTTPResponse(index == 0 ? 429 : 200, fields: ["Retry-After": "90"]))
        } _: { bench in
            try await bench.post(bench.callback("c"))
            try await bench.wait(for: "c", attempts: 1)
            #expect(try await bench.store.callback("c")?.callback.due == WallTime(seconds: 1090))
            await bench.advance(by: .seconds(90))
            try await bench.wait(for: "c", .delivered)
        }
    }

    // MARK: Of one task

    @Test func theEndWaitsForTheProgressThatIsOnItsWay() async throws {
        let gate = Gate()
        try await DeliveryBench.run { index, _ in
            if index == 0 { await gate.pass() }
            return .status(index == 0 ? 500 : 200)
        } _: { bench in
            try await bench.post(bench.callback("early", of: "t", .progress))
            await bench.receiver.wait(for: 1)
            try await bench.post(bench.callback("late", of: "t", .end))
            #expect(try await bench.store.state(of: "early") == .superseded)
            #expect(bench.receiver.requests.count == 1)
            gate.open()
            try await bench.wait(for: "late", .delivered)
            #expect(try await bench.store.state(of: "early") == .superseded)
            bench.clock.advance(by: .seconds(10))
            #expect(try await bench.store.claimed(.at(999_999)).isEmpty)
            #expect(bench.receiver.requests.map(\.body) == ["early", "late"].map { Array(#"{"id":"\#($0)"}"#.utf8) })
        }
    }

    @Test func progressThatWasNotTakenIsNotToldAfterTheEnd() async throws {
        try await DeliveryBench.run { _, request in
            .status(String(decoding: request.body, as: UTF8.self).contains("early") ? 500 : 200)
        } _: { bench in
            try await bench.post(bench.callback("early", of: "t", .progress))
            try await bench.wait(for: "early", attempts: 1)
            try await bench.post(bench.callback("late", of: "t", .end))
            try await bench.wait(for: "late", .delivered)
            bench.clock.advance(by: .seconds(100_000))
            await bench.dispatcher.wake()
            try await bench.post(bench.callback("other"))
            try await bench.wait(for: "other", .delivered)
            #expect(bench.receiver.requests.count == 3)
        }
    }

    // MARK: Starting and stopping

    @Test func whatWasCommittedBeforeACrashIsDeliveredAfterwards() async throws {
        let (folder, crashed) = (try StoreFolder(), try StoreFolder())
        let first = try await SQLiteTaskStore(.file(folder))
        try await first.post(.sample("kept", of: "t"))
        for name in folder.names { try crashed.write(name, folder.read(name)) }
        await first.close()
        try await DeliveryBench.run(.init(names: ["example.com": [[]]], location: .file(crashed))) { _, _ in
            .status(200)
        } _: { bench in
            await bench.dispatcher.wake()
            try await bench.wait(for: "kept", attempts: 1)
            #expect(try await bench.store.attempts(of: "kept").map(\.error) == ["unknown_name"])
        }
    }

    @Test func whatWasOnItsWayWhenItStoppedIsSentAgainByTheNextRun() async throws {
        let gate = Gate()
        try await DeliveryBench.run { index, _ in
            if index == 0 { await gate.pass() }
            return .status(200)
        } _: { bench in
            try await bench.post(bench.callback("c"))
            await bench.receiver.wait(for: 1)
            await bench.dispatcher.stop()
            #expect(try await bench.store.state(of: "c") == .pending)
            #expect(try await bench.store.attempts(of: "c").isEmpty)
            let next = await bench.nextRun()
            try await bench.wait(for: "c", .delivered)
            await next.stop()
            gate.open()
        }
    }

    @Test func afterACrashInTheMiddleTheClaimEndsByItself() async throws {
        try await DeliveryBench.run { _, _ in
            .status(200)
        } _: { bench in
            try await bench.store.post(bench.callback("c"))
            #expect(try await bench.store.claimed(.at(1000)) == ["c"])
            await bench.dispatcher.wake()
            await bench.clock.waitForSleepers(1)
            #expect(bench.receiver.requests.isEmpty)
            await bench.advance(by: .seconds(60))
            try await bench.wait(for: "c", .delivered)
        }
    }

    @Test func whatWasAnsweredWhileItStoppedIsNotSentAgain() async throws {
        let (clock, store) = (ManualClock(wallTime: WallTime(seconds: 1000)), try await SQLiteTaskStore(.memory))
        let receiver = Unhurried()
        let sender = CallbackSender(
            transport: receiver,
            targets: CallbackTargets(
                resolver: ScriptedResolver(["example.com": [["1.1.1.1"]]]), rules: AddressRules(allowsPrivate: false)),
            signer: CallbackSigner(secrets: []), clock: clock)
        let dispatcher = CallbackDispatcher(store: store, sender: sender, clock: clock, log: .silent)
        try await store.post(.sample("c", of: "t"))
        await dispatcher.wake()
        try await eventually { receiver.hasBegun }
        let stop = Task { await dispatcher.stop() }
        try await eventually { await dispatcher.isStopped }
        receiver.gate.open()
        await stop.value
        #expect(try await store.state(of: "c") == .delivered)
        await store.close()
    }

    /// Answers when it is time, whatever becomes of whoever asks.
    private final class Unhurried: ClientTransport {
        let gate = Gate()
        private let begun = Atomic(false)

        var hasBegun: Bool { begun.load(ordering: .relaxed) }

        func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
            begun.store(true, ordering: .relaxed)
            await gate.pass()
            return HTTPResponse(200)
        }
    }

    // MARK: Time that nobody was there, or that never was

    @Test func whatLayLongerThanItsLifetimeIsTriedOnceMore() async throws {
        try await DeliveryBench.run { _, _ in
            .status(200)
        } _: { bench in
            // Stored by a run that ended then; the next one comes after a long weekend.
            try await bench.store.post(bench.callback("c"))
            let next = await bench.nextRun(after: .seconds(4 * 86_400))
            try await eventually { try await bench.store.state(of: "c") != .pending }
            #expect(try await bench.store.state(of: "c") == .delivered)
            await next.stop()
        }
    }

    @Test func whatFailsAfterItsLifetimeIsGivenUp() async throws {
        try await DeliveryBench.run { _, _ in
            .status(404)
        } _: { bench in
            try await bench.store.post(bench.callback("c"))
            let next = await bench.nextRun(after: .seconds(4 * 86_400))
            try await eventually { try await bench.store.state(of: "c") == .dead }
            #expect(bench.receiver.requests.count == 1)
            await next.stop()
        }
    }

    @Test func aClockThatIsSetForwardMakesNoTwoOfATaskSetOut() async throws {
        let gate = Gate()
        try await DeliveryBench.run { index, _ in
            if index == 0 { await gate.pass() }
            return .status(200)
        } _: { bench in
            try await bench.post(bench.callback("early", of: "t", .progress))
            await bench.receiver.wait(for: 1)
            bench.clock.setWallTime(bench.clock.wallTime + .seconds(3600))
            try await bench.post(bench.callback("late", of: "t", .end))
            // Handed out together with the other.
            try await bench.post(bench.callback("other"))
            try await bench.wait(for: "other", .delivered)
            #expect(await bench.dispatcher.deliveries["late"] == nil)
            #expect(bench.receiver.requests.count == 2)
            gate.open()
            try await eventually {
                bench.clock.advance(by: .milliseconds(100))
                return try await bench.store.state(of: "late") == .delivered
            }
            #expect(bench.receiver.requests.count == 3)
        }
    }

    @Test func aStoreThatFailsIsNotAskedEachSecond() async throws {
        try await DeliveryBench.run { _, _ in
            .status(200)
        } _: { bench in
            let complaints = Atomic(0)
            let log = EventLog { _, line in
                if line.hasPrefix("cannot look for callbacks") { complaints.add(1, ordering: .relaxed) }
            }
            let next = CallbackDispatcher(store: bench.store, sender: bench.sender, clock: bench.clock, log: log)
            try await bench.store.post(bench.callback("c"))
            try await bench.store.writer.run { database throws(StoreError) in
                try database.run(
                    """
                    CREATE TEMP TRIGGER stuck BEFORE UPDATE OF claimed_until ON callback
                    WHEN NEW.claimed_until IS NOT NULL BEGIN SELECT RAISE(ABORT, 'stuck'); END
                    """)
            }
            await next.wake()
            for _ in 0..<25 {
                while await !next.isIdle { await Task.yield() }
                await bench.clock.waitForSleepers(1)
                bench.clock.advance(by: .seconds(1))
            }
            while await !next.isIdle { await Task.yield() }
            #expect((2...3).contains(complaints.load(ordering: .relaxed)))
            try await bench.store.writer.run { database throws(StoreError) in
                try database.run("DROP TRIGGER stuck")
            }
            bench.clock.advance(by: .seconds(10))
            try await bench.wait(for: "c", .delivered)
            await next.stop()
        }
    }

    @Test func aResolverWithoutAPlaceIsNoFaultOfTheReceivers() async throws {
        try await DeliveryBench.run(
            .init(names: ["receiver.example": [ScriptedResolver.busy, ScriptedResolver.busy, ["127.0.0.1"]]])
        ) { _, _ in
            .status(200)
        } _: { bench in
            try await bench.post(bench.callback("c"))
            try await eventually {
                bench.clock.advance(by: .milliseconds(100))
                return try await bench.store.state(of: "c") == .delivered
            }
            #expect(try await bench.store.attempts(of: "c").map(\.status) == [200])
            #expect(await bench.dispatcher.breakers.isEmpty)
        }
    }
}
