import AgentsCore
import Testing

@testable import CompatServer

@Suite(.timeLimit(.minutes(1))) struct AceDataTests {
    private func submit(_ bench: Bench, _ body: String) async throws -> JSONAnswer {
        try JSONAnswer(await bench.call(.post, "/luma/videos", body))
    }

    private func retrieve(_ bench: Bench, _ body: String) async throws -> JSONAnswer {
        try JSONAnswer(await bench.call(.post, "/luma/tasks", body))
    }

    @Test(arguments: Bench.Access.allCases)
    func `An asynchronous task goes from its acknowledgement to the finished body`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let accepted = try await submit(bench, #"{"prompt":"a volcano","async":true}"#)
            #expect(accepted.status == 200)
            #expect(accepted.keys == ["task_id"])
            #expect(accepted.response.fields["x-trace-id"] != nil)
            let id = try #require(accepted.string("task_id"))

            let running = try await retrieve(bench, #"{"id":"\#(id)"}"#)
            #expect(running.json("response") == "{}")
            #expect(running.json("finished_at") == nil)
            #expect(running.json("elapsed") == nil)
            #expect(running.json("request") == #"{"prompt":"a volcano","async":true}"#)

            bench.clock.advance(by: .seconds(61))
            let done = try await retrieve(bench, #"{"action":"retrieve","id":"\#(id)"}"#)
            #expect(
                done.keys == [
                    "_id", "id", "api_id", "application_id", "created_at", "started_at", "finished_at", "elapsed",
                    "credential_id", "request", "trace_id", "user_id", "type", "response",
                ])
            #expect(done.json("response", "success") == "true")
            #expect(done.string("response", "task_id") == id)
            #expect(done.string("response", "video_url")?.hasPrefix("http") == true)
            #expect(done.json("response", "video_width") == "null")

            let trace = try #require(done.string("trace_id"))
            #expect(try await retrieve(bench, #"{"trace_id":"\#(trace)"}"#).text == done.text)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A blocking call answers with the finished body`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            async let answer = submit(bench, #"{"prompt":"a volcano"}"#)
            try await bench.waitForJobs(1)
            while try await bench.store.unfinished().tasks.first?.stage != .accepted { await Task.yield() }
            // The first question is due after thirty seconds, the wait after 295.
            await bench.clock.waitForSleepers(2)
            bench.clock.advance(by: .seconds(61))
            let body = try await answer
            #expect(body.status == 200)
            #expect(
                body.keys == [
                    "success", "task_id", "video_id", "prompt", "video_url", "video_height", "video_width", "state",
                    "thumbnail_url", "thumbnail_width", "thumbnail_height",
                ])
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `When the wait is over the task goes on, and a retry joins it`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let body = #"{"prompt":"a volcano [[take=100]]","timeout":25}"#
            async let first = submit(bench, body)
            try await bench.waitForJobs(1)
            await bench.clock.waitForSleepers(2)
            bench.clock.advance(by: .seconds(20))
            let over = try await first
            #expect(over.status == 504)
            #expect(over.string("error", "code") == "timeout")

            async let second = submit(bench, body)
            await bench.clock.waitForSleepers(2)
            bench.clock.advance(by: .seconds(20))
            #expect(try await second.status == 504)
            #expect(try await bench.upstream().integer("jobs_created") == 1)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A batch answers in the order of the ids, without the unknown ones`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            var ids: [String] = []
            for number in 0..<3 {
                let accepted = try await submit(bench, #"{"prompt":"volcano \#(number)","async":true}"#)
                ids.append(try #require(accepted.string("task_id")))
            }
            let list = [ids[2], "00000000-0000-4000-8000-000000000000", ids[0]].map { "\"\($0)\"" }.joined(
                separator: ",")
            let batch = try await retrieve(bench, #"{"action":"retrieve_batch","ids":[\#(list)]}"#)
            #expect(batch.keys == ["items", "count"])
            #expect(batch.integer("count") == 2)
            let places = ids.map { batch.text.range(of: "\"id\":\"\($0)\"") }
            #expect(places[1] == nil)
            let (last, first) = (try #require(places[2]), try #require(places[0]))
            #expect(last < first)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `An unknown task is an empty object`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let answer = try await retrieve(bench, #"{"id":"00000000-0000-0000-0000-000000000000"}"#)
            #expect(answer.status == 200)
            #expect(answer.text == "{}")
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A bad call is refused in the envelope, and nothing is sent`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            for (path, body) in [
                ("/luma/videos", "{"), ("/luma/videos", "[]"), ("/luma/videos", #"{"prompt":7}"#),
                ("/luma/videos", #"{"prompt":"a","callback_url":"http://127.0.0.1/hook"}"#),
                ("/luma/tasks", "{}"), ("/luma/tasks", #"{"ids":7,"action":"retrieve_batch"}"#),
                ("/luma/tasks", #"{"action":"dance","id":"x"}"#),
            ] {
                let answer = try JSONAnswer(await bench.call(.post, path, body))
                #expect(answer.status == 400, "\(path) \(body): \(answer.text)")
                #expect(answer.keys == ["success", "error", "trace_id"])
                #expect(answer.string("trace_id") == answer.response.fields["x-trace-id"])
            }
            let anonymous = try JSONAnswer(await bench.call(.post, "/luma/tasks", #"{"id":"x"}"#, key: "nonsense"))
            #expect(anonymous.status == 401)
            #expect(anonymous.string("error", "code") == "invalid_token")
            #expect(try await bench.upstream().json("requests", "POST /v1/generations") == nil)
        }
    }
}

extension String {
    /// Where a text begins in this one; nothing if it does not occur.
    fileprivate func range(of text: String) -> Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}
