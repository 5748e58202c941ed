import AgentsCore
import Testing

@testable import CompatServer

/// Tasks that were submitted to the other API of the same server.
@Suite(.timeLimit(.minutes(1))) struct AceDataAdoptionTests {
    private func ask(_ bench: Bench, _ id: String) async throws -> JSONAnswer {
        try JSONAnswer(await bench.call(.post, "/luma/tasks", #"{"id":"\#(id)"}"#))
    }

    private func create(_ bench: Bench, _ prompt: String) async throws -> String {
        let body = #"{"prompt":"\#(prompt)","model":"ray-2"}"#
        let answer = try JSONAnswer(await bench.call(.post, "/dream-machine/v1/generations", body))
        return try #require(answer.string("id"))
    }

    @Test func `They have every member that the server knows`() async throws {
        try await Bench.run(.inProcess) { bench in
            let id = try await create(bench, "a volcano")
            let own = try JSONAnswer(await bench.call(.post, "/luma/videos", #"{"prompt":"p","async":true}"#))
            let reference = try await ask(bench, try #require(own.string("task_id")))

            let running = try await ask(bench, id)
            #expect(running.keys == reference.keys)
            #expect(running.json("response") == "{}")
            for name in ["api_id", "application_id", "credential_id", "user_id", "type"] as [JSONKey] {
                #expect(running.string(name) != nil && running.string(name) == reference.string(name))
            }
            bench.clock.advance(by: .seconds(61))
            let done = try await ask(bench, id)
            let finished = try await ask(bench, try #require(own.string("task_id")))
            #expect(done.keys == finished.keys)
            #expect(done.string("response", "video_id") == id)
            #expect(done.string("response", "prompt") == "a volcano")
            #expect(done.string("response", "video_url")?.hasPrefix("http") == true)
            #expect(done.string("_id") == running.string("_id"))
            // By either of its ids, it is the same task.
            #expect(try await ask(bench, try #require(done.string("id"))).text == done.text)
        }
    }

    @Test func `Their failures are told in the words of this API`() async throws {
        try await Bench.run(.inProcess) { bench in
            let id = try await create(bench, "a statue [[fail=content_moderated]]")
            bench.clock.advance(by: .seconds(61))
            let failed = try await ask(bench, id)
            #expect(failed.json("response", "success") == "false")
            #expect(failed.string("response", "error", "code") == "forbidden")
            #expect(failed.string("response", "trace_id") == failed.string("trace_id"))
            #expect(failed.json("finished_at") != nil)
        }
    }

    @Test func `They are in no page of this API, and it does not delete them`() async throws {
        try await Bench.run(.inProcess) { bench in
            let id = try await create(bench, "a volcano")
            let page = try JSONAnswer(
                await bench.call(.post, "/luma/tasks", #"{"action":"retrieve_batch","created_at_min":0}"#))
            #expect(page.text == #"{"items":[],"count":0}"#)
            let kept = try JSONAnswer(await bench.call(.post, "/luma/tasks", #"{"action":"delete","id":"\#(id)"}"#))
            #expect(kept.json("deleted") == "false")
            #expect(try await ask(bench, id).string("trace_id") != nil)
        }
    }
}
