import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// Callbacks are due by the world's clock, which can be set.
@Suite(.timeLimit(.minutes(1))) struct CallbackClockTests {
    private static let years = Duration.seconds(20 * 365 * 86_400)

    private func step(_ bench: DeliveryBench, _ step: Duration) {
        bench.clock.setWallTime(bench.clock.wallTime + step)
    }

    @Test func whatIsDueIsNotPutOffForYears() async throws {
        try await DeliveryBench.run { number, _ in
            .status(number == 0 ? 500 : 200)
        } _: { bench in
            try await bench.store.post(bench.callback("c", of: "t"))
            await bench.dispatcher.wake()
            try await eventually { try await bench.store.callback("c")?.callback.failures == 1 }
            step(bench, .zero - Self.years)
            await bench.dispatcher.wake()
            try await eventually { try await bench.store.state(of: "c") == .delivered }
        }
    }

    /// The same where the clock was set between two runs.
    @Test func whatAnEarlierRunHasPutOffForYearsIsDue() async throws {
        try await DeliveryBench.run { _, _ in
            .status(200)
        } _: { bench in
            var early = bench.callback("early", of: "t", .progress)
            early.callback.due = bench.clock.wallTime + Self.years
            try await bench.store.post(early)
            let far = bench.clock.wallTime + Self.years
            _ = try await bench.store.claimCallbacks(CallbackClaim(at: far, until: far + .seconds(20), limit: 9))
            try await bench.store.post(bench.callback("late", of: "t", .end))
            await bench.dispatcher.wake()
            try await eventually { try await bench.store.state(of: "late") == .delivered }
        }
    }

    @Test func whatIsOnItsWayIsNotSentTwiceAtOnce() async throws {
        let gate = Gate()
        try await DeliveryBench.run { _, _ in
            await gate.pass()
            return .status(200)
        } _: { bench in
            try await bench.store.post(bench.callback("c", of: "t"))
            await bench.dispatcher.wake()
            try await eventually { bench.receiver.requests.count == 1 }
            step(bench, Self.years)
            for _ in 0..<20 {
                await bench.dispatcher.wake()
                _ = try await bench.store.callback("c")
            }
            #expect(bench.receiver.requests.count == 1)
            try await eventually {
                try await bench.store.nextCallback(except: []) ?? WallTime(seconds: 0) > bench.clock.wallTime
            }
            #expect(bench.receiver.requests.count == 1)
            gate.open()
            try await eventually { try await bench.store.state(of: "c") == .delivered }
        }
    }

    @Test(arguments: [years, .seconds(4 * 86_400)] as [Duration])
    func nothingIsGivenUpBecauseTheClockWasSetForward(_ jump: Duration) async throws {
        var options = DeliveryBench.Options()
        options.dispatcher.lookInterval = .seconds(600)
        try await DeliveryBench.run(options) { _, _ in
            .status(500)
        } _: { bench in
            try await bench.store.post(bench.callback("c", of: "t"))
            await bench.dispatcher.wake()
            try await eventually { try await bench.store.callback("c")?.callback.failures == 1 }
            step(bench, jump)
            for _ in 0..<8 {
                bench.clock.advance(by: .seconds(610))
                await bench.dispatcher.wake()
                try await eventually { await bench.dispatcher.isIdle }
            }
            #expect(try await bench.store.state(of: "c") == .pending)
        }
    }
}
