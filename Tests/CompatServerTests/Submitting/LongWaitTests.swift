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
        for _ in 0..<2 {
            let call = Task { try await wait(runs, on: server) }
            try await eventually { await !server.poller.waiters.isEmpty }
            runs.clock.advance(by: .seconds(1800))
            #expect(try await call.value.status == 504)
            try await eventually { try await answers(runs) == [.undelivered] }
        }
        #expect(try await runs.jobs() == 1, "it was paid once")
        await server.stop()
    }

    @Test func whoHangsUpWhileItIsToldOfTheEndJoins() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        func call() async throws -> JSONAnswer {
            try await runs.call(server, .post, "/luma/videos", #"{"prompt":"a tiger","timeout":1800}"#)
        }
        // One does not wait for the end, and one is told of it.
        for _ in 0..<2 {
            let hangUp = Task { try await call() }
            hangUp.cancel()
            _ = try? await hangUp.value
            try await eventually {
                try await runs.pass(.seconds(1), by: .seconds(1), server)
                let hasEnded = try await runs.store.unfinished().tasks.isEmpty
                return try await runs.jobs() == 1 && hasEnded
            }
        }
        let isOver = Flag()
        let retry = Task {
            defer { isOver.set() }
            return try await call()
        }
        try await eventually {
            let jobs = try await runs.jobs()
            return isOver.isSet && jobs == 1 || jobs == 2
        }
        retry.cancel()
        #expect(try await retry.value.status == 200)
        #expect(try await runs.jobs() == 1, "it was paid once")
        await server.stop()
    }

    @Test func whoStillWaitedWhenTheRunEndedJoinsInTheNext() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let call = Task { try await wait(runs, on: first) }
        try await eventually { await !first.poller.waiters.isEmpty }
        runs.clock.advance(by: .seconds(1260))
        // Killed: nobody hears of the end any more.
        let second = try await runs.start()
        let retry = Task { try await wait(runs, on: second) }
        try await eventually { await !second.poller.waiters.isEmpty }
        #expect(try await runs.jobs() == 1, "it was paid once")
        for task in [call, retry] {
            task.cancel()
            _ = try? await task.value
        }
        await first.stop()
        await second.stop()
    }
}
