import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Video requests that are refused, in the words of the legacy API where it has some.
@Suite struct VideoRefusalTests {
    private static let image = #"{"type":"image","url":"https://example.com/a.jpg"}"#
    private static let generation = #"{"type":"generation","id":"g"}"#

    private func refusal(_ body: String, policy: TranslationPolicy = .balanced) -> Failure? {
        do throws(Failure) {
            _ = try DreamMachine.videoRequest.translate(Array(body.utf8), policy: policy)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("{}", "Prompt is required"),
        (#"{"prompt":null}"#, "Prompt is required"), (#"{"prompt":""}"#, "Prompt is required"),
        (#"{"keyframes":{"frame0":\#(generation)}}"#, "Prompt is required"),
        (#"{"prompt":"ab"}"#, "Prompt is too short, minimum length is 3 characters"),
        (#"{"prompt":"abc","keyframes":{}}"#, "No keyframes provided"),
        (#"{"prompt":"abc","keyframes":{"frame0":null,"frame1":null}}"#, "No keyframes provided"),
        (#"{"prompt":"abc","loop":true,"keyframes":{"frame1":\#(image)}}"#, "Loop is not supported for end frame"),
        (
            #"{"prompt":"abc","loop":true,"keyframes":{"frame0":\#(image),"frame1":\#(image)}}"#,
            "Loop is not supported for keyframes"
        ),
        (
            #"{"prompt":"abc","loop":true,"keyframes":{"frame1":\#(generation)}}"#,
            "Loop is not supported for extend reverse"
        ),
        (
            #"{"prompt":"abc","loop":true,"keyframes":{"frame0":\#(generation),"frame1":\#(image)}}"#,
            "Loop is not supported for interpolate video to image"
        ),
        (
            #"{"prompt":"abc","loop":true,"keyframes":{"frame0":\#(image),"frame1":\#(generation)}}"#,
            "Loop is not supported for interpolate image to video"
        ),
        (
            #"{"prompt":"abc","loop":true,"keyframes":{"frame0":\#(generation),"frame1":\#(generation)}}"#,
            "Loop is not supported for interpolate between two videos"
        ),
        (#"{"prompt":"abc","generation_type":"image"}"#, "Unknown request type"),
    ])
    func legacyMessages(_ body: String, _ message: String) throws {
        for policy in [TranslationPolicy.balanced, .lenient] {
            let failure = try #require(refusal(body, policy: policy))
            #expect(failure.message == message)
            #expect(failure.code == .badRequest)
            #expect(failure.path != nil)
        }
    }

    /// Characters are counted as the legacy service did: code points.
    @Test(arguments: [(5000, true), (5001, false), (400_000, false)])
    func longPrompts(_ length: Int, _ isAllowed: Bool) {
        let emoji = String(repeating: "\u{1F600}", count: min(length, 5001))
        let rest = String(repeating: "a", count: max(length - 5001, 0))
        let failure = refusal(#"{"prompt":"\#(emoji)\#(rest)"}"#)
        #expect(failure?.message == (isAllowed ? nil : "Prompt is too long, maximum length is 5000 characters"))
    }

    @Test(arguments: [
        (image, generation), (generation, image), (generation, generation),
    ])
    func interpolation(_ first: String, _ last: String) throws {
        let body = #"{"prompt":"abc","keyframes":{"frame0":\#(first),"frame1":\#(last)}}"#
        for policy in [TranslationPolicy.balanced, .lenient] {
            let failure = try #require(refusal(body, policy: policy))
            #expect(failure.code == .notImplemented)
            #expect(failure.path == "keyframes")
        }
    }

    @Test(arguments: [
        (#""model":"ray-9""#, "model"), (#""concepts":[{"key":"static"},{"key":"moonwalk"}]"#, "concepts[1].key"),
        (#""keyframes":{"frame0":{"type":"image","url":""}}"#, "keyframes.frame0.url"),
        (
            #""keyframes":{"frame0":{"type":"generation","id":"\#(String(repeating: "g", count: 257))"}}"#,
            "keyframes.frame0.id"
        ),
        (#""callback_url":"https://example.com/\#(String(repeating: "g", count: 8192))""#, "callback_url"),
    ])
    func values(_ member: String, _ path: String) throws {
        let failure = try #require(refusal(#"{"prompt":"abc",\#(member)}"#, policy: .lenient))
        #expect(failure.code == .badRequest)
        #expect(failure.path?.description == path)
        #expect(failure.message.utf8.count < 300)
    }

    /// Rows that change the meaning are refused by name, and done where the policy allows them.
    @Test(arguments: [
        (#""loop":true,"duration":"9s""#, "loop", "dream_machine.loop.10s"),
        (#""resolution":"4k""#, "resolution", "dream_machine.resolution.4k"),
        (#""resolution":"8k""#, "resolution", "dream_machine.resolution.unknown"),
        (#""duration":"7s""#, "duration", "dream_machine.duration.unknown"),
        (#""aspect_ratio":"2:1""#, "aspect_ratio", "dream_machine.aspect_ratio.unknown"),
    ])
    func meaning(_ members: String, _ path: String, _ row: String) throws {
        let body = #"{"prompt":"abc",\#(members)}"#
        let failure = try #require(refusal(body))
        #expect(failure.code == .badRequest)
        #expect(failure.path?.description == path)
        #expect(failure.message.contains(row))
        let lenient = try DreamMachine.videoRequest.translate(Array(body.utf8), policy: .lenient)
        #expect(lenient.losses.contains { $0.rule == row && $0.path.description == path })
        var policy = TranslationPolicy.balanced
        policy.rows[row] = .apply
        #expect(try DreamMachine.videoRequest.translate(Array(body.utf8), policy: policy) == lenient)
    }

    @Test(arguments: [
        ("[]", "", "model_attributes_type"), ("1", "", "model_attributes_type"),
        (#"{"prompt":7}"#, "prompt", "string_type"), (#"{"prompt":"abc","loop":"maybe"}"#, "loop", "bool_type"),
        (#"{"prompt":"abc","duration":{}}"#, "duration", "string_type"),
        (#"{"prompt":"abc","keyframes":[]}"#, "keyframes", "model_attributes_type"),
        (#"{"prompt":"abc","keyframes":{"frame0":"x"}}"#, "keyframes.frame0", "model_attributes_type"),
        (#"{"prompt":"abc","keyframes":{"frame0":{}}}"#, "keyframes.frame0", "union_tag_not_found"),
        (#"{"prompt":"abc","keyframes":{"frame0":{"type":"clip"}}}"#, "keyframes.frame0", "union_tag_invalid"),
        (#"{"prompt":"abc","keyframes":{"frame0":{"type":"image"}}}"#, "keyframes.frame0.url", "missing"),
        (
            #"{"prompt":"abc","keyframes":{"frame1":{"type":"generation","id":5}}}"#, "keyframes.frame1.id",
            "string_type"
        ),
        (#"{"prompt":"abc","concepts":{}}"#, "concepts", "list_type"),
        (#"{"prompt":"abc","concepts":["static"]}"#, "concepts[0]", "model_attributes_type"),
        (#"{"prompt":"abc","concepts":[{}]}"#, "concepts[0].key", "missing"),
    ])
    func shapes(_ body: String, _ path: String, _ fault: String) throws {
        let failure = try #require(refusal(body))
        #expect(failure.code == .malformed)
        #expect(failure.path?.description == path)
        #expect(failure.fault == fault)
        #expect(failure.input != nil)
        #expect(failure.byteOffset != nil)
    }

    /// The shape comes before what is in it, as in the legacy service.
    @Test func `a wrong shape wins over a wrong value`() throws {
        let failure = try #require(refusal(#"{"prompt":"a","model":"ray-9","callback_url":1}"#))
        #expect(failure.code == .malformed)
        #expect(failure.byteOffset == 45)
    }

    @Test func `there are as many concepts as there are keys`() throws {
        let all = DreamMachine.conceptKeys.map { #"{"key":"\#($0)"}"# }
        #expect(refusal(#"{"prompt":"abc","concepts":[\#(all.joined(separator: ","))]}"#) == nil)
        let more = (all + all).joined(separator: ",")
        #expect(refusal(#"{"prompt":"abc","concepts":[\#(more)]}"#)?.fault == "too_long")
    }
}
