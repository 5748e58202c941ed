import Adapters
import AgentsCore
import AgentsSimulator
import HTTPTransport
import Testing

@testable import CompatServer

/// The world's clock is set while tasks live: what is waited for is not what it says.
@Suite(.timeLimit(.minutes(1))) struct ClockJumpTests {
    private static let years = Duration.seconds(20 * 365 * 86_400)
    private static let steps = [years, .zero - years, .seconds(7201), .seconds(-601)]

    private func step(_ runs: ServerRuns, _ step: Duration) {
        runs.clock.setWallTime(runs.clock.wallTime + step)
    }

    private func ends(_ id: String, _ state: String, _ runs: ServerRuns, _ server: CompatServer) async throws {
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            let found = try await runs.get(id, from: server).string("state")
            return found == "completed" || found == "failed"
        }
        #expect(try await runs.get(id, from: server).string("state") == state)
    }

    @Test(arguments: steps, [false, true])
    func aTaskEndsAsItWould(_ jump: Duration, _ isRestarted: Bool) async throws {
        let runs = try await ServerRuns()
        var server = try await runs.start()
        let id = try #require(try await runs.create(on: server).string("id"))
        step(runs, jump)
        if isRestarted {
            await server.stop()
            server = try await runs.start()
        }
        try await ends(id, "completed", runs, server)
        await server.stop()
    }

    /// The clock is set while the answer to the submission is on its way.
    @Test(arguments: steps)
    func aTaskThatIsBeingSubmittedIsNotOld(_ jump: Duration) async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start(
            upstream: HookedTransport(InProcessTransport(handler: runs.simulator)) { request in
                if request.method == .post { step(runs, jump) }
            })
        let id = try #require(try await runs.create(on: server).string("id"))
        let doubtful = try #require(try await runs.create(on: server, "a tiger [[lose-reply]]").string("id"))
        try await ends(id, "completed", runs, server)
        #expect(try await runs.get(doubtful, from: server).string("state") == "queued")
        runs.clock.advance(by: .seconds(601))
        try await ends(doubtful, "failed", runs, server)
        await server.stop()
    }

    @Test(arguments: steps)
    func aTaskInDoubtWaitsForItsWindow(_ jump: Duration) async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let id = try #require(try await runs.create(on: server, "a tiger [[lose-reply]]").string("id"))
        step(runs, jump)
        runs.clock.advance(by: .seconds(590))
        try await runs.rest(server)
        #expect(try await runs.get(id, from: server).string("state") == "queued")
        runs.clock.advance(by: .seconds(20))
        try await ends(id, "failed", runs, server)
        await server.stop()
    }

    /// A server that was down for longer than a task may take asks once before it says that the task did not end.
    @Test func aTaskThatEndedWhileTheServerWasDownHasEnded() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let id = try #require(try await runs.create(on: first).string("id"))
        await first.stop()
        runs.clock.advance(by: .seconds(3 * 86_400))
        let second = try await runs.start()
        try await ends(id, "completed", runs, second)
        await second.stop()
    }

    @Test(arguments: [.seconds(2 * 86_400), .zero - years, years] as [Duration], [false, true])
    func aKeyPaysOnceWhateverTheClockSays(_ jump: Duration, _ isForgotten: Bool) async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let key: HTTPFields = ["Idempotency-Key": "mine"]
        let id = try #require(try await runs.create(on: server, fields: key).string("id"))
        step(runs, jump)
        // So long that it is no more in memory, and old submissions are looked for.
        runs.clock.advance(by: .seconds(isForgotten ? 4000 : 10))
        _ = try await runs.create(on: server, "another tiger")
        #expect(try await runs.create(on: server, fields: key).string("id") == id)
        #expect(try await runs.jobs() == 2)
        await server.stop()
    }

    @Test(arguments: [years, .zero - years] as [Duration])
    func aRetryJoins(_ jump: Duration) async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let id = try await runs.create(on: server, "a tiger [[lose-reply]]").string("id")
        step(runs, jump)
        let retry = try await runs.create(
            on: server, "a tiger [[lose-reply]]", fields: ["x-stainless-retry-count": "1"])
        #expect(retry.string("id") == id)
        await server.stop()
    }

    @Test(arguments: [.zero - years, .seconds(-7201), years] as [Duration])
    func aLinkLeadsToAFileThatIsOpen(_ jump: Duration) async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start(publicURL: "https://luma.example.com")
        let id = try #require(try await runs.create(on: server).string("id"))
        try await ends(id, "completed", runs, server)
        let url = try #require(try await runs.get(id, from: server).string("assets", "video"))
        let path = String(url.dropFirst("https://luma.example.com".count))
        let first = try await location(path, server)
        // The storage's clock is right: its URLs are good for an hour, and this one is not any more.
        runs.clock.advance(by: .seconds(4000))
        step(runs, jump)
        #expect(try await location(path, server) != first)
        await server.stop()
    }

    private func location(_ path: String, _ server: CompatServer) async throws -> String {
        guard case .response(let response) = await server.respond(to: HTTPRequest(.get, path)) else {
            throw Bench.UnexpectedReply()
        }
        #expect(response.status == 302)
        return try #require(response.fields["Location"])
    }
}
