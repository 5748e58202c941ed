import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What a request to give a video another shape becomes.
@Suite struct ReframeRequestTests {
    private func translate(
        _ ratio: String, _ members: String, policy: TranslationPolicy = .balanced
    ) throws(Failure) -> TranslatedRequest {
        let more = members.isEmpty ? "" : ",\(members)"
        let body =
            #"{"media":{"url":"https://example.com/v.mp4"},"model":"ray-3.2","prompt":"a river","aspect_ratio":"\#(ratio)"\#(more)}"#
        return try DreamMachine.reframeVideoRequest.translate(Array(body.utf8), policy: policy)
    }

    private func failure(_ ratio: String, _ members: String, policy: TranslationPolicy = .balanced) -> Failure? {
        do throws(Failure) {
            _ = try translate(ratio, members, policy: policy)
            return nil
        } catch {
            return error
        }
    }

    private func position(_ translated: TranslatedRequest) -> [Double] {
        let position = translated.request.videoOptions.sourcePosition.value
        return [position?.xNorm, position?.yNorm, position?.wNorm, position?.hNorm].compactMap { $0?.value?.double }
    }

    @Test func `the documented request`() throws {
        let body = Array(
            #"{"generation_type":"reframe_video","media":{"url":"https://example.com/v.mp4"},"model":"ray-2","aspect_ratio":"16:9"}"#
                .utf8)
        let translated = try DreamMachine.reframeVideoRequest.translate(body)
        #expect(
            translated.request.json().text
                == #"{"prompt":"Stay true to the source.","model":"ray-3.2","type":"video_reframe","aspect_ratio":"16:9","source":{"url":"https://example.com/v.mp4","media_type":"video/mp4"}}"#
        )
        #expect(translated.losses.map(\.rule) == ["dream_machine.model", "dream_machine.reframe.prompt.missing"])
    }

    @Test(arguments: [
        ("1:1", "1:1"), ("16:9", "16:9"), ("9:16", "9:16"), ("4:3", "4:3"), ("3:4", "3:4"), ("21:9", "21:9"),
        ("9:21", "9:16"),
    ])
    func ratios(_ ratio: String, _ target: String) throws {
        let translated = try translate(ratio, "")
        #expect(translated.request.aspectRatio.value?.rawValue == target)
        #expect(translated.losses.map(\.rule) == (ratio == target ? [] : ["dream_machine.aspect_ratio.9:21"]))
    }

    /// The canvases have the sizes that the documentation prints.
    @Test(arguments: [
        ("1:1", 1536, 1536), ("4:3", 1792, 1344), ("3:4", 1344, 1792), ("16:9", 2048, 1152), ("9:16", 1152, 2048),
        ("21:9", 2432, 1024),
    ])
    func `a rectangle becomes fractions of the canvas`(_ ratio: String, _ width: Int, _ height: Int) throws {
        let whole = #""x_start":0,"x_end":\#(width),"y_start":0,"y_end":\#(height)"#
        #expect(try position(translate(ratio, whole)) == [0, 0, 1, 1])
        let part =
            #""x_start":\#(width / 4),"x_end":\#(width / 2),"y_start":\#(-height / 2),"y_end":\#(height)"#
        let translated = try translate(ratio, part)
        #expect(position(translated) == [0.25, -0.5, 0.25, 1.5])
        #expect(translated.losses.isEmpty)
        let grid =
            #""grid_position_x":\#(width / 4),"grid_position_y":\#(-height / 2),"resized_width":\#(width / 4),"resized_height":\#(height / 2 * 3)"#
        #expect(try translate(ratio, grid).request == translated.request)
    }

    /// The tall canvas lies in the middle of the wider one that takes its place: what was square stays square.
    @Test func `a source keeps its proportions on a wider canvas`() throws {
        let translated = try translate("9:21", #""x_start":0,"x_end":1024,"y_start":0,"y_end":1024"#)
        let sent = position(translated)
        #expect(sent.count == 4)
        #expect((sent[2] * 1368 - sent[3] * 2432).magnitude < 0.001)
        #expect((sent[0] * 1368 - 172).magnitude < 0.001)
        #expect((sent[0] + sent[2] / 2 - 0.5).magnitude < 0.000_001)
    }

    @Test func `bounds win over position and size`() throws {
        let translated = try translate(
            "1:1",
            #""x_start":0,"x_end":768,"y_start":0,"y_end":1536,"grid_position_x":1,"resized_width":2"#)
        #expect(position(translated) == [0, 0, 0.5, 1])
        #expect(
            translated.losses.map { "\($0.path) \($0.from ?? "-") \($0.rule)" } == [
                "grid_position_x 1 dream_machine.reframe.grid.bounds",
                "resized_width 2 dream_machine.reframe.grid.bounds",
            ])
    }

    @Test(arguments: [
        (#""x_start":0"#, ["x_start"]), (#""x_start":0,"x_end":1,"y_start":0"#, ["x_start", "y_start", "x_end"]),
        (#""resized_width":5,"resized_height":5"#, ["resized_width", "resized_height"]),
    ])
    func `part of a rectangle is none`(_ members: String, _ paths: [String]) throws {
        #expect(failure("1:1", members)?.rule == "dream_machine.reframe.position.partial")
        let translated = try translate("1:1", members, policy: .lenient)
        #expect(translated.request.video == .absent)
        #expect(translated.losses.map { "\($0.path)" } == paths)
    }

    @Test func `what lies far beyond the canvas is clamped`() throws {
        let translated = try translate("1:1", #""x_start":-4000,"x_end":4000,"y_start":4000,"y_end":4768"#)
        #expect(position(translated) == [-2, 2, 2, 0.5])
        #expect(
            translated.losses.map { "\($0.path) \($0.kind) \($0.from ?? "-") \($0.to ?? "-")" } == [
                "x_start approximated -4000 -2.0", "y_start approximated 4000 2.0", "x_end approximated 4000 2.0",
            ])
        #expect(failure("1:1", #""x_start":-4000,"x_end":4000,"y_start":0,"y_end":1"#, policy: .strict) != nil)
    }

    @Test(arguments: [
        #""x_start":5,"x_end":5,"y_start":0,"y_end":5"#, #""x_start":5,"x_end":9,"y_start":6,"y_end":5"#,
        #""x_start":0,"x_end":1e400,"y_start":0,"y_end":5"#, #""x_start":-1e400,"x_end":1e400,"y_start":0,"y_end":5"#,
        #""x_start":0,"x_end":1000001,"y_start":0,"y_end":5"#, #""x_start":0,"x_end":0.5,"y_start":0,"y_end":5"#,
        #""grid_position_x":0,"grid_position_y":0,"resized_width":0,"resized_height":1"#,
        #""grid_position_x":0,"grid_position_y":0,"resized_width":1,"resized_height":-1"#,
    ])
    func `a rectangle without an inside is refused`(_ members: String) {
        for policy in [TranslationPolicy.balanced, .lenient] {
            let refused = failure("16:9", members, policy: policy)
            #expect(refused?.rule == "dream_machine.reframe.position.empty")
            #expect(refused?.code == .badRequest)
        }
    }

    @Test func `a first frame is dropped only if a policy says so`() throws {
        let frame = #""first_frame":{"url":"https://example.com/f.jpg"}"#
        #expect(failure("1:1", frame)?.rule == "dream_machine.reframe.first_frame")
        let translated = try translate("1:1", frame, policy: .lenient)
        #expect(translated.request.video == .absent)
        #expect(translated.losses.map { "\($0.path) \($0.kind)" } == ["first_frame dropped"])
    }

    @Test func `no policy sends another ratio`() {
        #expect(failure("2:1", "", policy: .lenient)?.rule == "dream_machine.reframe.aspect_ratio.unknown")
    }

    @Test(arguments: [
        (#"{"aspect_ratio":"1:1"}"#, "media"), (#"{"media":{"url":"a"}}"#, "aspect_ratio"),
        (#"{"media":{"url":"a"},"aspect_ratio":null}"#, "aspect_ratio"),
        (#"{"media":{"url":"a"},"aspect_ratio":"1:1","x_start":"0"}"#, "x_start"),
    ])
    func malformed(_ body: String, _ path: String) throws {
        do throws(Failure) {
            _ = try DreamMachine.reframeVideoRequest.translate(Array(body.utf8))
            Issue.record("it was let through")
        } catch {
            #expect(error.code == .malformed)
            #expect(error.path?.description == path)
        }
    }
}
