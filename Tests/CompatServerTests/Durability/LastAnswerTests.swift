import AgentsCore
import Testing

@testable import CompatServer

/// An answer that a run has handed over when it is killed may never have left the process.
@Suite(.timeLimit(.minutes(1))) struct LastAnswerTests {
    @Test func aRetryAfterItJoins() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let id = try await runs.create(on: first).string("id")
        // Time enough for a note that would be stored at once.
        for _ in 0..<1000 { await Task.yield() }
        _ = try await runs.get(try #require(id), from: first)
        await first.stop()

        let second = try await runs.start()
        let retry = try await runs.create(on: second)
        #expect(retry.status == 201)
        #expect(try await runs.jobs() == 1, "it was paid once")
        await second.stop()
    }

    @Test func aRetryThatComesBeforeTheNextRunHasLookedBackJoins() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        _ = try await runs.create(on: first)
        await first.stop()

        let second = runs.make()
        second.hold()
        async let retry = runs.create(on: second)
        for _ in 0..<1000 { await Task.yield() }
        try await second.resume()
        #expect(try await retry.status == 201)
        #expect(try await runs.jobs() == 1, "it was paid once")
        await second.stop()
    }
}
