import AgentsCore
import AgentsSimulator
import Testing

/// Rules whose words are not documented: that they hold, and with which status.
@Suite struct InferredRuleTests {
    private static let frame = #"{"url":"https://example.com/a.jpg"}"#
    private static let id = "d290f1ee-6c54-4b01-90e6-d701748f0851"

    private static func frames(_ count: Int) -> String {
        "[" + Array(repeating: frame, count: count).joined(separator: ",") + "]"
    }

    @Test(arguments: [
        (#"{}"#, 422), (#"[]"#, 422), (#"null"#, 422), (#""x""#, 422), (#"{"prompt":null}"#, 422),
        (#"{"prompt":7}"#, 422), (#"{"prompt":"A","model":null}"#, 422), (#"{"prompt":"A","style":"noir"}"#, 422),
        (#"{"prompt":"A","output_format":"gif"}"#, 422), (#"{"prompt":"A","web_search":"yes"}"#, 422),
        (#"{"prompt":"A","user_id":"\#(String(repeating: "x", count: 257))"}"#, 422),
        (#"{"prompt":"A","user_id":"\#(String(repeating: "x", count: 256))"}"#, 201),
        (#"{"prompt":"A","user_id":null,"aspect_ratio":null,"source":null,"video":null,"layering":null}"#, 201),
        (#"{"prompt":"A","image_ref":\#(frames(9))}"#, 201), (#"{"prompt":"A","image_ref":\#(frames(10))}"#, 400),
        (#"{"prompt":"A","image_ref":[{}]}"#, 400), (#"{"prompt":"A","image_ref":[null]}"#, 422),
        (#"{"prompt":"A","image_ref":[{"url":"https://example.com/a.jpg","generation_id":"\#(id)"}]}"#, 400),
        (#"{"prompt":"A","image_ref":[{"generation_id":"x"}]}"#, 400),
        (#"{"prompt":"A","layering":{"resolution":"1k"}}"#, 400),
        (#"{"prompt":"A","type":"layering"}"#, 400),
        (#"{"type":"layering","source":\#(frame)}"#, 201),
        (#"{"prompt":"A","type":"layering","source":\#(frame),"layering":{"resolution":"3k"}}"#, 422),
        (#"{"prompt":"\#(String(repeating: "x", count: 501))","type":"layering","source":\#(frame)}"#, 400),
        (#"{"prompt":"A","model":"uni-1-max","type":"layering","source":\#(frame)}"#, 400),
        (#"{"prompt":"A","type":"hologram"}"#, 400), (#"{"prompt":"A","unheard_of":[1,{"a":null}]}"#, 201),
        (#"{"prompt":"A","aspect_ratio":"0:0","type":"image_edit","source":\#(frame)}"#, 201),
        (#"{"prompt":"A","style":"manga","aspect_ratio":"9:16"}"#, 201), (#"{"prompt":"A","style":"manga"}"#, 201),
    ])
    func images(_ body: String, _ status: Int) async throws {
        try await expect(body, status)
    }

    @Test(arguments: [
        (#""resolution":"4k""#, 422), (#""duration":"9s""#, 422), (#""keyframes":[],"keyframe_indexes":[]"#, 400),
        (#""keyframes":[\#(frame)]"#, 400), (#""keyframe_indexes":[0]"#, 400),
        (#""keyframes":[\#(frame)],"keyframe_indexes":[120]"#, 201),
        (#""keyframes":[\#(frame)],"keyframe_indexes":[121]"#, 400),
        (#""duration":"10s","keyframes":[\#(frame)],"keyframe_indexes":[240]"#, 201),
        (#""duration":"10s","keyframes":[\#(frame)],"keyframe_indexes":[241]"#, 400),
        (#""keyframes":[\#(frame)],"keyframe_indexes":[0.5]"#, 422),
        (#""keyframes":[\#(frame)],"keyframe_indexes":[0],"start_frame":\#(frame)"#, 400),
        (#""keyframes":[\#(frame)],"keyframe_indexes":[0],"loop":true"#, 400),
        (#""keyframes":[{"generation_id":"\#(id)"}],"keyframe_indexes":[0]"#, 400),
        (#""keyframes":\#(frames(64)),"keyframe_indexes":[\#((0..<64).map(String.init).joined(separator: ","))]"#, 201),
        (#""keyframes":\#(frames(65)),"keyframe_indexes":[\#((0..<65).map(String.init).joined(separator: ","))]"#, 400),
        (#""resolution":"360p","hdr":true"#, 400), (#""resolution":"1080p","hdr":true,"exr_export":true"#, 201),
        (#""resolution":"360p","start_frame":{"generation_id":"\#(id)"}"#, 400),
        (#""start_frame":\#(frame),"loop":true"#, 201), (#""guide_frame":\#(frame)"#, 201),
        (#""guide_frame":{}"#, 400), (#""loop":null,"hdr":null,"edit":null"#, 201),
    ])
    func videos(_ settings: String, _ status: Int) async throws {
        try await expect(#"{"prompt":"A","model":"ray-3.2","type":"video","video":{\#(settings)}}"#, status)
    }

    @Test(arguments: [
        (#""end_frame":\#(frame)"#, 400), (#""keyframes":[\#(frame)],"keyframe_indexes":[0]"#, 400),
        (#""edit":{"strength":"wild_1"}"#, 422), (#""edit":{"controls":{"depth":{"blur":1.5}}}"#, 422),
        (#""edit":{"controls":{"pose":{"strength":"rough"}}}"#, 422),
        (#""edit":{"controls":{"trajectory":{"sparsity":1}},"strength":"flex_1","auto_controls":false}"#, 201),
        (#""duration":"10s","hdr":true"#, 201), (#""start_frame":\#(frame)"#, 201),
    ])
    func edits(_ settings: String, _ status: Int) async throws {
        let source = #"{"url":"https://example.com/a.mp4","media_type":"video/mp4"}"#
        try await expect(
            #"{"prompt":"A","model":"ray-3.2","type":"video_edit","source":\#(source),"video":{\#(settings)}}"#, status)
    }

    @Test(arguments: [
        (#""x_norm":-2,"y_norm":2,"w_norm":0.1,"h_norm":2"#, 201), (#""x_norm":0,"y_norm":0,"w_norm":1"#, 422),
        (#""x_norm":-2.1,"y_norm":0,"w_norm":1,"h_norm":1"#, 422),
        (#""x_norm":0,"y_norm":0,"w_norm":0,"h_norm":1"#, 422),
        (#""x_norm":0,"y_norm":0,"w_norm":1,"h_norm":1e999"#, 422),
    ])
    func positions(_ position: String, _ status: Int) async throws {
        let source = #"{"url":"https://example.com/a.mp4","media_type":"video/mp4"}"#
        try await expect(
            #"{"prompt":"A","model":"ray-3.2","type":"video_reframe","aspect_ratio":"1:1","source":\#(source),"#
                + #""video":{"source_position":{\#(position)}}}"#, status)
    }

    private func expect(_ body: String, _ status: Int) async throws {
        let response = try await SimulatorUnderTest().send(.post, "/v1/generations", body)
        #expect(response.status == status, "\(response.text)")
        #expect((response.detail != nil) == (status != 201))
    }
}
