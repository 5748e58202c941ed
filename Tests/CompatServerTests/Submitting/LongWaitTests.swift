import AgentsCore
import Testing

@testable import CompatServer

/// Callers who wait for the end longer than a retry usually takes to come.
@Suite(.timeLimit(.minutes(1))) struct LongWaitTests {
    private static let body = #"{"prompt":"a tiger [[never]]","timeout":1800}"#

    private func wait(_ runs: ServerRuns, on server: CompatServer) async throws -> JSONAnswer {
        try await runs.call(server, .post, "/luma/videos", Self.body)
    }

    private func answers(_ runs: ServerRuns) async throws -> [StoredSubmission.Answer] {
        try await runs.store.unansweredSubmissions(since: WallTime(seconds: 0), limit: 9).map(\.answer)
    }

    @Test func whoWasToldThatTheWaitIsOverJoinsHoweverLongItWas() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let first = Task { try await wait(runs, on: server) }
        try await eventually { try await runs.jobs() == 1 }
        try await eventually {
            runs.clock.advance(by: .seconds(10))
            return try await answers(runs) == [.undelivered]
        }
        #expect(try await first.value.status == 504 && runs.clock.now > .seconds(1790))
        let retry = Task { try await wait(runs, on: server) }
        for _ in 0..<1000 { await Task.yield() }
        _ = try await runs.create(on: server, "something else")
        #expect(try await runs.jobs() == 2, "the other one, and this one once")
        retry.cancel()
        _ = try? await retry.value
        await server.stop()
    }

    @Test func whoStillWaitedWhenTheRunEndedJoinsInTheNext() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let call = Task { try await wait(runs, on: first) }
        try await eventually { try await runs.jobs() == 1 }
        try await eventually {
            runs.clock.advance(by: .seconds(60))
            return runs.clock.now > .seconds(1200)
        }
        // Killed: nobody hears of the end any more.
        let second = try await runs.start()
        let retry = Task { try await wait(runs, on: second) }
        for _ in 0..<1000 { await Task.yield() }
        _ = try await runs.create(on: second, "something else")
        #expect(try await runs.jobs() == 2, "the other one, and this one once")
        for task in [call, retry] {
            task.cancel()
            _ = try? await task.value
        }
        await first.stop()
        await second.stop()
    }
}
