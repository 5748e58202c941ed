import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// A task of this API from its submission to its end.
@Suite struct TaskRecordTests {
    private func document(_ response: String, times: String = "", request: String = ServiceSamples.body) -> String {
        #"{"_id":"66d297a3ac122fa27ec2f151","id":"50fc6182-fa86-4c7d-ac12-2fa27ec2f151","api_id":"94fc9028-5a9f-4875-aae4-38463bd30ac5","application_id":"06484a45-9d04-498a-98a7-67086dee8166","created_at":1725077411.961,\#(times)"credential_id":"e6a879e5-a7c0-4f7b-9d6f-f9a837421a50","request":\#(request),"trace_id":"0b7c1c1a-045c-4145-a434-609cba88f0a9","user_id":"ad7afe47-cea9-4cda-980f-2ad8810e51cf","type":"videos","response":\#(response)}"#
    }

    private static let finished =
        #"{"success":true,"task_id":"50fc6182-fa86-4c7d-ac12-2fa27ec2f151","video_id":"4b088fc8-2bbc-4706-80a6-a0fb118adc1a","prompt":"Astronauts shuttle from space to volcano","video_url":"https://cdn.example/v.mp4","video_height":null,"video_width":null,"state":"completed","thumbnail_url":null,"thumbnail_width":null,"thumbnail_height":null}"#

    private func failed(_ code: String, _ message: String) -> String {
        #"{"success":false,"task_id":"50fc6182-fa86-4c7d-ac12-2fa27ec2f151","trace_id":"0b7c1c1a-045c-4145-a434-609cba88f0a9","error":{"code":"\#(code)","message":\#(message)},"state":"failed"}"#
    }

    @Test func `a new task has an empty response and no end`() throws {
        #expect(try ServiceSamples.rendered(ServiceSamples.task()) == document("{}"))
    }

    @Test func `a task that waits still has none`() throws {
        let task = try ServiceSamples.task(ServiceSamples.body, [ServiceSamples.generation(.queued)])
        #expect(try ServiceSamples.rendered(task) == document("{}"))
    }

    @Test(arguments: ["processing", "paused"] as [Generation.State])
    func runningTaskHasAStart(_ state: Generation.State) throws {
        var generation = ServiceSamples.generation(state)
        generation.output = .value([Generation.Output(type: "video", url: "https://cdn.example/early.mp4")])
        let task = try ServiceSamples.task(ServiceSamples.body, [generation, generation])
        #expect(try ServiceSamples.rendered(task) == document("{}", times: #""started_at":1725077413.021,"#))
    }

    @Test func `a finished task looks as it was captured`() throws {
        let stages = [Generation.State.queued, .processing, .completed].map(ServiceSamples.generation)
        let rendered = try ServiceSamples.rendered(ServiceSamples.task(ServiceSamples.body, stages))
        let times = #""started_at":1725077414.081,"finished_at":1725077415.141,"elapsed":1.060,"#
        #expect(rendered == document(Self.finished, times: times))
        let captured = try JSONTree(Fixture.named("acedata/14_").bytes)
        let answer = try JSONTree(text: rendered)
        #expect(answer.members?.map(\.key).filter { $0 != "type" } == captured.members?.map(\.key))
        #expect(answer["response"]?.members?.map(\.key) == captured["response"]?.members?.map(\.key))
        for key in ["id", "api_id", "application_id", "created_at", "credential_id", "request", "trace_id", "user_id"] {
            #expect(answer[key] == captured[key])
        }
    }

    @Test func `a task whose beginning nobody saw began when it was submitted`() throws {
        let task = try ServiceSamples.task(ServiceSamples.body, [ServiceSamples.generation(.completed)])
        let times = #""started_at":1725077411.961,"finished_at":1725077413.021,"elapsed":1.060,"#
        #expect(try ServiceSamples.rendered(task) == document(Self.finished, times: times))
    }

    @Test func `the end keeps its time, and knows of nothing that comes late`() throws {
        let stages = [Generation.State.completed, .completed, .processing].map(ServiceSamples.generation)
        let task = try ServiceSamples.task(ServiceSamples.body, stages)
        let times = #""started_at":1725077411.961,"finished_at":1725077413.021,"elapsed":1.060,"#
        #expect(try ServiceSamples.rendered(task) == document(Self.finished, times: times))
    }

    @Test func `a clock that went back makes no negative time`() throws {
        var task = try ServiceSamples.task()
        ServiceSamples.service.advance(&task, to: ServiceSamples.generation(.completed), at: WallTime(seconds: 5))
        let times = #""started_at":1725077411.961,"finished_at":5.000,"elapsed":0.000,"#
        #expect(try ServiceSamples.rendered(task) == document(Self.finished, times: times))
    }

