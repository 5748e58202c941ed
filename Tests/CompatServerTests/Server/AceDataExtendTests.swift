import AgentsCore
import Testing

@testable import CompatServer

/// Videos that go on from others.
@Suite(.timeLimit(.minutes(1))) struct AceDataExtendTests {
    private func post(_ bench: Bench, _ path: String, _ body: String, key: String = Bench.key) async throws
        -> JSONAnswer
    {
        try JSONAnswer(await bench.call(.post, path, body, key: key))
    }

    /// A finished task.
    private func finished(_ bench: Bench, _ prompt: String = "a road") async throws -> JSONAnswer {
        let accepted = try await post(bench, "/luma/videos", #"{"prompt":"\#(prompt)","async":true}"#)
        let id = try #require(accepted.string("task_id"))
        bench.clock.advance(by: .seconds(61))
        let task = try await post(bench, "/luma/tasks", #"{"id":"\#(id)"}"#)
        try #require(task.string("response", "video_url") != nil, "\(task.text)")
        return task
    }

    @Test(arguments: Bench.Access.allCases)
    func `A video goes on from one that is named in any of its ways`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let task = try await finished(bench)
            let url = try #require(task.string("response", "video_url"))
            let videoID = try #require(task.string("response", "video_id"))
            let id = try #require(task.string("id"))
            for source in [
                #""video_id":"\#(videoID)""#, #""video_id":"\#(id)""#, #""video_url":"\#(url)""#,
                #""video_id":null,"video_url":"\#(url)""#,
                // The id counts, whatever the address says.
                #""video_id":"\#(videoID)","video_url":"https://videos.example.com/other.mp4""#,
            ] {
                let body = #"{"action":"extend","prompt":"the road ends","async":true,\#(source)}"#
                let accepted = try await post(bench, "/luma/videos", body)
                #expect(accepted.keys == ["task_id"], "\(source): \(accepted.text)")
                let next = try await post(bench, "/luma/tasks", #"{"id":"\#(accepted.string("task_id") ?? "")"}"#)
                #expect(next.json("request") == body)
            }
            #expect(try await bench.upstream().integer("jobs_created") == 6)
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `What nobody knows, or only somebody else, is refused, and nothing is sent`(
        access: Bench.Access
    ) async throws {
        try await Bench.run(access) { bench in
            let task = try await finished(bench)
            let url = try #require(task.string("response", "video_url"))
            let sent = try await bench.upstream().json("requests", "POST /v1/generations")
            for (source, key) in [
                (#""video_url":"\#(url)""#, "luma-api-stranger"),
                (#""video_id":"\#(task.string("id") ?? "")""#, "luma-api-stranger"),
                (#""video_url":"https://platform.cdn.acedata.cloud/luma/1.mp4""#, Bench.key),
                (#""video_url":"\#(url)x""#, Bench.key), (#""video_url":"%""#, Bench.key),
                (#""video_id":"\#(url)""#, Bench.key),
                (#""video_id":"0105c090-03a5-425a-8026-523341cd575b","video_url":"\#(url)""#, Bench.key),
                (#""video_id":"","video_url":"""#, Bench.key), (#""loop":false"#, Bench.key),
            ] {
                let answer = try await post(
                    bench, "/luma/videos", #"{"action":"extend","prompt":"p","async":true,\#(source)}"#, key: key)
                #expect(answer.status == 400, "\(source): \(answer.text)")
                #expect(answer.string("error", "code") == "bad_request")
                #expect(answer.string("error", "message")?.contains("video_") == true, "\(answer.text)")
            }
            #expect(try await bench.upstream().json("requests", "POST /v1/generations") == sent)
        }
    }

    @Test func `The address in a request is not that of its video`() async throws {
        try await Bench.run(.inProcess) { bench in
            let url = "https://videos.example.com/mine.mp4"
            _ = try await finished(bench, #"look: \"url\":\"\#(url)\""#)
            let other = try await post(
                bench, "/luma/videos", #"{"prompt":"p","async":true,"output":[{"url":"\#(url)"}]}"#)
            #expect(other.keys == ["task_id"])
            bench.clock.advance(by: .seconds(61))
            let answer = try await post(
                bench, "/luma/videos", #"{"action":"extend","prompt":"p","video_url":"\#(url)","async":true}"#)
            #expect(answer.status == 400)
        }
    }
}
