import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Lines that somebody changed before turning them back: what fits goes in, what does not is refused or listed.
@Suite struct EditedLineTests {
    private let registry = AdapterRegistry.known

    private static let task =
        #"{"id":"t","created_at":1.5,"request":{"prompt":"p"},"response":{"success":true,"video_url":"u","state":"completed"}}"#

    private func back(_ key: String, _ json: String) throws -> Conversion {
        let line = try registry.converted(Self.task).with(key, try JSONTree(text: json))
        return registry.convert(line.description, from: .dialect(.agents), to: .dialect(.init("acedata")))
    }

    @Test(
        arguments: [
            ("id", #""other""#, #"{"id":"other","#),
            ("created_at", #""2026-04-08T12:00:00.10Z""#, #""created_at":1775649600.10,"#),
            ("output", #"[{"type":"video","url":"v"}]"#, #""video_url":"v""#),
            ("state", #""failed""#, #""state":"failed""#),
            ("state", #""processing""#, #""state":"processing""#),
            ("output", "[]", #""response":{"success":true,"state""#),
            ("output", "null", #""response":{"success":true,"state""#), ("created_at", "null", #""created_at":null"#),
        ])
    func whatFitsGoesIn(_ key: String, _ json: String, _ expected: String) throws {
        let conversion = try back(key, json)
        #expect(conversion.refusals.isEmpty)
        #expect(conversion.losses.isEmpty)
        #expect(conversion.output.text.contains(expected), "\(conversion.output.text)")
    }

    @Test(
        arguments: [
            ("id", "null"), ("id", "1"), ("type", "1"), ("state", "[]"), ("model", "{}"), ("created_at", "1.5"),
            ("output", "{}"), ("output", "\"x\""), ("output", "[1]"), ("output", "[null]"), ("failure_reason", "false"),
            ("failure_code", "0"),
        ])
    func otherKindsAreRefused(_ key: String, _ json: String) throws {
        let conversion = try back(key, json)
        #expect(conversion.refusals.map(\.code) == [.wrongType])
        #expect(conversion.refusals.first.map { "\($0.path)" } == key)
        #expect(conversion.output.text == "")
    }

    @Test(arguments: [#"[{"type":"video","url":5}]"#, #"[{"type":"video","url":{}}]"#, #"[{"type":[],"url":"u"}]"#])
    func itemsOfOtherKindsAreRefused(_ output: String) throws {
        let conversion = try back("output", output)
        #expect(conversion.refusals.map(\.code) == [.wrongType])
        #expect(conversion.output.text == "")
    }

    /// The record that comes back would not say it, so the ledger must.
    @Test(
        arguments: [
            ("model", #""ray-2""#), ("type", #""video_edit""#), ("failure_code", #""content_moderated""#),
            ("output", #"[{"type":"video","url":"u"},{"type":"video","url":"v"}]"#),
            ("output", #"[{"type":"image","url":"i"}]"#),
        ])
    func whatDoesNotFitIsListed(_ key: String, _ json: String) throws {
        let conversion = try back(key, json)
        #expect(!conversion.refusals.isEmpty || !conversion.losses.isEmpty, "\(conversion.output.text)")
    }

    @Test func `a line without an id is no generation`() throws {
        let line = try registry.converted(Self.task).without("id").description
        for target in [ConversionTarget.canonical, .dialect(.init("acedata")), .bare] {
            #expect(try registry.refusal(line, from: .dialect(.agents), to: target).code == .notAGeneration)
        }
    }

    @Test func `members of a line may stand in any order`() throws {
        var line = try registry.converted(Self.task)
        line.children.reverse()
        let back = try registry.converted(line.description, from: .dialect(.agents), to: .dialect(.init("acedata")))
        #expect(back.description == Self.task)
        #expect(try registry.converted(line.description).description == line.description)
    }
}
