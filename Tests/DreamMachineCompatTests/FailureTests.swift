import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// `failure_code`, which this API does not have, from the texts that it is known to give.
@Suite struct FailureTests {
    private func line(_ reason: String, state: String = "failed") throws -> JSONTree {
        try registry.converted(#"{"id":"g","state":"\#(state)","failure_reason":\#(reason),"request":{}}"#)
    }

    /// The texts that are known, in their order, and what they stand for.
    private static let codes: [String?] =
        [String?](repeating: "content_moderated", count: 5) + [
            "corrupt_input", "content_moderated", "content_moderated",
        ]
        + [String?](repeating: nil, count: 4)

    @Test func `known texts are codes, others are none`() throws {
        let texts = try JSONTree(Fixture.named("dream-machine/36_").bytes).elements ?? []
        #expect(texts.count == Self.codes.count)
        for (text, code) in zip(texts, Self.codes) {
            let line = try line(text.description)
            #expect(line["failure_reason"] == text)
            #expect(line["failure_code"]?.text == code, "\(text)")
        }
    }

    @Test(
        arguments: [
            ("\"ADVANCED MODERATION FAILED\"", "content_moderated"),
            ("\"\"", nil), ("null", nil), ("\"moderatio\"", nil), ("\"x Failed To Read User Input\"", "corrupt_input"),
        ])
    func textsAreComparedInAnyCase(_ reason: String, _ code: String?) throws {
        let line = try line(reason)
        #expect(line["failure_code"] == code.map { .text($0) } ?? .null)
        #expect(line.words(at: "provenance.derived").contains("failure_code"))
    }

    @Test func `a known text is known however it is spelled`() throws {
        let line = try line(#""Frame m\u006fderation failed""#)
        #expect(line["failure_code"]?.text == "content_moderated")
    }

    @Test func `a text in the older spelling of the reason is known too`() throws {
        let line = try registry.converted(
            #"{"id":"g","state":"failed","state_reason":"Frame moderation failed","request":{}}"#)
        #expect(line["failure_reason"]?.text == "Frame moderation failed")
        #expect(line["failure_code"]?.text == "content_moderated")
        let document =
            #"{"id":"g","state":"failed","failure_reason":null,"state_reason":"Job failed: moderation","request":{}}"#
        #expect(try registry.converted(document)["failure_code"] == .null, "the present spelling counts")
    }

    @Test(arguments: ["queued", "dreaming", "completed", "paused"])
    func onlyFailuresHaveACode(_ state: String) throws {
        let line = try line("\"Frame moderation failed\"", state: state)
        #expect(line["failure_code"] == .null)
        #expect(line["failure_reason"]?.text == "Frame moderation failed")
    }

    /// Records that the compatibility server wrote have the extra key.
    @Test func `a code that is there counts`() throws {
        let document =
            #"{"id":"g","state":"failed","failure_reason":"Frame moderation failed","request":{},"failure_code":"bored"}"#
        let line = try registry.converted(document)
        #expect(line["failure_code"]?.text == "bored")
        #expect(!line.words(at: "provenance.derived").contains("failure_code"))
        #expect(try registry.roundTrip(document, of: .dreamMachine) == document)
    }
}
