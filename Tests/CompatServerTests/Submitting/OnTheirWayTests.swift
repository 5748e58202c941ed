import AgentsCore
import AgentsSimulator
import HTTPTransport
import Testing

@testable import CompatServer

/// What waited and is on its way is sent no second time, and comes to its end once.
@Suite(.timeLimit(.minutes(1))) struct OnTheirWayTests {
    @Test func theRefusalOfAnotherDoesNotSendItAgain() async throws {
        let runs = try await ServerRuns()
        let (late, slow) = (Gate(), Gate())
        let way = ScriptedTransport(InProcessTransport(handler: runs.simulator)) { body, count in
            switch (body.contains("tiger"), count) {
            case (true, 1): return .noRoom
            case (true, 2): await slow.pass()
            case (false, 1):
                await late.pass()
                return .noRoom
            default: break
            }
            return nil
        }
        let server = try await runs.start(upstream: way)
        // Both are sent at once, as nobody waits yet; one of them is refused much later.
        let lion = Task { try await runs.create(on: server, "a lion") }
        try await eventually { way.sent("lion") == 1 }
        #expect(try await runs.create(on: server, "a tiger").string("state") == "queued")
        runs.clock.advance(by: .seconds(60))
        try await eventually { way.sent("tiger") == 2 }
        late.open()
        #expect(try await lion.value.string("state") == "queued")
        // Every pause is over, and the tiger is still on its way.
        runs.clock.advance(by: .seconds(130))
        try await eventually { await server.submitter.alarm.map { $0.moment > runs.clock.now } ?? true }
        slow.open()
        try await eventually { way.sent("lion") == 2 }
        #expect(way.sent("tiger") == 2)
        try await eventually { try await runs.jobs() == 2 }
        await server.stop()
    }

    @Test func whatIsDeletedMeanwhileIsNotFollowed() async throws {
        let runs = try await ServerRuns()
        let slow = Gate()
        let way = ScriptedTransport(InProcessTransport(handler: runs.simulator)) { _, count in
            if count == 1 { return .noRoom }
            await slow.pass()
            return nil
        }
        let server = try await runs.start(upstream: way)
        let id = try #require(try await runs.create(on: server, "a tiger").string("id"))
        runs.clock.advance(by: .seconds(60))
        try await eventually { way.sent("tiger") == 2 }
        let gone = HTTPRequest(
            .delete, "/dream-machine/v1/generations/\(id)", fields: ["Authorization": "Bearer \(Bench.key)"])
        _ = await server.respond(to: gone)
        #expect(await server.poller.count == 0)
        slow.open()
        try await eventually {
            let jobs = try await runs.jobs()
            return await server.submitter.busyCount == 0 && jobs == 1
        }
        #expect(await server.poller.count == 0)
        await server.stop()
    }

    @Test func endsFromBeforeAnybodyWaitedMakeNoRoom() async throws {
        let runs = try await ServerRuns(SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 1))
        let way = ScriptedTransport(InProcessTransport(handler: runs.simulator))
        let server = try await runs.start(upstream: way)
        let id = try #require(try await runs.create(on: server, "a tiger").string("id"))
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            return try await runs.get(id, from: server).string("state") == "completed"
        }
        // Each has a place, and a second one for which there is none.
        let keys = [Bench.key, "luma-api-other"]
        var principals: [Fingerprint] = []
        for (key, word) in zip(keys, ["lion", "wolf"]) {
            _ = try await runs.create(on: server, "a bear [[never]]", key: key)
            let waiting = try #require(try await runs.create(on: server, "a \(word)", key: key).string("id"))
            principals.append(try #require(try await runs.store.task(waiting)).principal)
            #expect(way.sent(word) == 1)
        }
        // Ends are heard in their order.
        await server.poller.endings.yield(principals[1])
        try await eventually { way.sent("wolf") == 2 }
        #expect(way.sent("lion") == 1)
        await server.stop()
    }
}
