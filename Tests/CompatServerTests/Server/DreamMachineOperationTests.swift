import AgentsCore
import AgentsSimulator
import DreamMachineCompat
import Testing

@testable import CompatServer

/// What the Dream Machine API does besides making videos: the other kinds, lists, deletion, and what is told to everybody.
@Suite(.timeLimit(.minutes(1))) struct DreamMachineOperationTests {
    private static let path = "/dream-machine/v1/generations"
    private static let keys = [
        "id", "generation_type", "state", "failure_reason", "created_at", "assets", "model", "request",
    ]

    private func post(_ bench: Bench, _ path: String, _ body: String) async throws -> JSONAnswer {
        try JSONAnswer(await bench.call(.post, Self.path + path, body))
    }

    private func get(_ bench: Bench, _ path: String, key: String = Bench.key) async throws -> JSONAnswer {
        try JSONAnswer(await bench.call(.get, Self.path + path, key: key))
    }

    private func list(_ bench: Bench, _ query: String = "", key: String = Bench.key) async throws -> JSONAnswer {
        try await get(bench, query, key: key)
    }

    /// Polls that have reached the Agents API.
    private func polls(_ bench: Bench) async throws -> Int {
        try await bench.upstream().integer("requests", "GET /v1/generations/{id}", "200") ?? 0
    }

    // MARK: Kinds

    private static let creations: [(path: String, body: String, kind: String, word: String, model: String)] = [
        ("/image", #"{"prompt":"a kite"}"#, "image", "image", "uni-1"),
        (
            "/image", #"{"prompt":"make it red","modify_image_ref":{"url":"https://e.com/a.png"}}"#, "image", "image",
            "uni-1"
        ),
        (
            "/video/modify", #"{"media":{"url":"https://e.com/a.mp4"},"model":"ray-2","mode":"flex_1"}"#, "video",
            "modify_video", "ray-3.2"
        ),
        (
            "/video/reframe", #"{"media":{"url":"https://e.com/a.mp4"},"model":"ray-2","aspect_ratio":"1:1"}"#, "video",
            "reframe_video", "ray-3.2"
        ),
    ]

    @Test(arguments: Bench.Access.allCases)
    func `Every kind goes from queued to completed`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            for (path, body, kind, word, model) in Self.creations {
                let created = try await post(bench, path, body)
                #expect(created.status == 201, "\(created.text)")
                #expect(created.keys == Self.keys)
                #expect(created.string("state") == "queued")
                #expect(created.string("generation_type") == kind)
                #expect(created.string("request", "generation_type") == word)
                #expect(created.json("assets") == "null")
                #expect(created.string("model") == model)
                bench.clock.advance(by: .seconds(90))
                let completed = try await get(bench, "/\(try #require(created.string("id")))")
                #expect(completed.keys == Self.keys)
                #expect(completed.string("state") == "completed", "\(completed.text)")
                #expect(completed.string("generation_type") == kind)
                let (video, image) = (completed.json("assets", "video"), completed.json("assets", "image"))
                #expect((kind == "video" ? video : image)?.hasPrefix("\"http") == true)
                #expect((kind == "video" ? image : video) == "null")
                #expect(completed.json("assets", "progress_video") == "null")
                #expect(completed.json("request") == created.json("request"))
                #expect(completed.json("created_at") == created.json("created_at"))
            }
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A failure of every kind has a reason and a code`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            for (path, body, kind, _, _) in Self.creations {
                let prompt = #"{"prompt":"no [[fail=content_moderated]]""#
                let rest = body.hasPrefix(#"{"prompt""#) ? body.drop { $0 != "," } : "," + body.dropFirst()
                let created = try await post(bench, path, prompt + (rest.isEmpty ? "}" : rest))
                #expect(created.status == 201, "\(created.text)")
                bench.clock.advance(by: .seconds(90))
                let failed = try await get(bench, "/\(try #require(created.string("id")))")
                #expect(failed.keys == Self.keys + ["failure_code"])
                #expect(failed.string("state") == "failed")
                #expect(failed.string("generation_type") == kind)
                #expect(failed.string("failure_code") == "content_moderated")
                #expect(failed.string("failure_reason")?.isEmpty == false)
                #expect(failed.json("assets") == "null")
            }
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A synchronous image is answered when it is there`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            async let answer = post(bench, "/image", #"{"prompt":"a kite","sync":true}"#)
            try await bench.waitForJobs(1)
            while try await bench.store.unfinished().tasks.first?.stage != .accepted { await Task.yield() }
            // The first question is due after twenty seconds, the wait over after sixty.
            await bench.clock.waitForSleepers(2)
            bench.clock.advance(by: .seconds(31))
            let image = try await answer
            #expect(image.status == 201)
            #expect(image.string("state") == "completed")
            #expect(image.string("assets", "image")?.hasPrefix("http") == true)
            #expect(image.json("request", "sync") == "true")
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A synchronous image that takes too long is answered as it is`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            async let answer = post(bench, "/image", #"{"prompt":"a kite [[take=100]]","sync":true,"sync_timeout":10}"#)
            try await bench.waitForJobs(1)
            while try await bench.store.unfinished().tasks.first?.stage != .accepted { await Task.yield() }
            await bench.clock.waitForSleepers(2)
            bench.clock.advance(by: .seconds(10))
            let image = try await answer
            #expect(image.status == 201)
            #expect(image.string("state") == "queued")
            #expect(image.json("assets") == "null")
            bench.clock.advance(by: .seconds(100))
            #expect(try await get(bench, "/\(try #require(image.string("id")))").string("state") == "completed")
        }
    }

    // MARK: Lists

    @Test(arguments: Bench.Access.allCases)
    func `Generations are listed by pages, the newest first`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            #expect(
                try await list(bench).text
                    == #"{"has_more":false,"count":0,"limit":100,"offset":0,"generations":[]}"#)
            var ids: [String] = []
            for number in 0..<5 {
                ids.append(try #require(try await post(bench, "", #"{"prompt":"tiger \#(number)"}"#).string("id")))
                bench.clock.advance(by: .milliseconds(1))
            }
            _ = try await bench.call(.post, Self.path, #"{"prompt":"another's"}"#, key: "luma-api-other")
            _ = try await bench.call(.post, "/luma/videos", #"{"prompt":"another dialect's","async":true}"#)
            var met: [String] = []
            for offset in [0, 2, 4] {
                let page = try await list(bench, "?limit=2&offset=\(offset)")
                #expect(page.status == 200)
                #expect(page.keys == ["has_more", "count", "limit", "offset", "generations"])
                #expect(page.json("has_more") == (offset < 4 ? "true" : "false"))
                #expect(page.integer("count") == (offset < 4 ? 2 : 1))
                #expect((page.integer("limit"), page.integer("offset")) == (2, offset))
                met += page.ids
            }
            #expect(met == ids.reversed())
            #expect(try await list(bench).ids == ids.reversed())
            #expect(try await list(bench, "?offset=5").ids.isEmpty)
            #expect(try await list(bench, "?limit=0").status == 422)
            #expect(try await list(bench, key: "luma-api-other").integer("count") == 1)
            #expect(try await list(bench, key: "nonsense").status == 401)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A list is as true as its generations are one by one`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let first = try #require(try await post(bench, "", #"{"prompt":"a tiger"}"#).string("id"))
            bench.clock.advance(by: .seconds(70))
            _ = try await post(bench, "", #"{"prompt":"a lion [[never]]"}"#)
            bench.clock.advance(by: .seconds(10))
            let page = try await list(bench)
            #expect(page.states == ["dreaming", "completed"])
            #expect(page.text.contains(try await get(bench, "/\(first)").text))
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `Many lists at once share one question a second for each generation`(access: Bench.Access) async throws {
        try await Bench.run(access, .generous) { bench in
            for number in 0..<66 { _ = try await post(bench, "", #"{"prompt":"tiger \#(number) [[never]]"}"#) }
            let before = try await polls(bench)
            bench.clock.advance(by: .seconds(2))
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<5 { group.addTask { try await list(bench).integer("count") } }
                for try await count in group { #expect(count == 66) }
            }
            // The newest are asked after, the others when they are due.
            #expect(try await polls(bench) - before == 64)
        }
    }

    // MARK: Deleting

    @Test(arguments: Bench.Access.allCases)
    func `A deleted generation is gone, and nobody asks after it any more`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let kept = try #require(try await post(bench, "", #"{"prompt":"a tiger [[never]]"}"#).string("id"))
            let id = try #require(try await post(bench, "", #"{"prompt":"a lion [[never]]"}"#).string("id"))
            let foreign = try await bench.call(.delete, "\(Self.path)/\(id)", key: "luma-api-other")
            #expect(foreign.status == 404)
            let deleted = try await bench.call(.delete, "\(Self.path)/\(id)")
            #expect(deleted.status == 204)
            #expect(deleted.body.isEmpty)
            for method in [HTTPMethod.get, .delete] {
                let again = try await bench.call(method, "\(Self.path)/\(id)")
                #expect(again.status == 404)
                #expect(again.body == foreign.body)
            }
            #expect(try await list(bench).ids == [kept])
            let keyframes = #"{"frame0":{"type":"generation","id":"\#(id)"}}"#
            #expect(try await post(bench, "", #"{"prompt":"abc","keyframes":\#(keyframes)}"#).status == 400)

            bench.clock.advance(by: .seconds(600))
            #expect(try await get(bench, "/\(kept)").string("state") == "dreaming")
            let polled = try #require(try await bench.upstream().json("polls"))
            #expect(polled.contains(kept))
            #expect(!polled.contains(id))
        }
    }

    @Test func `An ended generation is deleted too, and stays so after a restart`() async throws {
        let folder = try StoreFolder()
        try await Bench.run(.inProcess, at: .file(folder)) { bench in
            let id = try #require(try await post(bench, "", #"{"prompt":"hidden tiger"}"#).string("id"))
            bench.clock.advance(by: .seconds(90))
            #expect(try await get(bench, "/\(id)").string("state") == "completed")
            #expect(try folder.names.contains { try folder.holds("hidden tiger", in: $0) })
            #expect(try await bench.call(.delete, "\(Self.path)/\(id)").status == 204)
            #expect(try await get(bench, "/\(id)").status == 404)
        }
        #expect(try folder.names.allSatisfy { try !folder.holds("hidden tiger", in: $0) })
        let store = try await SQLiteTaskStore(.file(folder))
        #expect(try await store.unfinished().tasks.isEmpty)
        await store.close()
    }

    @Test func `Who creates again what was deleted gets another generation`() async throws {
        try await Bench.run(.inProcess) { bench in
            // The answer did not arrive: a retry would join.
            let body = #"{"prompt":"a tiger"}"#
            let hasty = Task { try await bench.call(.post, Self.path, body) }
            try await bench.waitForJobs(1)
            hasty.cancel()
            _ = await hasty.result
            let first = try #require(try await list(bench).ids.first)
            #expect(try await bench.call(.delete, "\(Self.path)/\(first)").status == 204)
            let second = try await post(bench, "", body)
            #expect(second.status == 201)
            #expect(second.string("id") != first)
        }
    }

    @Test func `A synchronous image that is deleted meanwhile lets go of its caller`() async throws {
        try await Bench.run(.inProcess) { bench in
            async let answer = post(bench, "/image", #"{"prompt":"a kite","sync":true}"#)
            try await bench.waitForJobs(1)
            while try await list(bench).ids.isEmpty { await Task.yield() }
            await bench.clock.waitForSleepers(2)
            let id = try #require(try await list(bench).ids.first)
            #expect(try await bench.call(.delete, "\(Self.path)/\(id)").status == 204)
            #expect(try await answer.status == 201)
        }
    }

    // MARK: Another dialect's

    @Test(arguments: Bench.Access.allCases)
    func `A task of another dialect is not deleted here`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let accepted = try JSONAnswer(
                await bench.call(.post, "/luma/videos", #"{"prompt":"a volcano","async":true}"#))
            let id = try #require(accepted.string("task_id"))
            #expect(try await bench.call(.delete, "\(Self.path)/\(id)").status == 404)
            let found = try JSONAnswer(await bench.call(.post, "/luma/tasks", #"{"id":"\#(id)"}"#))
            #expect(found.string("id") == id)
        }
    }

    // MARK: Everything else

    @Test func `Fixed words need a key, the balance is not known`() async throws {
        try await Bench.run(.inProcess) { bench in
            for path in ["/concepts/list", "/camera_motion/list"] {
                #expect(try await get(bench, path).status == 200)
                #expect(try await get(bench, path, key: "nonsense").status == 401)
            }
            let credits = try await bench.call(.get, "/dream-machine/v1/credits")
            #expect(credits.status == 501)
            #expect(credits.fields["x-should-retry"] == "false")
        }
        let service = DreamMachineService(creditBalance: JSONNumber(lexeme: "5000"))
        try await Bench.run(.inProcess, dreamMachine: service) { bench in
            let credits = try await bench.call(.get, "/dream-machine/v1/credits")
            #expect(credits.body.elementsEqual(#"{"credit_balance":5000}"#.utf8))
            #expect(try await bench.call(.get, "/dream-machine/v1/credits", key: "x").status == 401)
        }
    }

    @Test func `A body where none belongs is ignored`() async throws {
        try await Bench.run(.sockets) { bench in
            let id = try #require(try await post(bench, "", #"{"prompt":"a tiger"}"#).string("id"))
            for body in ["", #"{"limit":1}"#, "not JSON"] {
                #expect(try await bench.call(.get, "\(Self.path)/\(id)", body).status == 200)
                #expect(try await JSONAnswer(bench.call(.get, Self.path, body)).integer("limit") == 100)
            }
            #expect(try await bench.call(.delete, "\(Self.path)/\(id)", "{").status == 204)
        }
    }

    @Test func `A server that is told so says dreaming for queued`() async throws {
        let service = DreamMachineService(quirks: .init(initialState: .dreaming, emptyAssets: .object))
        try await Bench.run(.inProcess, dreamMachine: service) { bench in
            let created = try await post(bench, "", #"{"prompt":"a tiger"}"#)
            #expect(created.string("state") == "dreaming")
            #expect(created.json("assets") == "{}")
            #expect(try await list(bench).states == ["dreaming"])
        }
    }

    @Test func `After an error whose meaning nobody knows, clients are told not to try again`() async throws {
        try await Bench.run(.inProcess) { bench in
            for (status, shouldRetry) in [(500, "false"), (504, "false"), (503, nil), (429, nil)] as [(Int, String?)] {
                let answer = try await bench.call(
                    .post, Self.path, #"{"prompt":"a tiger [[http=\#(status)]]"}"#)
                #expect(answer.status == status)
                #expect(answer.fields["x-should-retry"] == shouldRetry, "\(status)")
            }
        }
    }
}

extension SimulatorOptions {
    /// An account that may do all it likes.
    static let generous = SimulatorOptions(requestsPerMinute: 10_000, concurrentJobs: 10_000)
}

extension JSONAnswer {
    /// A member of each generation of a page.
    private func members(_ key: JSONKey) -> [String] {
        var record = JSONRecord()
        // The text was loaded once already.
        try? record.load(response.body)
        var texts: [String] = []
        var generation = record.first(in: record["generations"])
        while generation.isPresent {
            texts.append(record.string(record[generation, key]) ?? "")
            generation = record.next(after: generation, in: record["generations"])
        }
        return texts
    }

    /// Ids of the generations of a page.
    var ids: [String] { members("id") }

    /// States of the generations of a page.
    var states: [String] { members("state") }
}