    @Test(
        arguments: [
            (#"{"action":"extend","video_id":"v"}"#, "null"),
            (#"{"start_image_url":"https://a.example/i.png","prompt":null}"#, "null"),
            (#"{"prompt":"\u00fc\n\"x\""}"#, #""ü\n\"x\"""#),
        ])
    func promptIsTheCaller(_ body: String, _ prompt: String) throws {
        let task = try ServiceSamples.task(body, [ServiceSamples.generation(.completed)])
        let rendered = try ServiceSamples.rendered(task)
        let tree = try JSONTree(text: rendered)
        #expect(rendered.contains(#""request":\#(body),"#))
        #expect(tree.value(at: "response.prompt") == (try JSONTree(text: prompt)))
    }

    // MARK: Failures

    @Test(
        arguments: [
            ("content_moderated", "forbidden"), ("budget_exhausted", "used_up"),
            ("image_too_large", "request_too_large"), ("rate_limited", "too_many_requests"),
            ("generation_failed", "api_error"), ("output_not_found", "api_error"),
            ("unsupported_format", "bad_request"), ("corrupt_input", "bad_request"),
            ("invalid_request", "bad_request"), ("bored", "api_error"), (.none, "api_error"),
        ] as [(Generation.FailureCode?, String)])
    func failedTaskHasACodeThatClientsKnow(_ code: Generation.FailureCode?, _ word: String) throws {
        let generation = ServiceSamples.failed(code.map { .value($0) } ?? .null, "\"why\"")
        let task = try ServiceSamples.task(ServiceSamples.body, [generation])
        let times = #""started_at":1725077411.961,"finished_at":1725077413.021,"elapsed":1.060,"#
        #expect(try ServiceSamples.rendered(task) == document(failed(word, #""\"why\"""#), times: times))
        // Who waits is told the same.
        let response = ServiceSamples.service.encode(.ended(task), of: ServiceSamples.call)
        let error = try JSONTree(response.body)["error"]
        #expect(error?["code"]?.text == word)
        #expect(error?["message"]?.text == "\"why\"")
    }

    @Test(
        arguments: [
            (.contentModerated, "Sorry! Our Al moderators feel your prompt might be against our community standards."),
            (.generationFailed, "Internal server error."), (nil, "Internal server error."),
            ("bored", "Internal server error."),
            (.corruptInput, "The json payload is not valid to request the API"),
        ] as [(Generation.FailureCode?, String)])
    func failureWithoutAReasonHasTheText(_ code: Generation.FailureCode?, _ text: String) throws {
        let generation = ServiceSamples.failed(code.map { .value($0) } ?? .absent, .absent)
        let task = try ServiceSamples.task(ServiceSamples.body, [generation])
        let error = try JSONTree(text: ServiceSamples.rendered(task)).value(at: "response.error")
        #expect(error?["message"]?.text == text)
        #expect(error?.members?.map(\.key) == ["code", "message"])
    }

    @Test(arguments: ["50FC6182-FA86-4C7D-AC12-2FA27EC2F151", "x", "é0"])
    func objectIDHas24Digits(_ id: String) throws {
        let facts = SubmissionFacts(
            id: id, traceID: "t", time: WallTime(seconds: 5), account: ServiceSamples.facts.account)
        let task = ServiceSamples.service.begin(try ServiceSamples.submission(ServiceSamples.body), with: facts)
        let objectID = try #require(try JSONTree(text: task["_id"] ?? "").text)
        #expect(objectID.utf8.count == 24)
        #expect(objectID.hasPrefix("00000005"))
        #expect(objectID.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
    }

    // MARK: Sizes and thumbnails

    private static let facts = VideoFacts(
        size: PixelSize(width: 1552, height: 656),
        thumbnail: .init(
            url: "https://luma.example.com/media/1/thumbnail.jpg", size: PixelSize(width: 1280, height: 541)))

    @Test func `what was read from the file stands in the finished body`() throws {
        var task = try ServiceSamples.task(ServiceSamples.body, [ServiceSamples.generation(.completed)])
        let unknown = try ServiceSamples.rendered(task)
        AceDataService().note(Self.facts, in: &task)
        let known = try ServiceSamples.rendered(task)
        let expected = unknown.replacing(
            #""video_height":null,"video_width":null"#, with: #""video_height":656,"video_width":1552"#
        )
        .replacing(#""thumbnail_url":null"#, with: #""thumbnail_url":"https://luma.example.com/media/1/thumbnail.jpg""#)
        .replacing(
            #""thumbnail_width":null,"thumbnail_height":null"#, with: #""thumbnail_width":1280,"thumbnail_height":541"#)
        #expect(known == expected && known != unknown)
        // What is known already stays.
        AceDataService().note(VideoFacts(size: PixelSize(width: 1, height: 1), thumbnail: nil), in: &task)
        #expect(try ServiceSamples.rendered(task) == known)
    }

    @Test func `without a thumbnail its members stay null`() throws {
        var task = try ServiceSamples.task(ServiceSamples.body, [ServiceSamples.generation(.completed)])
        AceDataService().note(VideoFacts(size: Self.facts.size, thumbnail: nil), in: &task)
        let rendered = try ServiceSamples.rendered(task)
        #expect(rendered.contains(#""video_height":656,"video_width":1552"#))
        #expect(rendered.contains(#""thumbnail_url":null,"thumbnail_width":null,"thumbnail_height":null"#))
    }

    @Test(arguments: [Generation.State.queued, .processing, .failed])
    func nothingIsPutWhereThereIsNoVideo(_ state: Generation.State) throws {
        var task = try ServiceSamples.task(ServiceSamples.body, [ServiceSamples.generation(state)])
        let before = try ServiceSamples.rendered(task)
        AceDataService().note(Self.facts, in: &task)
        #expect(try ServiceSamples.rendered(task) == before)
    }
}
