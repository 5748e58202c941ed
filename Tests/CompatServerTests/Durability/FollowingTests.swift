import AgentsCore
import AgentsSimulator
import Testing

@testable import CompatServer

/// Whatever clients ask meanwhile, every task that was taken up comes to its end by itself.
@Suite(.timeLimit(.minutes(1))) struct FollowingTests {
    private func isSettled(_ runs: ServerRuns) async throws -> Bool {
        try await runs.store.unfinished().tasks.isEmpty
    }

    /// Lets time pass without anybody asking.
    private func pass(_ time: Duration, _ runs: ServerRuns) async throws {
        let end = runs.clock.now + time
        while try await !isSettled(runs) && runs.clock.now < end {
            runs.clock.advance(by: .seconds(5))
            for _ in 0..<20 { await Task.yield() }
        }
        try await eventually { try await isSettled(runs) }
    }

    @Test func aTaskInDoubtWithoutAKeyEndsAlthoughItsClientAsks() async throws {
        let runs = try await ServerRuns()
        let way = Way(InProcessTransport(handler: runs.simulator))
        let first = try await runs.start(upstream: way)
        way.obstacle = .silence
        let call = Task { try await runs.create(on: first) }
        try await eventually { try await runs.jobs() == 1 }
        // Killed here: the intent is all that there is, and no key.
        let second = try await runs.start()
        let retry = try await runs.create(on: second)
        #expect(retry.status == 201 && retry.string("state") == "queued")
        let id = try #require(retry.string("id"))
        #expect(try await runs.get(id, from: second).string("state") == "queued")
        try await pass(.seconds(700), runs)
        #expect(try await runs.get(id, from: second).string("state") == "failed")
        #expect(try await runs.jobs() == 1)
        call.cancel()
        await second.stop()
    }

    @Test func aTaskWhoseKeyWasRefusedGoesOnAfterAQuickQuestion() async throws {
        let runs = try await ServerRuns()
        let way = Way(InProcessTransport(handler: runs.simulator))
        let server = try await runs.start(upstream: way)
        let id = try #require(try await runs.create(on: server).string("id"))
        way.obstacle = .status(401, "Unauthorized")
        runs.clock.advance(by: .seconds(30))
        try await eventually { way.held(.get) == 1 }
        try await eventually { await server.poller.agenda.isRefused(0) }
        way.obstacle = .none
        // Within the second in which nobody is asked twice.
        _ = try await runs.get(id, from: server)
        try await pass(.seconds(7300), runs)
        #expect(try await runs.get(id, from: server).string("state") == "completed")
        await server.stop()
    }

    // MARK: While nobody ran

    @Test func whatEndedWhileNobodyRanIsAskedAfterBeforeItIsGivenUp() async throws {
        let runs = try await ServerRuns()
        let way = Way(InProcessTransport(handler: runs.simulator))
        let first = try await runs.start(upstream: way)
        let id = try #require(try await runs.create(on: first).string("id"))
        await first.stop()
        runs.clock.advance(by: .seconds(3 * 3600))
        // The Agents API is as late as the server.
        way.obstacle = .status(503, "later")
        let second = try await runs.start(upstream: way)
        try await eventually { way.held(.get) > 0 }
        way.obstacle = .none
        try await pass(.seconds(120), runs)
        #expect(try await runs.get(id, from: second).string("state") == "completed")
        await second.stop()
    }

    @Test func whatNobodyKnowsTheEndOfIsGivenUpSoonAfterTheRestart() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let id = try #require(try await runs.create(on: first, "a [[never]] tiger").string("id"))
        await first.stop()
        runs.clock.advance(by: .seconds(3 * 3600))
        let second = try await runs.start()
        try await pass(.seconds(700), runs)
        #expect(try await runs.get(id, from: second).string("state") == "failed")
        await second.stop()
    }
}
