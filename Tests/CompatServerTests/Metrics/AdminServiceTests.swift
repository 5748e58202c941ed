import AgentsCore
import AgentsSimulator
import HTTPTransport
import Testing

@testable import CompatServer

/// What the operator is told of what has happened.
@Suite(.timeLimit(.minutes(1))) struct AdminServiceTests {
    /// The value of a sample; nothing if it is not there.
    private func value(_ sample: String, of server: CompatServer) async -> String? {
        guard case .response(let response) = await AdminService(of: server).respond(to: HTTPRequest(.get, "/metrics"))
        else { return nil }
        let lines = String(decoding: response.body, as: UTF8.self).split(separator: "\n")
        return lines.first { $0.hasPrefix("agents_compat_\(sample) ") }?.split(separator: " ").last.map(String.init)
    }

    @Test func whatHappensIsCounted() async throws {
        let runs = try await ServerRuns(SimulatorOptions(concurrentJobs: 2))
        let server = try await runs.start()
        _ = try await runs.create(on: server, "a tiger")
        _ = try await runs.create(on: server, "a tiger [[lose-reply]]")
        _ = try await runs.create(on: server, "a tiger [[http=422]]")
        _ = try await runs.create(on: server, "one too many")
        for (outcome, count) in [("accepted", "1"), ("in_doubt", "1"), ("refused", "1"), ("queued", "1")] {
            #expect(await value("submissions_total{outcome=\"\(outcome)\"}", of: server) == count, "\(outcome)")
        }
        #expect(await value("live_tasks", of: server) == "3")
        runs.clock.advance(by: .seconds(30))
        try await eventually { await value("polls_total{outcome=\"unfinished\"}", of: server) == "1" }
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            return await value("live_tasks", of: server) == "0"
        }
        #expect(await value("polls_total{outcome=\"ended\"}", of: server) == "2")
        #expect(await value("time_to_knowledge_seconds_count", of: server) == "2")
        #expect(await value("store_writes_total", of: server).flatMap { Int($0) } ?? 0 > 5)
        await server.stop()
    }

    /// A question every five seconds: that is how long an end can have been unknown.
    @Test func theTimeToKnowledgeIsThatSinceTheLastAnswer() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        _ = try await runs.create(on: server)
        runs.clock.advance(by: .seconds(25))
        var questions = 0
        while await value("live_tasks", of: server) == "1" {
            runs.clock.advance(by: .seconds(5))
            questions += 1
            try await eventually {
                let isIdle = await value("polls_running", of: server) == "0"
                return isIdle && server.metrics.polls[.unfinished] + server.metrics.polls[.ended] == questions
            }
        }
        #expect(server.metrics.timeToKnowledge.reading.sum == .seconds(5))
        #expect(await value("time_to_knowledge_seconds_bucket{le=\"5\"}", of: server) == "1")
        #expect(await value("time_to_knowledge_seconds_bucket{le=\"2.5\"}", of: server) == "0")
        await server.stop()
    }

    @Test(arguments: [
        (HTTPMethod.get, "/", 404), (.get, "/metrics/", 404), (.get, "/healthz", 404), (.post, "/metrics", 405),
        (.head, "/metrics", 200),
    ])
    func thereIsNothingElse(_ method: HTTPMethod, _ path: String, _ status: Int) async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let reply = await AdminService(of: server).respond(to: HTTPRequest(method, path))
        guard case .response(let response) = reply else { return #expect(Bool(false), "no answer") }
        #expect(response.status == status)
        #expect(status != 405 || response.fields["Allow"] == "GET")
        await server.stop()
    }

    @Test func clientsDoNotReachIt() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        #expect(try await runs.call(server, .get, "/metrics").status == 404)
        await server.stop()
    }

    @Test func noKeyAndNoWordOfAClientIsInIt() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let id = try #require(try await runs.create(on: server, "a secret tiger").string("id"))
        guard case .response(let response) = await AdminService(of: server).respond(to: HTTPRequest(.get, "/metrics"))
        else { return #expect(Bool(false), "no answer") }
        let text = String(decoding: response.body, as: UTF8.self)
        for secret in [Bench.key, "secret tiger", id] { #expect(!text.contains(secret)) }
        await server.stop()
    }
}
