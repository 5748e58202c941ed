import Adapters
import AgentsCore
import AgentsSimulator
import HTTPTransport
import Testing

@testable import CompatServer

/// A server over years, and what its clients see of tasks that were let go.
@Suite(.timeLimit(.minutes(1))) struct RetentionServerTests {
    private static let day = Duration.seconds(86_400)
    private static let month = RetentionOptions(age: day * 30)

    /// Lets a task come to its end.
    private func end(_ id: String, _ runs: ServerRuns) async throws {
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            return try await runs.store.find(.id(id), of: runs.principal)?.stage == .ended
        }
    }

    private func create(_ runs: ServerRuns, on server: CompatServer, _ prompt: String) async throws -> String {
        let id = try #require(try await runs.create(on: server, prompt).string("id"))
        try await end(id, runs)
        return id
    }

    @Test func yearsLeaveNoMoreThanAMonth() async throws {
        let runs = try await ServerRuns()
        var server = try await runs.start(retention: Self.month)
        var ids: [String] = []
        for fortnight in 0..<52 {
            ids.append(try await create(runs, on: server, "fortnight \(fortnight)"))
            if fortnight % 20 == 19 {
                await server.stop()
                server = try await runs.start(retention: Self.month)
            }
            runs.clock.advance(by: Self.day * 14)
            let oldest = runs.clock.wallTime + (.zero - Self.day * 30)
            try await eventually {
                let ended = try await runs.store.endedTasks(after: nil, upTo: .last(at: oldest), limit: 9)
                if !ended.isEmpty { runs.clock.advance(by: .seconds(3600)) }
                return ended.isEmpty
            }
        }
        try await eventually {
            runs.clock.advance(by: .seconds(3600))
            return try await runs.rows("SELECT count(*) FROM task") <= 5
        }
        for table: SQL in ["SELECT count(*) FROM submission", "SELECT count(*) FROM callback"] {
            #expect(try await runs.rows(table) <= 5)
        }
        #expect(try await runs.get(ids[0], from: server).status == 404)
        #expect(try await runs.get(ids[51], from: server).string("state") == "completed")
        await server.stop()
    }

    @Test func anIdThatWasLetGoIsAnUnknownOne() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start(publicURL: "https://luma.example.com", retention: Self.month)
        let id = try await create(runs, on: server, "a tiger")
        let body = #"{"action":"generate","prompt":"a tiger","callback_url":"https://api.acedata.cloud/health"}"#
        let task = try #require(try await runs.call(server, .post, "/luma/videos", body).string("task_id"))
        try await end(task, runs)
        let link = try #require(
            try await runs.get(id, from: server).string("assets", "video")?.split(separator: "example.com").last)
        #expect(try await media(String(link), server) == 302)

        func answers() async throws -> [JSONAnswer] {
            [
                try await runs.get(id, from: server), try await runs.get("unknown", from: server),
                try await retrieve(task, runs, server), try await retrieve("unknown", runs, server),
            ]
        }
        runs.clock.advance(by: Self.day * 31)
        for isForgotten in [false, true] {
            try await eventually {
                runs.clock.advance(by: .seconds(3600))
                let question: SQL = "SELECT count(*) FROM task"
                return try await runs.rows(isForgotten ? question : question + " WHERE record <> ''") == 0
            }
            let found = try await answers()
            #expect(found[0].status == 404 && found[0].text == found[1].text)
            #expect(found[2].status == found[3].status && found[2].text == found[3].text, "\(found[2].text)")
            #expect(try await media(String(link), server) == 410)
            let list = try await runs.call(server, .get, "/dream-machine/v1/generations")
            #expect(list.integer("count") == 0)
        }
        await server.stop()
    }

    private func retrieve(_ id: String, _ runs: ServerRuns, _ server: CompatServer) async throws -> JSONAnswer {
        try await runs.call(server, .post, "/luma/tasks", "{\"action\":\"retrieve\",\"id\":\"\(id)\"}")
    }

    private func media(_ path: String, _ server: CompatServer) async throws -> Int? {
        guard case .response(let response) = await server.respond(to: HTTPRequest(.get, path)) else { return nil }
        return response.status
    }

    @Test func aKeyOfATaskThatWasLetGoPaysForNoOther() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start(retention: RetentionOptions(count: 1))
        let named: HTTPFields = ["Idempotency-Key": "first"]
        let first = try #require(try await runs.create(on: server, "a tiger", fields: named).string("id"))
        try await end(first, runs)
        _ = try await create(runs, on: server, "another tiger")
        try await eventually {
            runs.clock.advance(by: .seconds(600))
            return try await runs.store.find(.id(first), of: runs.principal) == nil
        }
        #expect(try await runs.create(on: server, "a tiger", fields: named).status == 404)
        #expect(try await runs.jobs() == 2)
        // A day later the key is anybody's, as any other.
        runs.clock.advance(by: Self.day * 2)
        try await eventually {
            runs.clock.advance(by: .seconds(3600))
            return try await runs.rows("SELECT count(*) FROM task") == 1
        }
        #expect(try await runs.create(on: server, "a tiger", fields: named).status == 201)
        #expect(try await runs.jobs() == 3)
        await server.stop()
    }
}

extension ServerRuns {
    /// What a question that counts yields.
    func rows(_ question: SQL) async throws -> Int {
        try await store.writer.run { database throws(StoreError) in
            try database.first(question) { Int($0.integer(0)) } ?? 0
        }
    }
}
