import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What a request to modify a video becomes.
@Suite struct ModifyRequestTests {
    private func translate(_ body: String, policy: TranslationPolicy = .balanced) throws(Failure) -> TranslatedRequest {
        try DreamMachine.modifyRequest.translate(Array(body.utf8), policy: policy)
    }

    private func failure(_ body: String, policy: TranslationPolicy = .balanced) -> Failure? {
        do throws(Failure) {
            _ = try translate(body, policy: policy)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the documented request`() throws {
        let translated = try translate(
            #"{"generation_type":"modify_video","media":{"url":"https://example.com/v.mp4"},"first_frame":{"url":"https://example.com/f.jpg"},"model":"ray-2","mode":"adhere_1","prompt":"Turn it into clay"}"#
        )
        #expect(
            translated.request.json().text
                == #"{"prompt":"Turn it into clay","model":"ray-3.2","type":"video_edit","source":{"url":"https://example.com/v.mp4","media_type":"video/mp4"},"video":{"start_frame":{"url":"https://example.com/f.jpg"},"edit":{"strength":"adhere_1"}}}"#
        )
        #expect(translated.losses.map(\.rule) == ["dream_machine.model"])
    }

    @Test(arguments: ["adhere", "flex", "reimagine"], 1...3)
    func modes(_ name: String, _ number: Int) throws {
        let body = #"{"media":{"url":"https://example.com/v.mp4"},"mode":"\#(name)_\#(number)","prompt":"clay"}"#
        #expect(
            try translate(body).request.videoOptions.edit.value?.strength.value?.rawValue == "\(name)_\(number)")
    }

    @Test(arguments: [
        ("https://example.com/v.mp4", "video/mp4"), ("https://example.com/v.M4V", "video/mp4"),
        ("https://example.com/v.mov", "video/quicktime"), ("https://example.com/a.b/v.qt#t=1.mp4", "video/quicktime"),
        ("https://example.com/v.webm?signature=a/b.mp4", "video/webm"),
        ("https://example.com/v", nil), ("https://example.mp4", nil), ("https://example.mp4?x", nil),
        ("https://example.com/v.mp4/", nil), ("https://example.com/v.avi", nil), ("https://example.com/mp4", nil),
        ("https://example.com/v.mp4.", nil), ("https://example.com/?v.mp4", nil),
    ])
    func `the address tells the type, or MP4 is taken`(_ url: String, _ type: String?) throws {
        let translated = try translate(
            #"{"media":{"url":"\#(url)"},"model":"ray-3.2","mode":"flex_1","prompt":"clay"}"#)
        #expect(translated.request.source.value?.mediaType.value == type ?? "video/mp4")
        #expect(
            translated.losses.map { "\($0.path) \($0.kind) \($0.to ?? "-")" }
                == (type == nil ? [#"source.media_type defaulted "video/mp4""#] : []))
    }

    @Test(arguments: ["", #""prompt":null,"#, #""prompt":"","#])
    func `a prompt is made up where there is none`(_ member: String) throws {
        var policy = TranslationPolicy.balanced
        policy.neutralEditPrompt = "As it is."
        let body = #"{\#(member)"media":{"url":"https://example.com/v.mp4"},"model":"ray-3.2","mode":"flex_1"}"#
        let translated = try translate(body, policy: policy)
        #expect(translated.request.prompt == "As it is.")
        #expect(translated.losses.map(\.rule) == ["dream_machine.modify.prompt.missing"])
    }

    @Test func `flash models make drafts where that is wanted`() throws {
        var policy = TranslationPolicy.balanced
        policy.flashResolution = .p360
        let body =
            #"{"media":{"url":"https://example.com/v.mp4"},"model":"ray-flash-2","mode":"flex_1","prompt":"clay"}"#
        let translated = try translate(body, policy: policy)
        #expect(translated.request.videoOptions.resolution.value == .p360)
        #expect(
            translated.losses.map { "\($0.path) \($0.rule)" } == [
                "model dream_machine.model.flash", "video.resolution dream_machine.model.flash.resolution",
            ])
        #expect(try translate(body).request.videoOptions.resolution == .absent)
    }

    @Test(arguments: [
        ("{}", "media", Failure.Code.malformed), (#"{"media":{"url":"https://e.com/a"}}"#, "mode", .malformed),
        (#"{"media":{},"mode":"flex_1"}"#, "media.url", .malformed),
        (#"{"media":"a","mode":"flex_1"}"#, "media", .malformed),
        (#"{"media":{"url":""},"mode":"flex_1"}"#, "media.url", .badRequest),
        (#"{"media":{"url":"https://e.com/a"},"mode":"flex_1","first_frame":{}}"#, "first_frame.url", .malformed),
        (#"{"media":{"url":"https://e.com/a"},"mode":"flex_4"}"#, "mode", .badRequest),
        (#"{"media":{"url":"https://e.com/a"},"mode":"flex_1","prompt":"ab"}"#, "prompt", .badRequest),
        (
            #"{"media":{"url":"https://e.com/a"},"mode":"flex_1","generation_type":"video"}"#, "generation_type",
            .badRequest
        ),
        (#"{"media":{"url":"https://e.com/a"},"mode":"flex_1","model":"photon-1"}"#, "model", .badRequest),
    ])
    func refusals(_ body: String, _ path: String, _ code: Failure.Code) throws {
        let refused = try #require(failure(body))
        #expect(refused.code == code)
        #expect(refused.path?.description == path)
    }

    @Test func `an unknown mode can be left out`() throws {
        let body = #"{"media":{"url":"https://example.com/v.mp4"},"mode":"flex_4","prompt":"clay"}"#
        #expect(try translate(body, policy: .lenient).request.video == .absent)
    }
}
