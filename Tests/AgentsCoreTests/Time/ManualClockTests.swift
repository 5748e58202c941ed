import AgentsCore
import Testing

@Suite struct ManualClockTests {
    @Test func standsStillUntilItIsMoved() {
        let clock = ManualClock(wallTime: WallTime(seconds: 1000))
        #expect(clock.now == .zero)
        clock.advance(by: .milliseconds(1500))
        #expect(clock.now == .milliseconds(1500))
        #expect(clock.wallTime == WallTime(microseconds: 1_001_500_000))
        clock.advance(by: .seconds(-5))
        #expect(clock.now == .milliseconds(1500))
        clock.setWallTime(WallTime(seconds: 5))
        #expect(clock.now == .milliseconds(1500))
        #expect(clock.wallTime == WallTime(seconds: 5))
    }

    @Test func wakesThoseWhoseTimeHasCome() async throws {
        let clock = ManualClock()
        async let short: Void = clock.sleep(for: .seconds(1))
        let long = Task { try await clock.sleep(for: .seconds(3)) }
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(1))
        try await short
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .seconds(2))
        try await long.value
        #expect(clock.sleeperCount == 0)
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func doesNotWaitForNoTime(_ duration: Duration) async throws {
        try await ManualClock().sleep(for: duration)
    }

    @Test func letsGoOfACancelledTask() async {
        let clock = ManualClock()
        let waiting = Task { try await clock.sleep(for: .seconds(1)) }
        await clock.waitForSleepers(1)
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let early = Task {
            while !Task.isCancelled { await Task.yield() }
            try await clock.sleep(for: .seconds(1))
        }
        early.cancel()
        await #expect(throws: CancellationError.self) { try await early.value }
        #expect(clock.sleeperCount == 0)
    }
}

@Suite struct SystemClockTests {
    @Test func goesForward() {
        let clock = SystemClock()
        let first = clock.now
        #expect(first >= .zero)
        #expect(clock.now >= first)
        #expect(clock.wallTime > WallTime(seconds: 1_700_000_000))
    }

    @Test func sleepsNoShorterThanAsked() async throws {
        let clock = SystemClock()
        let start = clock.now
        try await clock.sleep(for: .milliseconds(2))
        #expect(clock.now - start >= .milliseconds(2))
        let task = Task { try await clock.sleep(for: .seconds(3600)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
