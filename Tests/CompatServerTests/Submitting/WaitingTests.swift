import Adapters
import AgentsCore
import AgentsSimulator
import Testing

@testable import CompatServer

/// The Agents API refuses what it has no room for; here it waits.
@Suite struct WaitingTests {
    private let narrow = SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 1)

    /// Creates several videos, and gives their ids.
    private func create(_ count: Int, _ runs: ServerRuns, on server: CompatServer) async throws -> [String] {
        var ids: [String] = []
        for number in 1...count {
            let answer = try await runs.create(on: server, "tiger \(number) in snow")
            #expect(answer.status == 201 && answer.string("state") == "queued", "\(answer.text)")
            ids.append(try #require(answer.string("id")))
        }
        return ids
    }

    private func state(_ id: String, _ runs: ServerRuns, _ server: CompatServer) async throws -> String? {
        try await runs.get(id, from: server).string("state")
    }

    /// Lets time pass until a video is finished; a client is told nothing new more often than once a second.
    private func complete(_ id: String, _ runs: ServerRuns, _ server: CompatServer) async throws {
        runs.clock.advance(by: .seconds(61))
        try await eventually {
            runs.clock.advance(by: .seconds(1))
            return try await state(id, runs, server) == "completed"
        }
    }

    @Test func theyAreSentInTheirOrderWhenThereIsRoom() async throws {
        let runs = try await ServerRuns(narrow)
        let server = try await runs.start()
        let ids = try await create(3, runs, on: server)
        #expect(try await runs.jobs() == 1)
        for (place, id) in ids.enumerated() {
            try await eventually { try await runs.jobs() == place + 1 }
            #expect(try await state(id, runs, server) != "failed")
            try await complete(id, runs, server)
        }
        #expect(try await runs.jobs() == 3)
        await server.stop()
    }

    @Test func theyOutliveTheRun() async throws {
        let runs = try await ServerRuns(narrow)
        let first = try await runs.start()
        let ids = try await create(3, runs, on: first)
        await first.stop()
        let second = try await runs.start()
        for (place, id) in ids.enumerated() {
            try await eventually { try await runs.jobs() == place + 1 }
            try await complete(id, runs, second)
        }
        #expect(try await runs.jobs() == 3)
        await second.stop()
    }

    @Test func whoWaitsForTooLongIsTold() async throws {
        let runs = try await ServerRuns(narrow)
        let server = try await runs.start()
        let endless = try await runs.create(on: server, "a tiger [[never]]")
        #expect(endless.status == 201)
        let id = try await create(1, runs, on: server)[0]
        runs.clock.advance(by: .seconds(601))
        try await eventually { try await state(id, runs, server) == "failed" }
        #expect(try await runs.get(id, from: server).string("failure_reason")?.contains("not submitted") == true)
        #expect(try await runs.jobs() == 1)
        await server.stop()
    }

    @Test func whatIsDeletedIsNotSent() async throws {
        let runs = try await ServerRuns(narrow)
        let server = try await runs.start()
        let ids = try await create(2, runs, on: server)
        let gone = HTTPRequest(
            .delete, "/dream-machine/v1/generations/\(ids[1])", fields: ["Authorization": "Bearer \(Bench.key)"])
        _ = await server.respond(to: gone)
        try await complete(ids[0], runs, server)
        runs.clock.advance(by: .seconds(200))
        #expect(try await runs.jobs() == 1)
        await server.stop()
    }

    @Test func theLineIsBounded() async throws {
        let runs = try await ServerRuns(narrow)
        let server = try await runs.start()
        _ = try await create(1 + WaitingLine.capacity, runs, on: server)
        let refused = try await runs.create(on: server, "one tiger too many")
        #expect(refused.status == 429)
        #expect(refused.response.fields["Retry-After"] == "60")
        #expect(try await runs.create(on: server, "a tiger", key: "luma-api-other").status == 201)
        #expect(try await runs.jobs() == 2)
        await server.stop()
    }

    @Test func aLineThatIsFullAfterARestartIsNotMadeLonger() async throws {
        let runs = try await ServerRuns(narrow)
        let first = try await runs.start()
        var ids = try await create(1 + WaitingLine.capacity, runs, on: first)
        // A run that is about to end leaves to the next whatever comes.
        await first.drain(within: .seconds(10))
        ids += try await create(1, runs, on: first)
        await first.stop()

        let second = try await runs.start()
        #expect(await second.submitter.line.count == WaitingLine.capacity)
        var failures: [String?] = []
        for id in ids {
            let answer = try await runs.get(id, from: second)
            if answer.string("state") == "failed" { failures.append(answer.string("failure_reason")) }
        }
        #expect(failures == ["There was no room for it in the line; it was not submitted."])
        #expect(try await runs.jobs() == 1)
        await second.stop()
    }

    @Test func theRateLimitIsStillARefusal() async throws {
        let runs = try await ServerRuns(SimulatorOptions(requestsPerMinute: 1))
        let server = try await runs.start()
        _ = try await create(1, runs, on: server)
        #expect(try await runs.create(on: server).status == 429)
        await server.stop()
    }
}
