import AgentsCore
import Testing

@testable import CompatServer

/// An answer that a run has handed over when it is killed may never have left the process.
@Suite(.timeLimit(.minutes(1))) struct LastAnswerTests {
    @Test func aRetryAfterItJoins() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        _ = try await runs.create(on: first)
        // What the store is asked for later is done later: a note that would be stored at once is there.
        _ = try await runs.create(on: first, "a lion in rain")
        await first.stop()

        let second = try await runs.start()
        let retry = try await runs.create(on: second)
        #expect(retry.status == 201)
        #expect(try await runs.jobs() == 2, "each was paid once")
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
        try await eventually { second.opening.waiterCount == 1 }
        try await second.resume()
        #expect(try await retry.status == 201)
        #expect(try await runs.jobs() == 1, "it was paid once")
        await second.stop()
    }
}
