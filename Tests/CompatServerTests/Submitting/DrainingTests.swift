import AgentsCore
import AgentsSimulator
import Testing

@testable import CompatServer

/// A server that is told to stop leaves nothing in doubt that it could have waited for.
@Suite(.timeLimit(.minutes(1))) struct DrainingTests {
    /// Answers creations when its gate is open.
    private struct Slow: ClientTransport {
        let gate = Gate()
        let upstream: InProcessTransport

        func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
            let response = try await upstream.send(request)
            if request.method == .post { await gate.pass() }
            return response
        }
    }

    @Test func aSubmissionOnItsWayIsWaitedForAlsoIfItsClientHasGone() async throws {
        let runs = try await ServerRuns()
        let slow = Slow(upstream: InProcessTransport(handler: runs.simulator))
        let server = try await runs.start(upstream: slow)
        let call = Task { try await runs.create(on: server) }
        try await eventually { try await runs.jobs() == 1 }
        call.cancel()
        let isOver = Flag()
        let end = Task {
            await server.drain(within: .seconds(10))
            isOver.set()
        }
        try await eventually { await server.submitter.idleness != nil }
        #expect(!isOver.isSet)
        slow.gate.open()
        await end.value
        #expect(try await runs.store.unfinished().tasks.map(\.stage) == [.accepted])
        await server.stop()
        _ = try? await call.value
    }

    @Test func oneThatNeverEndsIsNotWaitedForForEver() async throws {
        let runs = try await ServerRuns()
        let way = Way(InProcessTransport(handler: runs.simulator))
        let server = try await runs.start(upstream: way)
        way.obstacle = .silence
        let call = Task { try await runs.create(on: server) }
        try await eventually { way.held(.post) == 1 }
        let isOver = Flag()
        let end = Task {
            await server.drain(within: .seconds(10))
            isOver.set()
        }
        try await eventually {
            runs.clock.advance(by: .seconds(1))
            return isOver.isSet
        }
        await end.value
        #expect(runs.clock.now >= .seconds(10))
        await server.stop()
        call.cancel()
    }

    @Test func whoHasItsAnswerIsNotTakenForARetryInTheNextRun() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let id = try await runs.create(on: first).string("id")
        await first.drain(within: .seconds(10))
        await first.stop()
        let second = try await runs.start()
        #expect(try await runs.create(on: second).string("id") != id)
        #expect(try await runs.jobs() == 2)
        await second.stop()
    }

    @Test func whatWaitsForRoomIsLeftToTheNextRun() async throws {
        let runs = try await ServerRuns(SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 1))
        let first = try await runs.start()
        for number in 1...2 { _ = try await runs.create(on: first, "tiger \(number)") }
        await first.drain(within: .seconds(10))
        #expect(await first.submitter.isStopped)
        #expect(await first.submitter.alarm == nil, "nobody wakes up to send it")
        #expect(try await runs.jobs() == 1)
        await first.stop()
        let second = try await runs.start()
        try await eventually {
            runs.clock.advance(by: .seconds(1))
            return try await runs.jobs() == 2
        }
        await second.stop()
    }
}
