import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// What a request to generate or extend a video becomes.
@Suite struct VideosRequestTests {
    private func translate(_ body: String, policy: TranslationPolicy = .balanced) throws -> TranslatedRequest {
        try AceData.videosRequest.translate(Array(body.utf8), policy: policy)
    }

    private func refusal(_ body: String, policy: TranslationPolicy = .balanced) -> Failure? {
        do throws(Failure) {
            _ = try AceData.videosRequest.translate(Array(body.utf8), policy: policy)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        (#"{"prompt":"p"}"#, #"{"prompt":"p","model":"ray-3.2","type":"video","aspect_ratio":"16:9"}"#),
        (
            #"{"prompt":"p","action":"generate","aspect_ratio":"9:21","loop":true}"#,
            #"{"prompt":"p","model":"ray-3.2","type":"video","aspect_ratio":"9:16","video":{"loop":true}}"#
        ),
        (
            #"{"prompt":"p","start_image_url":"https://u/a.png"}"#,
            #"{"prompt":"p","model":"ray-3.2","type":"video","video":{"start_frame":{"url":"https://u/a.png"}}}"#
        ),
        (
            #"{"prompt":"p","start_image_url":"https://u/a.png","end_image_url":"https://u/b.png","aspect_ratio":"1:1"}"#,
            #"{"prompt":"p","model":"ray-3.2","type":"video","aspect_ratio":"1:1","video":{"start_frame":{"url":"https://u/a.png"},"end_frame":{"url":"https://u/b.png"}}}"#
        ),
        (
            #"{"prompt":"p","action":"extend","video_id":"v","loop":true}"#,
            #"{"prompt":"p","model":"ray-3.2","type":"video","video":{"start_frame":{"generation_id":"v"},"loop":true}}"#
        ),
        (
            #"{"prompt":"p","action":"extend","video_url":"https://u/v.mp4","video_id":""}"#,
            #"{"prompt":"p","model":"ray-3.2","type":"video","video":{"start_frame":{"generation_id":"https://u/v.mp4"}}}"#
        ),
        (
            #"{"prompt":"p","video_id":12345,"video_url":"https://u/v.mp4","timeout":null,"callback_url":null}"#,
            #"{"prompt":"p","model":"ray-3.2","type":"video","aspect_ratio":"16:9"}"#
        ),
        (
            #"{"prompt":"p","action":"","aspect_ratio":"","start_image_url":"","video_id":""}"#,
            #"{"prompt":"p","model":"ray-3.2","type":"video","aspect_ratio":"16:9"}"#
        ),
    ])
    func bodies(_ body: String, _ sent: String) throws {
        #expect(try translate(body).request.json().text == sent)
    }

    /// Requests that clients were seen to send: none loses more than the switch that has no counterpart.
    @Test(arguments: [
        ("72_", []), ("73_", []), ("74_", ["enhancement"]), ("75_", ["enhancement"]), ("76_", ["enhancement"]),
        ("77_", ["enhancement"]), ("80_", []),
    ])
    func fixtures(_ name: String, _ lost: [String]) throws {
        let fixture = try Fixture.named("acedata/\(name)")
        let translated = try AceData.videosRequest.translate(fixture.bytes)
        #expect(translated.losses.map { "\($0.path)" } == lost)
        #expect(translated.body == minified(fixture.bytes).text)
    }

    @Test func `an extension may do without a prompt`() throws {
        let translated = try translate(#"{"action":"extend","video_id":"v"}"#)
        #expect(translated.request.prompt == .value(TranslationPolicy.balanced.neutralPrompt))
        #expect(translated.losses.map(\.rule) == ["acedata.prompt.missing"])
    }

    @Test func `the id of a video wins over its address`() throws {
        let translated = try translate(
            #"{"action":"extend","prompt":"p","video_url":"https://u/v.mp4","video_id":"v","start_image_url":"https://u/a.png"}"#
        )
        #expect(translated.request.videoOptions.startFrame.value?.generationID == "v")
        #expect(translated.losses.map { "\($0.path)" } == ["start_image_url", "video_url"])
    }

    @Test(arguments: [
        ("{}", "prompt", Failure.Code.badRequest), (#"{"prompt":""}"#, "prompt", .badRequest),
        (#"{"action":"retrieve","prompt":"p"}"#, "action", .badRequest),
        (#"{"action":"extend","prompt":"p"}"#, "video_id", .badRequest),
        (#"{"action":"extend","prompt":"p","video_url":5}"#, "video_url", .malformed),
        (#"{"prompt":"p","start_image_url":"u/a.png"}"#, "start_image_url", .malformed),
        (#"{"prompt":"p","end_image_url":"ftp://u/a.png"}"#, "end_image_url", .malformed),
        (
            #"{"action":"extend","prompt":"p","video_id":"v","end_image_url":"https://u/b.png"}"#, "end_image_url",
            .notImplemented
        ),
        (#"{"prompt":"p","loop":true,"end_image_url":"https://u/b.png"}"#, "loop", .badRequest),
        (#"{"prompt":"p","aspect_ratio":"2:1"}"#, "aspect_ratio", .badRequest),
        (#"{"prompt":"\#(String(repeating: "p", count: 6001))"}"#, "prompt", .badRequest),
        (#"{"prompt":5}"#, "prompt", .malformed), (#"{"prompt":"p","timeout":"soon"}"#, "timeout", .malformed),
        (#"{"prompt":"p","async":[]}"#, "async", .malformed), ("[]", "", .malformed),
        (#"{"action":"extend","prompt":"p","video_id":5}"#, "video_id", .malformed),
        (#"{"prompt":"p","start_image_url":{}}"#, "start_image_url", .malformed),
    ])
    func refusals(_ body: String, _ path: String, _ code: Failure.Code) throws {
        let failure = try #require(refusal(body))
        #expect(failure.code == code)
        #expect(failure.path?.description == path)
    }

    @Test func `a policy drops a loop that an end image forbids`() throws {
        let body = #"{"prompt":"p","loop":true,"end_image_url":"https://u/b.png"}"#
        #expect(refusal(body)?.message.contains("acedata.loop.end_image") == true)
        let translated = try translate(body, policy: .lenient)
        #expect(translated.request.videoOptions.loop == .absent)
        #expect(translated.losses.map(\.from) == ["true"])
    }
}
