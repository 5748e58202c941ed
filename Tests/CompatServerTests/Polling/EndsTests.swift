import Adapters
import AgentsCore
import AgentsSimulator
import Synchronization
import Testing

@testable import CompatServer

/// Ends that cannot be stored as they should be.
@Suite(.timeLimit(.minutes(1))) struct EndsTests {
    @Test func aTaskThatCannotBeGivenUpIsTriedLessAndLess() async throws {
        let storm = try await StoreStorm()
        let (runs, events) = (storm.runs, NotedEvents())
        let server = try await runs.start(log: events.log)
        let id = try #require(try await runs.create(on: server, "a tiger [[never]]").string("id"))
        runs.clock.advance(by: .seconds(7190))
        try await eventually { try await runs.polls() > 0 }
        try await runs.rest(server)
        try await storm.begin(.locked)
        runs.clock.advance(by: .seconds(9))
        try await runs.rest(server)
        try await runs.pass(.seconds(60), by: .seconds(1), server)
        let tries = events.count(of: "cannot store a task")
        #expect((2...8).contains(tries), "\(tries)")
        #expect(events.count(of: "gave a task up") == 0)
        try await storm.end()
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            return try await runs.get(id, from: server).string("state") == "failed"
        }
        #expect(events.count(of: "gave a task up") == 1)
        await server.stop()
    }

    /// Answers every creation as it has answered the first.
    private final class SameTransport: ClientTransport {
        private let transport: any ClientTransport
        private let answer = Mutex<HTTPResponse?>(nil)

        init(_ transport: any ClientTransport) {
            self.transport = transport
        }

        func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
            guard request.method == .post else { return try await transport.send(request) }
            if let answer = answer.withLock(\.self) { return answer }
            let response = try await transport.send(request)
            answer.withLock { $0 = response }
            return response
        }
    }

    @Test func aTaskWithTheIDOfAnotherIsGivenUpInTime() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start(upstream: SameTransport(InProcessTransport(handler: runs.simulator)))
        for word in ["tiger", "lion"] { _ = try await runs.create(on: server, "a \(word) [[never]]") }
        runs.clock.advance(by: .seconds(7100))
        #expect(try await runs.store.unfinished().tasks.count == 2)
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            return try await runs.store.unfinished().tasks.isEmpty
        }
        await server.stop()
    }

    @Test func anEndThatOnlyTheStoreKnowsMakesRoom() async throws {
        let runs = try await ServerRuns(SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 1))
        let way = ScriptedTransport(InProcessTransport(handler: runs.simulator)) { body, count in
            guard count == 1, body.contains("lion") else { return nil }
            var response = HTTPResponse.noRoom
            response.fields["Retry-After"] = "120"
            return response
        }
        let server = try await runs.start(upstream: way)
        let id = try #require(try await runs.create(on: server, "a tiger").string("id"))
        #expect(try await runs.create(on: server, "a lion").string("state") == "queued")
        // It was stored although that seemed to fail.
        var task = try #require(try await runs.store.find(.id(id), of: runs.principal))
        #expect(task.undergo(.ended) == true)
        try await runs.store.update(task)
        try await eventually {
            runs.clock.advance(by: .seconds(1))
            return await server.poller.count == 1
        }
        try await eventually { way.sent("lion") == 2 }
        #expect(runs.clock.now < .seconds(120) && server.metrics.timeToKnowledge.reading.count == 1)
        await server.stop()
    }
}
