import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Older records have other keys, another order, and once a model that is an object.
@Suite struct RevisionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let document: String
        let model: JSONTree?
        let revisions: [String]
        var isDerived = false

        var testDescription: String { document }
    }

    static let rows = [
        Row(
            document: #"{"id":"g","state":"queued","model":"ray-2","request":{}}"#, model: .text("ray-2"), revisions: []
        ),
        Row(
            document: #"{"id":"g","state":"queued","version":"v1.6","request":{}}"#, model: .text("v1.6"),
            revisions: ["model-replaces-version"]),
        Row(
            document: #"{"id":"g","state":"queued","version":null,"request":{}}"#, model: .null,
            revisions: ["model-replaces-version"]),
        // The newer key counts if both are there, in whatever order.
        Row(
            document: #"{"id":"g","state":"queued","model":"ray-2","version":"v1.6","request":{}}"#,
            model: .text("ray-2"),
            revisions: []),
        Row(document: #"{"id":"g","state":"queued","model":null,"version":"v1.6"}"#, model: .null, revisions: []),
        Row(
            document: #"{"id":"g","state":"queued","model":{"name":"luma.ray","version":"1.6"},"request":{}}"#,
            model: .text("luma.ray"), revisions: ["model-is-text-again"], isDerived: true),
        Row(
            document: #"{"id":"g","state":"queued","model":{"version":"1.6"},"request":{}}"#, model: nil,
            revisions: ["model-is-text-again"]),
        Row(document: #"{"id":"g","state":"queued","model":7,"request":{}}"#, model: nil, revisions: []),
        Row(
            document: #"{"id":"g","type":"video","state":"queued","version":"v1.6","request":{}}"#,
            model: .text("v1.6"),
            revisions: ["generation-type-replaces-type", "model-replaces-version"]),
        Row(
            document: #"{"id":"g","assets":null,"created_at":"d","request":{},"state":"queued","version":"v1.6"}"#,
            model: .text("v1.6"), revisions: ["model-replaces-version", "list-members-in-sdk-order"]),
    ]

    @Test(arguments: rows)
    func areReadAndComeBack(_ row: Row) throws {
        let line = try registry.converted(row.document)
        #expect(line["model"] == row.model)
        #expect(line.words(at: "provenance.revisions") == row.revisions)
        #expect(line.words(at: "provenance.derived").contains("model") == row.isDerived)
        #expect(try registry.roundTrip(row.document, of: .dreamMachine) == row.document)
    }

    @Test func `both keys come back in whatever order they came`() throws {
        let law = AdapterLaws(registry, members: [:])
        for document in [
            #"{"id":"g","state":"queued","version":"v1.6","model":"ray-2","request":{}}"#,
            #"{"id":"g","state":"queued","type":"video","generation_type":"image","request":{}}"#,
        ] {
            let line = try registry.converted(document)
            #expect(line.words(at: "provenance.revisions").filter { $0.contains("replaces") }.isEmpty)
            expectKept(law.roundTrip(Array(document.utf8)))
        }
    }

    /// The newer key counts beside an older one, also if either was only read for its meaning: both come back.
    @Test(arguments: [("video_edit", "video"), ("video", "video_edit"), ("video_edit", "image_edit")])
    func aKeyThatIsReadForItsMeaningComesBack(_ older: String, _ newer: String) throws {
        for members in [
            #""type":"\#(older)","generation_type":"\#(newer)""#, #""generation_type":"\#(newer)","type":"\#(older)""#,
        ] {
            let document = #"{"id":"g","state":"queued",\#(members),"request":{}}"#
            #expect(try registry.converted(document)["type"]?.text == newer)
            expectKept(AdapterLaws(registry, members: [:]).roundTrip(Array(document.utf8)))
        }
    }

    /// A model that cannot be read is none, wherever it stands: the older key is the one that counts.
    @Test(arguments: ["false", "7", #"{"name":"n"}"#])
    func theOlderKeyCountsBesideAModelOfAnotherKind(_ model: String) throws {
        let head = #""id":"g","state":"queued","request":{}"#
        let before = try registry.converted(#"{\#(head),"model":\#(model),"version":"v1.6"}"#)
        let after = try registry.converted(#"{\#(head),"version":"v1.6","model":\#(model)}"#)
        #expect(after.without("provenance") == before.without("provenance"))
        for key in ["revisions", "derived"] {
            #expect(after.words(at: "provenance.\(key)") == before.words(at: "provenance.\(key)"))
        }
        expectKept(
            AdapterLaws(registry, members: [:]).roundTrip(Array(#"{\#(head),"version":"v1.6","model":\#(model)}"#.utf8))
        )
    }

    @Test func `states have the words of this API`() throws {
        let words = [
            ("queued", "queued"), ("dreaming", "processing"), ("completed", "completed"), ("failed", "failed"),
        ]
        for (word, state) in words {
            let line = try registry.converted(#"{"id":"g","state":"\#(word)","request":{}}"#)
            #expect(line["state"]?.text == state)
            #expect(line.value(at: "provenance.residue.state") == nil)
        }
        // The Agents API's word is none of this one: the way back must not make `dreaming` of it.
        let line = try registry.converted(#"{"id":"g","state":"processing","request":{}}"#)
        #expect(line["state"]?.text == "processing")
        #expect(line.value(at: "provenance.residue.state")?.text == "processing")
    }

    @Test func `times are carried as they are written`() throws {
        for time in ["2024-09-28T17:43:44.242000Z", "2025-07-16 21:24:00.128000+00:00", "created_at", ""] {
            let document = #"{"id":"g","state":"queued","created_at":"\#(time)","request":{}}"#
            #expect(try registry.converted(document)["created_at"]?.text == time)
            #expect(try registry.roundTrip(document, of: .dreamMachine) == document)
        }
        let error = try registry.refusal(#"{"id":"g","state":"queued","created_at":1725077411,"request":{}}"#)
        #expect(error.code == .wrongType)
        #expect(error.path == "created_at")
    }

    /// Every key is always present in what the service answers, and `assets` is `null` until there are some.
    @Test(arguments: ["queued", "processing", "failed", "paused"])
    func unfinishedRecordsOfOtherDialectsHaveNullAssets(_ state: String) throws {
        let document =
            #"{"id":"a","type":"video","state":"\#(state)","model":"m","created_at":"2026-04-08T12:00:00Z","output":[]}"#
        let generation = try registry.converted(document, to: .dialect(.dreamMachine))
        #expect(generation["assets"] == .null)
        #expect(generation["failure_reason"] == .null)
    }
}
