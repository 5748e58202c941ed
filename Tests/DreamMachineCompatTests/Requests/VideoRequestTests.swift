import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What a video request becomes.
@Suite struct VideoRequestTests {
    private static let image = #"{"type":"image","url":"https://example.com/a.jpg"}"#
    private static let other = #"{"type":"image","url":"https://example.com/b.jpg"}"#
    private static let generation = #"{"type":"generation","id":"123e4567-e89b-12d3-a456-426614174000"}"#

    private func sent(_ members: String, policy: TranslationPolicy = .balanced) throws -> JSONTree {
        let body = #"{"prompt":"a red kite","model":"ray-2"\#(members.isEmpty ? "" : ",")\#(members)}"#
        return try JSONTree(DreamMachine.videoRequest.translate(Array(body.utf8), policy: policy).request.json())
    }

    private func losses(_ body: String, policy: TranslationPolicy = .balanced) throws -> [Loss] {
        try DreamMachine.videoRequest.translate(Array(body.utf8), policy: policy).losses
    }

    @Test func `text alone is sixteen to nine`() throws {
        let body = try DreamMachine.videoRequest.translate(Array(#"{"prompt":"a red kite"}"#.utf8)).request.json()
        #expect(body.text == #"{"prompt":"a red kite","model":"ray-3.2","type":"video","aspect_ratio":"16:9"}"#)
    }

    @Test(arguments: [
        (#""keyframes":{"frame0":\#(image)}"#, #"{"start_frame":{"url":"https://example.com/a.jpg"}}"#),
        (#""keyframes":{"frame1":\#(image)}"#, #"{"end_frame":{"url":"https://example.com/a.jpg"}}"#),
        (
            #""keyframes":{"frame0":\#(image),"frame1":\#(other)},"duration":"5s""#,
            #"{"duration":"5s","start_frame":{"url":"https://example.com/a.jpg"},"end_frame":{"url":"https://example.com/b.jpg"}}"#
        ),
        (
            #""keyframes":{"frame0":\#(generation),"frame1":null},"loop":true"#,
            #"{"start_frame":{"generation_id":"123e4567-e89b-12d3-a456-426614174000"},"loop":true}"#
        ),
        (
            #""keyframes":{"frame1":\#(generation)},"resolution":"540p""#,
            #"{"resolution":"540p","end_frame":{"generation_id":"123e4567-e89b-12d3-a456-426614174000"}}"#
        ),
        (
            #""keyframes":{"frame0":\#(image)},"loop":true"#,
            #"{"start_frame":{"url":"https://example.com/a.jpg"},"loop":true}"#
        ),
        (
            #""keyframes":{"frame0":\#(image)},"duration":"9s""#,
            #"{"duration":"10s","keyframes":[{"url":"https://example.com/a.jpg"}],"keyframe_indexes":[0]}"#
        ),
        (
            #""keyframes":{"frame0":\#(image),"frame1":\#(other)},"duration":"10s""#,
            #"{"duration":"10s","keyframes":[{"url":"https://example.com/a.jpg"},{"url":"https://example.com/b.jpg"}],"keyframe_indexes":[0,240]}"#
        ),
        (
            #""keyframes":{"frame1":\#(image)},"duration":10"#,
            #"{"duration":"10s","keyframes":[{"url":"https://example.com/a.jpg"}],"keyframe_indexes":[240]}"#
        ),
        (
            #""keyframes":{"frame0":\#(generation)},"duration":"9s""#,
            #"{"duration":"5s","start_frame":{"generation_id":"123e4567-e89b-12d3-a456-426614174000"}}"#
        ),
    ])
    func keyframes(_ members: String, _ video: String) throws {
        let sent = try sent(members)
        #expect(sent["video"]?.description == video)
        #expect(sent["aspect_ratio"] == nil)
    }

    @Test(arguments: [
        (#""duration":"5s""#, #"{"duration":"5s"}"#), (#""duration":5"#, #"{"duration":"5s"}"#),
        (#""duration":"5""#, #"{"duration":"5s"}"#), (#""duration":9.0"#, #"{"duration":"10s"}"#),
        (#""duration":"10""#, #"{"duration":"10s"}"#), (#""resolution":"1080""#, #"{"resolution":"1080p"}"#),
        (#""resolution":720"#, #"{"resolution":"720p"}"#), (#""resolution":"1080p""#, #"{"resolution":"1080p"}"#),
        (#""loop":true,"duration":"5s""#, #"{"duration":"5s","loop":true}"#),
        (#""duration":null,"resolution":null,"loop":null"#, nil), (#""loop":false,"keyframes":null"#, nil),
    ])
    func settings(_ members: String, _ video: String?) throws {
        #expect(try sent(members)["video"]?.description == video)
    }

    @Test func `a ratio that is asked for is sent with images too`() throws {
        let sent = try sent(#""aspect_ratio":"9:21","keyframes":{"frame0":\#(Self.image)}"#)
        #expect(sent["aspect_ratio"]?.text == "9:16")
    }

    @Test func `concepts are words at the end of the prompt`() throws {
        let sent = try sent(#""concepts":[{"key":"dolly_zoom"},{"key":"over_the_shoulder"}]"#)
        #expect(sent["prompt"]?.text == "a red kite\nCamera: dolly zoom, over the shoulder.")
    }

    @Test func `an image needs no prompt`() throws {
        let body = #"{"model":"ray-2","prompt":"","keyframes":{"frame0":\#(Self.image)}}"#
        var policy = TranslationPolicy.balanced
        policy.neutralPrompt = "Gently."
        let translated = try DreamMachine.videoRequest.translate(Array(body.utf8), policy: policy)
        #expect(translated.request.prompt == "Gently.")
        let loss = try #require(translated.losses.first { $0.path == "prompt" })
        #expect(loss.kind == .defaulted)
        #expect(loss.from == #""""#)
        #expect(loss.to == #""Gently.""#)
    }

    @Test func `the ledger names member, values, row and reason`() throws {
        let losses = try losses(
            #"{"prompt":"a red kite","model":"ray-2","duration":9,"seed":7,"keyframes":{"frame0":{"type":"image","url":"https:\/\/example.com","weight":{}}},"concepts":[{"key":"static"}]}"#
        )
        let lines = losses.map { "\($0.path) \($0.kind) \($0.from ?? "-") \($0.to ?? "-") \($0.rule)" }
        #expect(
            lines == [
                "keyframes.frame0.weight dropped - - dream_machine.unknown_key",
                #"model approximated "ray-2" "ray-3.2" dream_machine.model"#,
                #"duration approximated 9 "10s" dream_machine.duration.9s"#,
                #"concepts[0].key approximated "static" "static" dream_machine.concepts"#,
                "seed dropped 7 - dream_machine.unknown_key",
            ])
        #expect(losses.allSatisfy { !$0.reason.isEmpty })
    }

    @Test func `an address keeps its characters`() throws {
        let sent = try sent(#""keyframes":{"frame0":{"type":"image","url":"https:\/\/example.com\/ä\u0026b"}}"#)
        #expect(sent.value(at: "video.start_frame.url")?.text == "https://example.com/ä&b")
    }

    @Test(arguments: ["ray-1-6", "ray-1.6", "ray-2", "ray-flash-2", nil])
    func models(_ model: String?) throws {
        let member = model.map { #","model":"\#($0)""# } ?? ""
        let loss = try #require(try losses(#"{"prompt":"a red kite"\#(member)}"#).first)
        #expect(loss.path == "model")
        #expect(loss.kind == (model == nil ? .defaulted : .approximated))
        #expect(loss.to == #""ray-3.2""#)
    }

    @Test func `the present model is no loss`() throws {
        #expect(try losses(#"{"prompt":"a red kite","model":"ray-3.2"}"#).isEmpty)
    }

    @Test func `models can be configured`() throws {
        var policy = TranslationPolicy.balanced
        policy.models = ["ray-2": "ray-4", "mine": "ray-5"]
        #expect(try sent("", policy: policy)["model"]?.text == "ray-4")
        let body = Array(#"{"prompt":"a red kite","model":"mine"}"#.utf8)
        #expect(try DreamMachine.videoRequest.translate(body, policy: policy).request.model == "ray-5")
        let plain = Array(#"{"prompt":"a red kite"}"#.utf8)
        #expect(try DreamMachine.videoRequest.translate(plain, policy: policy).request.model == "ray-4")
    }

    /// A resolution that the client names counts, and no extension is a draft.
    @Test(arguments: [
        (#""model":"ray-flash-2""#, "360p"), (#""model":"ray-flash-2","resolution":"720p""#, "720p"),
        (#""model":"ray-2""#, nil), (#""model":"ray-flash-2","keyframes":{"frame0":\#(generation)}"#, nil),
        (#""model":"ray-flash-2","duration":"9s","keyframes":{"frame0":\#(image)}"#, "360p"),
    ])
    func `flash models make drafts where that is wanted`(_ members: String, _ resolution: String?) throws {
        var policy = TranslationPolicy.balanced
        policy.flashResolution = .p360
        let translated = try DreamMachine.videoRequest.translate(
            Array(#"{"prompt":"a red kite",\#(members)}"#.utf8), policy: policy)
        #expect(translated.request.videoOptions.resolution.value?.rawValue == resolution)
        let isDraft = translated.losses.contains { $0.rule == "dream_machine.model.flash.resolution" }
        #expect(isDraft == (resolution == "360p"))
    }

    @Test func `the body is kept as it came, without white space`() throws {
        let body = "{ \"prompt\" : \"a \\u0072ed kite\",\n \"n\": 1.50, \"model\":\"ray-2\" }"
        let kept = try DreamMachine.videoRequest.translate(Array(body.utf8)).body
        #expect(kept == #"{"prompt":"a \u0072ed kite","n":1.50,"model":"ray-2"}"#)
    }
}
