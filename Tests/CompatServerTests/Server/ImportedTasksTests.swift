import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

@testable import CompatServer

/// Tasks of histories, as clients of both APIs see them on a server that was running before.
@Suite(.timeLimit(.minutes(1))) struct ImportedTasksTests {
    private static let task =
        #"{"id":"6b6e7ed4-ae5d-4d11-8b07-1ab3c4d5e6f7","created_at":1725077011.961,"request":{"prompt":"caf\u00e9","action":"generate"},"#
        + #""trace_id":"3f0d6a1c-0000-4000-8000-000000000001","response":{"success":true,"#
        + #""task_id":"6b6e7ed4-ae5d-4d11-8b07-1ab3c4d5e6f7","video_id":"v-1","prompt":"caf\u00e9","#
        + #""video_url":"https:\/\/cdn.example.com\/v.mp4?a=1\u0026b=2","state":"completed"}}"#
    private static let generation =
        #"{"id":"g-1","generation_type":"video","state":"completed","failure_reason":null,"#
        + #""created_at":"2025-05-19T13:51:42.302000Z","assets":{"video":"https://cdn.example.com/g.mp4"},"#
        + #""model":"ray-2","request":{"prompt":"p","generation_type":"video"}}"#
    private static let stale =
        #"{"id":"g-2","generation_type":"video","state":"dreaming","failure_reason":null,"#
        + #""created_at":"2025-05-19T13:51:43.000000Z","assets":null,"model":"ray-2"}"#

    /// Takes records over, past the server.
    private func take(_ records: String..., into bench: Bench) async throws {
        let store = try #require(bench.store as? SQLiteTaskStore)
        let owner = bench.server.principals.secret.fingerprint(of: Credential(Bench.key))
        let normalizer = Normalizer(.legacy)
        var tasks: [StoredTask] = []
        for record in records {
            for line in try normalizer.normalize(record.utf8).map(\.line) {
                let record = try TaskRecord(importing: line.utf8)
                tasks.append(StoredTask(importing: record, for: owner, at: WallTime(seconds: 1_790_000_000)))
            }
        }
        #expect(try await store.importTasks(tasks) == tasks.map { _ in .imported })
    }

    private func ask(_ bench: Bench, _ body: String) async throws -> String {
        String(decoding: try await bench.call(.post, "/luma/tasks", body).body, as: UTF8.self)
    }

    private func get(_ bench: Bench, _ id: String, key: String = Bench.key) async throws -> (status: Int, text: String)
    {
        let response = try await bench.call(.get, "/dream-machine/v1/generations/\(id)", key: key)
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    @Test func `In their own dialect they answer byte for byte`() async throws {
        try await Bench.run(.inProcess) { bench in
            // The server has been asked before, and remembers nothing of it.
            #expect(try await ask(bench, #"{"id":"6b6e7ed4-ae5d-4d11-8b07-1ab3c4d5e6f7"}"#) == "{}")
            #expect(try await get(bench, "g-1").status == 404)
            try await take(Self.task, Self.generation, Self.stale, into: bench)
            #expect(try await ask(bench, #"{"id":"6b6e7ed4-ae5d-4d11-8b07-1ab3c4d5e6f7"}"#) == Self.task)
            #expect(try await ask(bench, #"{"trace_id":"3f0d6a1c-0000-4000-8000-000000000001"}"#) == Self.task)
            let batch = try await ask(
                bench, #"{"action":"retrieve_batch","ids":["6b6e7ed4-ae5d-4d11-8b07-1ab3c4d5e6f7","none"]}"#)
            #expect(batch == #"{"items":[\#(Self.task)],"count":1}"#)
            let window = try await ask(
                bench,
                #"{"action":"retrieve_batch","created_at_min":1725077011.961,"created_at_max":1725077011.961}"#)
            #expect(window == batch)
            #expect(try await get(bench, "g-1").text == Self.generation)
            #expect(try await get(bench, "g-2").text == Self.stale)
            let list = try await bench.call(.get, "/dream-machine/v1/generations")
            #expect(
                String(decoding: list.body, as: UTF8.self)
                    == #"{"has_more":false,"count":2,"limit":100,"offset":0,"generations":[\#(Self.stale),\#(Self.generation)]}"#
            )
            #expect(try await bench.upstream().integer("jobs_created") == 0)
        }
    }

    @Test func `In the other dialect they have what the record says, and nothing that is made up`() async throws {
        try await Bench.run(.inProcess) { bench in
            try await take(Self.task, Self.generation, Self.stale, into: bench)
            let other = try JSONAnswer(
                await bench.call(.get, "/dream-machine/v1/generations/6b6e7ed4-ae5d-4d11-8b07-1ab3c4d5e6f7"))
            #expect(other.string("state") == "completed")
            #expect(other.string("assets", "video") == "https://cdn.example.com/v.mp4?a=1&b=2")
            let task = try JSONAnswer(await bench.call(.post, "/luma/tasks", #"{"id":"g-1"}"#))
            #expect(task.string("response", "video_url") == "https://cdn.example.com/g.mp4")
            #expect(task.json("created_at") == "1747662702.302000")
            for key in ["_id", "trace_id", "user_id", "application_id", "credential_id", "finished_at", "elapsed"]
                as [JSONKey]
            {
                #expect(task.json(key) == nil)
            }
            let stale = try JSONAnswer(await bench.call(.post, "/luma/tasks", #"{"id":"g-2"}"#))
            #expect(stale.json("response", "success") == nil)
            // Nobody asks after them either.
            bench.clock.advance(by: .seconds(3 * 3600))
            #expect(try await get(bench, "g-2").text == Self.stale)
        }
    }

    @Test func `They are nobody else's`() async throws {
        try await Bench.run(.inProcess) { bench in
            try await take(Self.generation, into: bench)
            #expect(try await get(bench, "g-1", key: "luma-api-somebody-else").status == 404)
        }
    }

    @Test func `They are deleted like others`() async throws {
        try await Bench.run(.inProcess) { bench in
            try await take(Self.generation, into: bench)
            #expect(try await bench.call(.delete, "/dream-machine/v1/generations/g-1").status == 204)
            #expect(try await get(bench, "g-1").status == 404)
        }
    }

    @Test(arguments: [
        (
            "/dream-machine/v1/generations",
            #"{"model":"ray-2","prompt":"a prompt","keyframes":{"frame0":{"type":"generation","id":"g-1"}}}"#
        ),
        ("/luma/videos", #"{"action":"extend","prompt":"p","video_id":"g-1"}"#),
        ("/luma/videos", #"{"action":"extend","prompt":"p","video_url":"https://cdn.example.com/g.mp4"}"#),
    ])
    func `A request that refers to one is refused before anything is sent`(_ path: String, _ body: String) async throws
    {
        try await Bench.run(.inProcess) { bench in
            try await take(Self.generation, into: bench)
            let response = try await bench.call(.post, path, body)
            #expect(response.status == 400)
            #expect(
                String(decoding: response.body, as: UTF8.self).contains(
                    "Generation g-1 cannot be extended: the Agents API does not know it."))
            #expect(try await bench.upstream().integer("jobs_created") == 0)
        }
    }
}

extension AdapterRegistry {
    /// The shapes of both legacy APIs.
    fileprivate static let legacy = AdapterRegistry(shapes: AceData.shapes + DreamMachine.shapes)
}
