import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What the records of one API look like in another, row by row as the rules of translation have it.
@Suite struct CrossDialectTests {
    private func generation(_ members: String) -> String {
        #"{"id":"g","type":"video","model":"ray-3.2","created_at":"2026-04-08T12:00:00Z",\#(members)}"#
    }

    private func rendered(_ document: String, to dialect: Dialect) throws -> (document: JSONTree, losses: [Loss]) {
        let conversion = AdapterRegistry.known.convert(document, to: .dialect(dialect))
        try #require(conversion.refusals.isEmpty)
        expectKept(AdapterLaws.known.lossesAreReal(Array(document.utf8)))
        return (try JSONTree(conversion.lines[0]), conversion.losses)
    }

    // MARK: Agents API to Dream Machine

    @Test(
        arguments: [
            ("queued", "queued", false), ("processing", "dreaming", false), ("completed", "completed", false),
            ("failed", "failed", false), ("paused", "dreaming", true),
        ])
    func statesOfDreamMachine(_ state: String, _ word: String, _ isApproximated: Bool) throws {
        let document = generation(#""state":"\#(state)","output":[],"failure_reason":null,"failure_code":null"#)
        let (record, losses) = try rendered(document, to: .dreamMachine)
        #expect(record["state"]?.text == word)
        #expect(losses.contains { $0.path == "state" && $0.kind == .approximated } == isApproximated)
        #expect(record["created_at"]?.text == "2026-04-08T12:00:00.000000Z")
        #expect(record["failure_reason"] == .null)
        // What is not known is left out and listed: nobody knows the request.
        let keys = ["id", "generation_type", "state", "failure_reason", "created_at", "assets", "model"]
        // A failure has its code as one more.
        #expect(record.members?.map(\.key.text) == (state == "failed" ? keys + ["failure_code"] : keys))
        #expect(losses.filter { $0.kind == .defaulted }.map(\.path) == ["request"])
        #expect((record["assets"] == .null) == (state != "completed"))
    }

    @Test(
        arguments: [
            ("image", "image", false), ("image_edit", "image", true), ("video", "video", false),
            ("video_edit", "video", true), ("video_reframe", "video", true), ("layering", "image", true),
        ])
    func typesOfDreamMachine(_ type: String, _ word: String, _ isApproximated: Bool) throws {
        let (record, losses) = try rendered(
            #"{"id":"g","type":"\#(type)","state":"queued","output":[]}"#, to: .dreamMachine)
        #expect(record["generation_type"]?.text == word)
        #expect(losses.contains { $0.path == "type" && $0.kind == .approximated } == isApproximated)
    }

    @Test func `assets have all three keys, and only at the end`() throws {
        let output = #""output":[{"type":"video","url":"v"}]"#
        let completed = try rendered(generation(#""state":"completed",\#(output)"#), to: .dreamMachine)
        #expect(completed.document["assets"]?.description == #"{"video":"v","image":null,"progress_video":null}"#)
        let running = try rendered(generation(#""state":"processing",\#(output)"#), to: .dreamMachine)
        #expect(running.document["assets"] == .null)
        #expect(running.losses.contains { $0.path == "output[0]" && $0.kind == .dropped })
    }

    @Test func `a failure keeps its text, and its code as one more member`() throws {
        let document = generation(
            #""state":"failed","output":[],"failure_reason":"why","failure_code":"corrupt_input""#)
        let (record, losses) = try rendered(document, to: .dreamMachine)
        #expect(record["failure_reason"]?.text == "why")
        #expect(record.members?.last?.key.text == "failure_code")
        #expect(record["failure_code"]?.text == "corrupt_input")
        #expect(losses.map(\.path) == ["request"])
    }

    // MARK: Agents API to AceData, and back

    @Test(
        arguments: [
            ("invalid_request", "bad_request", true), ("unsupported_format", "bad_request", false),
            ("corrupt_input", "bad_request", false), ("content_moderated", "forbidden", true),
            ("budget_exhausted", "used_up", true), ("image_too_large", "request_too_large", true),
            ("rate_limited", "too_many_requests", true), ("generation_failed", "api_error", true),
            ("output_not_found", "api_error", false), ("bored", "api_error", false),
        ])
    func codesOfAceData(_ code: String, _ word: String, _ isExact: Bool) throws {
        let document = generation(#""state":"failed","output":[],"failure_reason":"why","failure_code":"\#(code)""#)
        let (record, losses) = try rendered(document, to: .aceData)
        let response = try #require(record["response"])
        #expect(response.members?.map(\.key.text) == ["success", "task_id", "error", "state"])
        #expect(response.value(at: "error.code")?.text == word)
        #expect(response.value(at: "error.message")?.text == "why")
        #expect(losses.contains { $0.path == "failure_code" && $0.kind == .approximated } == !isExact)
        #expect(losses.contains { $0.path == "response.trace_id" && $0.kind == .defaulted })
        let back = try AdapterRegistry.known.converted(record.description)
        #expect((back["failure_code"]?.text == code) == isExact)
    }

    @Test func `a finished body has all its members in their order`() throws {
        let document = generation(#""state":"completed","output":[{"type":"video","url":"v"}]"#)
        let (record, losses) = try rendered(document, to: .aceData)
        let captured = try JSONTree(Fixture.named("acedata/01_").bytes)
        // The prompt is not known: it is left out and listed.
        let keys = captured.members?.map(\.key.text).filter { $0 != "prompt" }
        #expect(record["response"]?.members?.map(\.key.text) == keys)
        #expect(losses.contains { $0.path == "response.prompt" && $0.kind == .defaulted })
        #expect(record["created_at"]?.description == "1775649600.000")
        for size in ["video_height", "video_width", "thumbnail_url", "thumbnail_width", "thumbnail_height"] {
            #expect(record.value(at: "response.\(size)") == .null)
        }
    }

    @Test(arguments: ["queued", "processing", "paused"])
    func anUnfinishedTaskHasAnEmptyResponse(_ state: String) throws {
        let (record, losses) = try rendered(generation(#""state":"\#(state)","output":[]"#), to: .aceData)
        #expect(record["response"] == .object([]))
        #expect(record["finished_at"] == nil)
        #expect(record["elapsed"] == nil)
        #expect(losses.contains { $0.path == "state" } == (state != "queued"))
        #expect(!losses.contains { $0.path == "finished_at" })
    }

    // MARK: Between the legacy APIs

    @Test func `a task becomes a generation, and all that it says beyond is listed`() throws {
        let task = try Fixture.named("acedata/14_").bytes
        let (record, losses) = try rendered(task.text, to: .dreamMachine)
        #expect(record["state"]?.text == "completed")
        #expect(record.value(at: "assets.video")?.text?.hasSuffix(".mp4") == true)
        let dropped = Set(losses.filter { $0.kind == .dropped }.map(\.path.description))
        #expect(dropped.isSuperset(of: ["_id", "finished_at", "elapsed", "request", "response.thumbnail_url"]))
        #expect(losses.filter { $0.kind == .defaulted }.map(\.path) == ["model", "request"])
    }

    // MARK: Words that are less exact

    @Test(
        arguments: [
            ("upscale_video", "video", "video"), ("add_audio", "video", "video"),
            ("reframe_image", "image", "image_edit"), ("modify_video", "video", nil), ("video", "video", nil),
        ])
    func operationsWithoutCounterpart(_ word: String, _ kind: String, _ type: String?) throws {
        let document =
            #"{"id":"g","generation_type":"\#(kind)","state":"queued","request":{"generation_type":"\#(word)","x":1}}"#
        expectKept(AdapterLaws.known.roundTrip(Array(document.utf8), isExact: true))
        for target in [ConversionTarget.bare, .dialect(.aceData)] {
            let losses = AdapterRegistry.known.convert(document, to: target).losses
            let found = losses.filter { $0.path == "request.generation_type" }
            #expect(found.map(\.kind) == (type == nil ? [] : [.approximated]))
            #expect(found.first?.from == (type == nil ? nil : "\"\(word)\""))
            if let type, target.isBare { #expect(found.first?.to == "\"\(type)\"") }
        }
        let line = AdapterRegistry.known.convert(document)
        #expect(line.losses.isEmpty)
    }
}

extension ConversionTarget {
    fileprivate var isBare: Bool {
        if case .bare = self { true } else { false }
    }
}
