import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Generations of every kind, from their creation to their end.
@Suite struct KindRecordTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let path: String
        let body: String
        /// What the Agents API makes of it.
        let type: Generation.Kind
        let model: String
        let output: Generation.Output.Kind
        let echo: String

        var testDescription: String { name }
    }

    private static let kinds = [
        Kind(
            name: "image", path: "/generations/image",
            body: #"{"prompt":"a kite","sync":true,"style_ref":[{"url":"https://e.com/s","weight":0.80}]}"#,
            type: .image, model: "uni-1", output: "image",
            echo:
                #"{"generation_type":"image","model":"photon-1","prompt":"a kite","aspect_ratio":"16:9","format":"jpg","callback_url":null,"image_ref":null,"style_ref":[{"url":"https://e.com/s","weight":0.80}],"character_ref":null,"modify_image_ref":null,"sync":true,"sync_timeout":60}"#
        ),
        Kind(
            name: "image edit", path: "/generations/image",
            body: #"{"model":"photon-flash-1","prompt":"red","modify_image":{"url":"https://e.com/a"},"format":"png"}"#,
            type: .imageEdit, model: "uni-1", output: "image",
            echo:
                #"{"generation_type":"image","model":"photon-flash-1","prompt":"red","aspect_ratio":"16:9","format":"png","callback_url":null,"image_ref":null,"style_ref":null,"character_ref":null,"modify_image_ref":{"url":"https://e.com/a"},"sync":false,"sync_timeout":60}"#
        ),
        Kind(
            name: "modify", path: "/generations/video/modify",
            body: #"{"mode":"adhere_2","media":{"url":"https://e.com/a.mp4"}}"#, type: .videoEdit, model: "ray-3.2",
            output: "video",
            echo:
                #"{"generation_type":"modify_video","media":{"url":"https://e.com/a.mp4"},"first_frame":null,"model":"ray-2","mode":"adhere_2","prompt":null,"callback_url":null}"#
        ),
        Kind(
            name: "reframe", path: "/generations/video/reframe",
            body:
                #"{"aspect_ratio":"9:16","media":{"url":"https://e.com/a.mp4"},"x_start":0,"x_end":1152,"y_start":10,"y_end":658}"#,
            type: .videoReframe, model: "ray-3.2", output: "video",
            echo:
                #"{"generation_type":"reframe_video","media":{"url":"https://e.com/a.mp4"},"first_frame":null,"model":"ray-2","prompt":"","aspect_ratio":"9:16","grid_position_x":null,"grid_position_y":null,"x_start":0,"x_end":1152,"y_start":10,"y_end":658,"resized_width":null,"resized_height":null,"callback_url":null}"#
        ),
    ]

    private func document(_ kind: Kind, _ state: String, id: String, _ rest: String = "null", assets: String = "null")
        -> String
    {
        #"{"id":"\#(id)","generation_type":"\#(kind.output)","state":"\#(state)","failure_reason":\#(rest),"created_at":"2025-05-16T18:53:39.062856Z","assets":\#(assets),"model":"\#(kind.model)","request":\#(kind.echo)"#
    }

    private func generation(_ kind: Kind, _ state: Generation.State) -> Generation {
        var generation = ServiceSamples.generation(state)
        generation.type = .value(kind.type)
        generation.model = .value(GenerationModel(rawValue: kind.model))
        return generation
    }

    @Test(arguments: kinds)
    func aGenerationGoesFromQueuedToCompleted(_ kind: Kind) throws {
        var task = try ServiceSamples.task(kind.body, at: kind.path)
        #expect(try ServiceSamples.rendered(task) == document(kind, "queued", id: ServiceSamples.facts.id) + "}")

        let running = generation(kind, .processing)
        ServiceSamples.service.advance(&task, to: running, at: ServiceSamples.facts.time)
        #expect(try ServiceSamples.rendered(task) == document(kind, "dreaming", id: running.id) + "}")

        var ended = generation(kind, .completed)
        ended.output = .value([Generation.Output(type: .value(kind.output), url: "https://e.com/o")])
        ServiceSamples.service.advance(&task, to: ended, at: ServiceSamples.facts.time)
        let assets =
            kind.output == "video"
            ? #"{"video":"https://e.com/o","image":null,"progress_video":null}"#
            : #"{"video":null,"image":"https://e.com/o","progress_video":null}"#
        #expect(try ServiceSamples.rendered(task) == document(kind, "completed", id: ended.id, assets: assets) + "}")
    }

    @Test(arguments: kinds)
    func aFailureHasReasonAndCode(_ kind: Kind) throws {
        var task = try ServiceSamples.task(kind.body, at: kind.path)
        var failed = generation(kind, .failed)
        (failed.failureReason, failed.failureCode) = ("no", .value(.contentModerated))
        ServiceSamples.service.advance(&task, to: failed, at: ServiceSamples.facts.time)
        let document = document(kind, "failed", id: failed.id, "\"no\"") + #","failure_code":"content_moderated"}"#
        #expect(try ServiceSamples.rendered(task) == document)
    }

    /// What is answered is read back as the generation that it was made of.
    @Test(arguments: kinds)
    func aRenderedGenerationKeepsItsKind(_ kind: Kind) throws {
        let task = try ServiceSamples.task(kind.body, at: kind.path)
        let records = try Normalizer(registry).normalize(ServiceSamples.rendered(task).utf8)
        #expect(records.map(\.generation.type) == [.value(kind.type)])
    }
}
