import Adapters
import AgentsCore
import AgentsSimulator
import Testing

@testable import CompatServer

/// A client that was told "queued" finds its task for ever, whatever becomes of it.
@Suite(.timeLimit(.minutes(1))) struct WaitingRefusalTests {
    private let narrow = SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 1)

    /// Fills the only place, lets a second submission wait, and makes room.
    private func wait(
        _ prompt: String, _ runs: ServerRuns, _ server: CompatServer, beforeRoom: () async throws -> Void = {}
    ) async throws -> String {
        #expect(try await runs.create(on: server).status == 201)
        let waiting = try await runs.create(on: server, prompt)
        #expect(waiting.status == 201 && waiting.string("state") == "queued")
        #expect(try await runs.jobs() == 1)
        try await beforeRoom()
        runs.clock.advance(by: .seconds(121))
        return try #require(waiting.string("id"))
    }

    @Test(arguments: [400, 401, 402, 422])
    func whatIsRefusedAfterItWaitedHasFailed(_ status: Int) async throws {
        let runs = try await ServerRuns(narrow)
        let way = Way(InProcessTransport(handler: runs.simulator))
        let server = try await runs.start(upstream: way)
        let id = try await wait("a tiger in rain", runs, server) { way.obstacle = .status(status, "no tigers") }
        try await eventually { way.held(.post) > 0 }
        way.obstacle = .none
        try await eventually { try await runs.get(id, from: server).string("state") == "failed" }
        #expect(try await runs.get(id, from: server).string("failure_reason")?.isEmpty == false)
        #expect(try await runs.jobs() == 1)
        await server.stop()

        let next = try await runs.start()
        #expect(try await runs.get(id, from: next).string("state") == "failed")
        await next.stop()
    }

    @Test func whatFoundNoRoomIsNotSentAgainAtOnce() async throws {
        let runs = try await ServerRuns()
        let way = Way(InProcessTransport(handler: runs.simulator))
        let server = try await runs.start(upstream: way)
        way.obstacle = .status(429, "Too many concurrent jobs")
        #expect(try await runs.create(on: server).string("state") == "queued")
        #expect(way.held(.post) == 1)
        for moment: Int64 in [60, 120] {
            try await eventually { await server.submitter.alarm?.moment == .seconds(moment) }
            runs.clock.advance(by: .seconds(moment) - runs.clock.now)
            try await eventually { way.held(.post) == 1 + moment / 60 }
        }
        await server.stop()
    }

    @Test func whatHasWaitedForTooLongIsNotSentOnceMore() async throws {
        let runs = try await ServerRuns()
        let way = Way(InProcessTransport(handler: runs.simulator))
        let server = try await runs.start(upstream: way)
        way.obstacle = .status(429, "Too many concurrent jobs")
        let id = try #require(try await runs.create(on: server).string("id"))
        for moment in stride(from: Int64(60), through: 600, by: 60) {
            try await eventually { await server.submitter.alarm?.moment == .seconds(moment) }
            runs.clock.advance(by: .seconds(60))
            if moment < 600 { try await eventually { way.held(.post) == 1 + moment / 60 } }
        }
        // Its patience and its pause are over at the same moment.
        try await eventually { try await runs.get(id, from: server).string("state") == "failed" }
        #expect(way.held(.post) == 10)
        await server.stop()
    }

    @Test func whatMeetsAnUnreachableServiceWaitsOn() async throws {
        let runs = try await ServerRuns(narrow)
        let way = Way(InProcessTransport(handler: runs.simulator))
        let server = try await runs.start(upstream: way)
        let id = try await wait("a tiger in rain", runs, server) { way.obstacle = .unreachable }
        try await eventually { way.held(.post) > 0 }
        way.obstacle = .none
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            return try await runs.get(id, from: server).string("state") == "completed"
        }
        #expect(try await runs.jobs() == 2)
        await server.stop()
    }
}
