import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// A generation of this API from its creation to its end.
@Suite struct RecordTests {
    private static let request =
        #"{"generation_type":"video","prompt":"an old lady laughing underwater, wearing a scuba diving suit","aspect_ratio":"16:9","loop":false,"keyframes":null,"callback_url":null,"model":"ray-flash-2","resolution":"720p","duration":"5s","concepts":null}"#

    private func document(
        _ state: String, id: String = "d0000000-0000-4000-8000-000000000004", reason: String = "null",
        assets: String = "null", code: String = ""
    ) -> String {
        #"{"id":"\#(id)","generation_type":"video","state":"\#(state)","failure_reason":\#(reason),"created_at":"2025-05-16T18:53:39.062856Z","assets":\#(assets),"model":"ray-3.2","request":\#(Self.request)\#(code)}"#
    }

    private func rendered(_ change: (inout Generation) -> Void, state: Generation.State) throws -> String {
        var task = try ServiceSamples.task()
        var generation = ServiceSamples.generation(state)
        change(&generation)
        ServiceSamples.service.advance(&task, to: generation, at: ServiceSamples.facts.time)
        return try ServiceSamples.rendered(task)
    }

    @Test func `a new generation looks as it was captured`() throws {
        let task = try ServiceSamples.task()
        #expect(try ServiceSamples.rendered(task) == document("queued", id: ServiceSamples.facts.id))
        let response = ServiceSamples.service.encode(.accepted(task), of: ServiceSamples.call)
        #expect(response.status == 201)
        #expect(response.fields["content-type"] == "application/json")
        let captured = try JSONTree(Fixture.named("dream-machine/01_").bytes)
        let answer = try JSONTree(response.body)
        #expect(answer.members?.map(\.key) == captured.members?.map(\.key))
        #expect(answer["request"]?.members?.map(\.key) == captured["request"]?.members?.map(\.key))
        #expect(answer["request"] == captured["request"])
        #expect(answer["created_at"] == captured["created_at"])
    }

    @Test(
        arguments: [
            ("queued", "queued"), ("processing", "dreaming"), ("paused", "dreaming"), ("dreaming", "dreaming"),
        ] as [(Generation.State, String)])
    func stateThatGoesOn(_ state: Generation.State, _ word: String) throws {
        #expect(try rendered({ _ in }, state: state) == document(word))
    }

    @Test func `a state that was not known is forgotten once there is one`() throws {
        var task = try ServiceSamples.task()
        for state: Generation.State in ["paused", "completed"] {
            ServiceSamples.service.advance(
                &task, to: ServiceSamples.generation(state), at: ServiceSamples.facts.time)
        }
        #expect(
            try ServiceSamples.rendered(task)
                == document("completed", assets: #"{"video":null,"image":null,"progress_video":null}"#))
    }

    @Test(
        arguments: [
            ([("video", "v")], #"{"video":"v","image":null,"progress_video":null}"#),
            ([("video", "v"), ("image", "i")], #"{"video":"v","image":"i","progress_video":null}"#),
            ([("image", "i")], #"{"video":null,"image":"i","progress_video":null}"#),
            ([("exr", "e"), ("video", "v")], #"{"video":"v","image":null,"progress_video":null}"#),
            ([("video", nil)], #"{"video":null,"image":null,"progress_video":null}"#),
            ([], #"{"video":null,"image":null,"progress_video":null}"#),
        ] as [([(Generation.Output.Kind, String?)], String)])
    func completedHasAllThreeAssets(_ outputs: [(Generation.Output.Kind, String?)], _ assets: String) throws {
        let document = try rendered(
            {
                $0.output = .value(
                    outputs.map { Generation.Output(type: .value($0), url: $1.map { .value($0) } ?? .absent) })
            }, state: .completed)
        #expect(document == self.document("completed", assets: assets))
    }

    @Test func `there are no assets before the end`() throws {
        let output = Generation.Output(type: "video", url: "v")
        #expect(try rendered({ $0.output = .value([output]) }, state: .processing) == document("dreaming"))
    }

    @Test func `a failure has its reason, and its code as an extra member`() throws {
        let document = try rendered(
            { ($0.failureReason, $0.failureCode) = ("\"flagged\"", .value(.contentModerated)) }, state: .failed)
        let code = #","failure_code":"content_moderated""#
        #expect(document == self.document("failed", reason: #""\"flagged\"""#, code: code))
    }

    @Test func `a failure without a code has no such member`() throws {
        let document = try rendered(
            { ($0.failureReason, $0.failureCode) = ("Job failed", .absent) }, state: .failed)
        #expect(document == self.document("failed", reason: #""Job failed""#))
    }

    @Test func `the model is the one that really ran, the time the caller's`() throws {
        let document = try rendered(
            { ($0.model, $0.createdAt) = ("ray-4", "2030-01-01T00:00:00Z") }, state: .processing)
        #expect(document == self.document("dreaming").replacing(#","model":"ray-3.2","#, with: #","model":"ray-4","#))
    }

    @Test func `what the Agents API leaves out stays as it was`() throws {
        var task = try ServiceSamples.task()
        ServiceSamples.service.advance(
            &task, to: Generation(id: "d0000000-0000-4000-8000-000000000004"), at: ServiceSamples.facts.time)
        #expect(try ServiceSamples.rendered(task) == document("queued"))
    }

    @Test func `an end is final`() throws {
        var task = try ServiceSamples.task()
        for state in [Generation.State.completed, .processing, .queued, "paused"] {
            ServiceSamples.service.advance(&task, to: ServiceSamples.generation(state), at: ServiceSamples.facts.time)
        }
        #expect(task.generation.state == .value(.completed))
    }

    @Test func `losses are none`() throws {
        var task = try ServiceSamples.task()
        for state in [Generation.State.queued, .processing, .completed] {
            ServiceSamples.service.advance(&task, to: ServiceSamples.generation(state), at: ServiceSamples.facts.time)
            let rendered = try Renderer(registry, to: .dialect(.dreamMachine)).render([task.line])
            #expect(rendered.ledger.losses.isEmpty)
        }
    }

    // MARK: Thumbnails

    private func completed(_ facts: VideoFacts?, output: [Generation.Output]) throws -> String {
        var task = try ServiceSamples.task()
        var generation = ServiceSamples.generation(.completed)
        generation.output = .value(output)
        ServiceSamples.service.advance(&task, to: generation, at: ServiceSamples.facts.time)
        if let facts { ServiceSamples.service.note(facts, in: &task) }
        return try ServiceSamples.rendered(task)
    }

    @Test func `the thumbnail of a video is the picture among its assets`() throws {
        let size = PixelSize(width: 1280, height: 720)
        let video = Generation.Output(type: "video", url: "https://cdn.example/v.mp4")
        let facts = VideoFacts(size: size, thumbnail: .init(url: "https://luma.example.com/t.jpg", size: size))
        #expect(
            try completed(facts, output: [video])
                == document(
                    "completed",
                    assets:
                        #"{"video":"https://cdn.example/v.mp4","image":"https://luma.example.com/t.jpg","progress_video":null}"#
                ))
        #expect(
            try completed(VideoFacts(size: size, thumbnail: nil), output: [video])
                == completed(nil, output: [video]))
        // A picture that was made is no thumbnail.
        let image = Generation.Output(type: "image", url: "https://cdn.example/i.png")
        #expect(try completed(facts, output: [video, image]) == completed(nil, output: [video, image]))
    }
}
