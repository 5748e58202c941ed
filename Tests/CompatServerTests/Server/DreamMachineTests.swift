import AgentsCore
import Testing

@testable import CompatServer

@Suite(.timeLimit(.minutes(1))) struct DreamMachineTests {
    private static let path = "/dream-machine/v1/generations"

    private func create(
        _ bench: Bench, _ prompt: String = "a tiger in snow", fields: HTTPFields = [:]
    ) async throws -> JSONAnswer {
        try JSONAnswer(
            await bench.call(.post, Self.path, #"{"model":"ray-2","prompt":"\#(prompt)"}"#, fields: fields))
    }

    private func get(_ bench: Bench, _ id: String) async throws -> JSONAnswer {
        try JSONAnswer(await bench.call(.get, "\(Self.path)/\(id)"))
    }

    @Test(arguments: Bench.Access.allCases)
    func `A video goes from queued to completed`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let created = try await create(bench)
            #expect(created.status == 201)
            #expect(
                created.keys == [
                    "id", "generation_type", "state", "failure_reason", "created_at", "assets", "model", "request",
                ])
            #expect(created.string("state") == "queued")
            #expect(created.json("assets") == "null")
            #expect(created.response.fields["X-Compat-Losses"] != nil)
            let id = try #require(created.string("id"))

            bench.clock.advance(by: .seconds(10))
            let dreaming = try await get(bench, id)
            #expect(dreaming.status == 200)
            #expect(dreaming.string("state") == "dreaming")

            bench.clock.advance(by: .seconds(60))
            let completed = try await get(bench, id)
            #expect(completed.string("state") == "completed")
            #expect(completed.string("assets", "video")?.hasPrefix("http") == true)
            #expect(completed.json("assets", "image") == "null")
            #expect(completed.json("failure_reason") == "null")
            #expect(completed.string("model") == "ray-3.2")

            // An ended task is answered from the store.
            let asked = try await bench.upstream().integer("requests", "GET /v1/generations/{id}", "200")
            bench.clock.advance(by: .seconds(60))
            #expect(try await get(bench, id).text == completed.text)
            #expect(try await bench.upstream().integer("requests", "GET /v1/generations/{id}", "200") == asked)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A failed generation says why`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let id = try #require(try await create(bench, "a [[fail=content_moderated]]").string("id"))
            bench.clock.advance(by: .seconds(90))
            let failed = try await get(bench, id)
            #expect(failed.string("state") == "failed")
            #expect(failed.string("failure_reason")?.isEmpty == false)
            #expect(failed.string("failure_code") == "content_moderated")
            #expect(failed.json("assets") == "null")
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `Someone else's task looks like none`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let id = try #require(try await create(bench).string("id"))
            let foreign = try await bench.call(.get, "\(Self.path)/\(id)", key: "luma-api-other")
            let unknown = try await bench.call(.get, "\(Self.path)/00000000-0000-4000-8000-000000000000")
            #expect(foreign.status == 404)
            #expect(unknown.status == 404)
            #expect(foreign.body == unknown.body)
            #expect(foreign.body.elementsEqual(#"{"detail":"Generation not found"}"#.utf8))
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A lost reply is accepted, never sent again, and fails in the end`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let created = try await create(bench, "a [[lose-reply]]")
            #expect(created.status == 201)
            #expect(created.string("state") == "queued")
            let id = try #require(created.string("id"))
            #expect(try await bench.upstream().integer("jobs_created") == 1)
            #expect(try await get(bench, id).string("state") == "queued")
            bench.clock.advance(by: .seconds(601))
            while try await get(bench, id).string("state") != "failed" { await Task.yield() }
            #expect(try await get(bench, id).string("failure_reason")?.contains("not submitted again") == true)
            #expect(try await bench.upstream().integer("jobs_created") == 1)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A bad request is refused in the dialect's words, and nothing is sent`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let bodies: [(String, Int)] = [
                ("", 422), ("{", 422), ("[]", 422), (#"{"model":"ray-2"}"#, 400), (#"{"prompt":7}"#, 422),
                (#"{"prompt":"ok then","model":"sora"}"#, 400), (#"{"prompt":"ab"}"#, 400),
                (#"{"prompt":"ok then","callback_url":"http://127.0.0.1/hook"}"#, 400),
                (String(repeating: "[", count: 10_000), 422),
            ]
            for (body, status) in bodies {
                let answer = try JSONAnswer(await bench.call(.post, Self.path, body))
                #expect(answer.status == status, "\(body.prefix(60)): \(answer.text)")
                #expect(answer.json("detail") != nil)
            }
            let unknown = try JSONAnswer(await bench.call(.get, "/dream-machine/v1/nothing"))
            #expect(unknown.status == 404)
            #expect(unknown.keys.contains("detail"))
            #expect(try JSONAnswer(await bench.call(.put, Self.path)).status == 405)
            #expect(try await bench.upstream().json("requests", "POST /v1/generations") == nil)
        }
    }

    @Test func `A refusal of the Agents API reaches the client, and the intent is free`() async throws {
        try await Bench.run(.inProcess) { bench in
            let broke = try await bench.call(
                .post, Self.path, #"{"prompt":"a tiger in snow"}"#, key: "luma-api-broke")
            #expect(broke.status == 402)
            #expect(broke.fields["x-should-retry"] == "false")
            let unknown = try await bench.call(
                .post, Self.path, #"{"prompt":"a tiger in snow"}"#, key: "luma-api-unknown")
            #expect(unknown.status == 401)
            #expect(try await bench.store.unfinished().tasks.isEmpty)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `Without the Agents API a submission is refused with a time to come back`(access: Bench.Access) async throws {
        try await Bench.run(access, upstream: NoTransport()) { bench in
            let answer = try await create(bench)
            #expect(answer.status == 502)
            #expect(answer.response.fields["Retry-After"] != nil)
            #expect(try await bench.store.unfinished().tasks.isEmpty)
            #expect(try await bench.call(.get, "/healthz").status == 200)
            #expect(try await bench.call(.get, "/readyz").status == 503)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `Many clients that ask after a task share one question a second`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let id = try #require(try await create(bench).string("id"))
            for _ in 0..<3 {
                bench.clock.advance(by: .seconds(1))
                try await withThrowingTaskGroup(of: String?.self) { group in
                    for _ in 0..<100 { group.addTask { try await get(bench, id).string("state") } }
                    for try await state in group { #expect(state != nil) }
                }
            }
            #expect(try await bench.upstream().integer("requests", "GET /v1/generations/{id}", "200") == 3)
        }
    }

    @Test func `Equal submissions in parallel are several jobs, a marked retry is none`() async throws {
        try await Bench.run(.inProcess) { bench in
            try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await create(bench, fields: ["x-stainless-retry-count": "0"]).string("id")
                    }
                }
                let ids = try await group.reduce(into: Set<String?>()) { $0.insert($1) }
                #expect(ids.count == 4)
            }
            #expect(try await bench.upstream().integer("jobs_created") == 4)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `Ping answers`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let answer = try await bench.call(.get, "/dream-machine/v1/ping")
            #expect(answer.status == 200)
            #expect(answer.body.elementsEqual(#"{"message":"pong"}"#.utf8))
        }
    }
}
