import AgentsSimulator

/// What leads to a documented error.
struct DocumentedErrorScenario: Sendable {
    var authorization: String? = "Bearer luma-api-test"
    /// The request, where the documentation prints none, or only hints at it.
    var body: String?
    /// The path of a request that reads.
    var path = "/v1/generations/d290f1ee-6c54-4b01-90e6-d701748f0851"
    /// Accepted requests that come before.
    var earlier = 0
    var options = SimulatorOptions()

    /// The scenario of an error, by its place in the documentation: some texts are printed more than once.
    static func of(_ error: DocumentedError) -> DocumentedErrorScenario? {
        if let scenario = byOffset[error.offset] { return scenario }
        return error.request == nil ? nil : DocumentedErrorScenario()
    }

    private static func video(_ settings: String, type: String = "video", _ more: String = "") -> Self {
        DocumentedErrorScenario(
            body: #"{"prompt":"A","model":"ray-3.2","type":"\#(type)"\#(more),"video":{\#(settings)}}"#)
    }

    private static func edit(_ settings: String) -> Self {
        video(settings, type: "video_edit", #","source":{"generation_id":"\#(id)"}"#)
    }

    private static func reframe(_ settings: String, ratio: String? = "1:1") -> Self {
        let shape = ratio.map { #","aspect_ratio":"\#($0)""# } ?? ""
        return video(settings, type: "video_reframe", #","source":{"generation_id":"\#(id)"}\#(shape)"#)
    }

    private static func source(_ url: String) -> Self {
        DocumentedErrorScenario(body: #"{"prompt":"A","type":"image_edit","source":{"url":"\#(url)"}}"#)
    }

    private static func key(_ name: String) -> Self {
        DocumentedErrorScenario(authorization: "Bearer luma-api-\(name)", body: #"{"prompt":"A sunset"}"#)
    }

    private static let id = "d290f1ee-6c54-4b01-90e6-d701748f0851"
    private static let frame = #"{"url":"https://example.com/a.jpg"}"#
    private static let generation = #"{"generation_id":"\#(id)"}"#

    private static let byOffset: [Int: DocumentedErrorScenario] = [
        10_650: edit(#""edit":{"keyframes":[\#(frame)]}"#),
        10_775: edit(#""edit":{"keyframes":[\#(frame)],"keyframe_indexes":[0,1]}"#),
        10_882: edit(#""edit":{"keyframes":[\#(frame)],"keyframe_indexes":[-1]}"#),
        10_961: edit(#""edit":{"keyframes":[\#(frame),\#(frame)],"keyframe_indexes":[4,4]}"#),
        11_446: edit(#""start_frame":\#(frame),"edit":{"keyframes":[\#(frame)],"keyframe_indexes":[0]}"#),
        12_014: video(#""source_position":{"x_norm":0,"y_norm":0,"w_norm":1,"h_norm":1}"#),
        12_367: video(#""resolution":"540p","hdr":true"#),
        12_431: video(#""duration":"10s","hdr":true"#),
        12_492: video(#""duration":"10s","end_frame":\#(frame)"#),
        12_568: video(#""duration":"10s","loop":true"#),
        12_625: video(#""hdr":true,"loop":true"#),
        12_676: video(#""end_frame":\#(frame),"loop":true"#),
        12_757: video(#""exr_export":true"#),
        13_241: video(#""start_frame":\#(generation),"hdr":true"#),
        13_295: video(#""end_frame":\#(generation),"loop":true"#),
        13_359: video(#""start_frame":\#(generation),"end_frame":\#(frame)"#),
        13_807: reframe(#""resolution":"720p""#, ratio: nil),
        13_890: reframe(#""start_frame":\#(frame)"#),
        13_983: reframe(#""loop":true"#),
        14_051: reframe(#""hdr":true"#),
        14_126: reframe(#""edit":{"strength":"flex_1"}"#),
        14_335: reframe(#""resolution":"1080p""#, ratio: "9:16"),
        // The documentation hints at the length with dots.
        15_647: DocumentedErrorScenario(body: #"{"prompt":"\#(String(repeating: "x", count: 6001))"}"#),
        18_728: DocumentedErrorScenario(authorization: nil),
        19_304: DocumentedErrorScenario(authorization: "luma-api-test"),
        19_607: key("unknown"),
        20_047: key("revoked_key_12345"),
        20_381: key("expired"),
        20_595: key("broke"),
        21_027: key("suspended"),
        21_198: key("deactivated"),
        21_552: source("https://example.com/oversized.jpg"),
        21_601: DocumentedErrorScenario(
            body: #"{"prompt":"A","image_ref":[\#(frame),\#(frame),{"url":"https://example.com/oversized.png"}]}"#),
        21_656: source("https://example.com/photo-9000x6000.jpg"),
        26_056: DocumentedErrorScenario(
            body: #"{"prompt":"A"}"#, earlier: 2, options: SimulatorOptions(requestsPerMinute: 2)),
        26_941: DocumentedErrorScenario(
            body: #"{"prompt":"A"}"#, earlier: 2, options: SimulatorOptions(concurrentJobs: 2)),
        29_595: source("https://fetch-proxy-down.example/a.jpg"),
        29_990: source("https://fetch-proxy-unconfigured.example/a.jpg"),
        31_858: DocumentedErrorScenario(authorization: nil),
        32_208: DocumentedErrorScenario(),
        32_501: DocumentedErrorScenario(path: "/v1/generations/11111111-2222-3333-4444-555555555555"),
        32_928: DocumentedErrorScenario(path: "/v1/generations/not-a-uuid"),
    ]
}
