import AgentsCore
import AgentsSimulator
import Testing

@testable import CompatServer

/// The store cannot be written while submissions are refused, wait, or fail: their clients are told the truth.
@Suite(.timeLimit(.minutes(1))) struct WaitingStormTests {
    private static let narrow = SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 1)
    private static let unstored = "cannot store a task; trying again"
    private static let refusal = HTTPResponse(422, json: #"{"detail":"no tigers"}"#.utf8)

    /// Lets time pass until a task has failed; the reason that its client is told.
    private func failure(of id: String, _ runs: ServerRuns, on server: CompatServer) async throws -> String? {
        try await eventually {
            runs.clock.advance(by: .seconds(1))
            return try await runs.get(id, from: server).string("state") == "failed"
        }
        return try await runs.get(id, from: server).string("failure_reason")
    }

    @Test(arguments: [11, 7300])
    func whatFoundNoRoomFailsAsSoonAsItCanBeStored(_ seconds: Int64) async throws {
        let storm = try await StoreStorm(Self.narrow)
        let (runs, events) = (storm.runs, NotedEvents())
        let server = try await runs.start(log: events.log)
        _ = try await runs.create(on: server, "a bear [[never]]")
        let id = try #require(try await runs.create(on: server, "a tiger").string("id"))
        runs.clock.advance(by: .seconds(590))
        try await eventually {
            let alarm = await server.submitter.alarm?.moment ?? .zero
            return await server.submitter.busyCount == 0 && alarm > runs.clock.now
        }
        try await storm.begin(.locked)
        let start = events.count(of: Self.unstored)
        runs.clock.advance(by: .seconds(seconds))
        try await eventually { events.count(of: Self.unstored) > start }
        try await storm.end()
        #expect(try await failure(of: id, runs, on: server)?.contains("no room for the generation in time") == true)
        #expect(runs.clock.now < .seconds(1600 + seconds))
        await server.stop()
    }

    @Test func whatIsRefusedAfterItWaitedFailsAsSoonAsItCanBeStored() async throws {
        let storm = try await StoreStorm()
        let (runs, events) = (storm.runs, NotedEvents())
        let way = ScriptedTransport(InProcessTransport(handler: runs.simulator)) { _, count in
            if count == 1 { return .noRoom }
            try? await storm.begin(.locked)
            return Self.refusal
        }
        let server = try await runs.start(upstream: way, log: events.log)
        let id = try #require(try await runs.create(on: server, "a tiger").string("id"))
        runs.clock.advance(by: .seconds(61))
        try await eventually { events.count(of: Self.unstored) > 0 }
        try await storm.end()
        #expect(try await failure(of: id, runs, on: server)?.contains("no tigers") == true)
        #expect(runs.clock.now < .seconds(1000) && way.sent("tiger") == 2)
        await server.stop()
    }

    @Test func whatTheNextRunCannotSendFailsAsSoonAsItCanBeStored() async throws {
        let storm = try await StoreStorm(Self.narrow)
        let (runs, events) = (storm.runs, NotedEvents())
        let first = try await runs.start()
        _ = try await runs.create(on: first, "a bear [[never]]")
        let id = try #require(try await runs.create(on: first, "a tiger").string("id"))
        await first.stop()
        try await runs.store.writer.run { database throws(StoreError) in try database.run("DELETE FROM credential") }
        try await storm.begin(.locked)
        let second = try await runs.start(log: events.log)
        #expect(events.count(of: Self.unstored) > 0)
        try await storm.end()
        #expect(try await failure(of: id, runs, on: second)?.contains("not known any more") == true)
        #expect(runs.clock.now < .seconds(1000))
        await second.stop()
    }

    @Test func whatIsRefusedStaysRefusedUntilItsIntentIsFree() async throws {
        let storm = try await StoreStorm()
        let runs = storm.runs
        let way = ScriptedTransport(InProcessTransport(handler: runs.simulator)) { _, count in
            if count > 1 { return nil }
            try? await storm.begin(.locked)
            return Self.refusal
        }
        let server = try await runs.start(upstream: way)
        let key: HTTPFields = ["Idempotency-Key": "mine"]
        let refused = try await runs.create(on: server, fields: key)
        #expect(refused.status == 400)
        // Also when nothing else is remembered of it any more.
        for _ in 0..<2 {
            let retry = try await runs.create(on: server, fields: key)
            #expect(retry.status == 400 && retry.text == refused.text, "\(retry.text)")
            runs.clock.advance(by: .seconds(60))
        }
        try await storm.end()
        try await eventually {
            runs.clock.advance(by: .seconds(1))
            return try await runs.store.unfinished().tasks.isEmpty
        }
        try await eventually { await server.submitter.unfreed.isEmpty }
        #expect(try await runs.create(on: server, fields: key).status == 201)
        #expect(way.sent("tiger") == 2)
        await server.stop()
    }

    @Test(arguments: [false, true])
    func nobodyIsToldThatItWaitsUnlessThatIsStored(_ seemsToFail: Bool) async throws {
        let storm = try await StoreStorm()
        let runs = storm.runs
        let way = ScriptedTransport(InProcessTransport(handler: runs.simulator)) { _, count in
            if count > 1 { return nil }
            if seemsToFail, var task = try? await runs.store.unfinished().tasks.first {
                task.undergo(.queued)
                try? await runs.store.update(task)
            }
            try? await storm.begin(.locked)
            return .noRoom
        }
        let server = try await runs.start(upstream: way)
        let answer = try await runs.create(on: server)
        #expect(answer.status == 503 && answer.response.fields["Retry-After"] == "5", "\(answer.text)")
        #expect(await server.submitter.waiting.isEmpty)
        #expect(await server.submitter.line.count == 0)
        try await storm.end()
        try await eventually {
            runs.clock.advance(by: .seconds(1))
            return await server.submitter.unfreed.isEmpty
        }
        #expect(try await runs.store.unfinished().tasks.isEmpty)
        #expect(try await runs.create(on: server).status == 201)
        #expect(try await runs.jobs() == 1 && way.sent("tiger") == 2)
        await server.stop()
    }
}
