import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Members come back in the order of the revision that a record follows.
@Suite struct KeyOrderTests {
    private static let times = #""created_at":1.5"#
    private static let newest =
        #"{"_id":"m","id":"t","api_id":"a","application_id":"p",\#(times),"started_at":2.0,"finished_at":3,"elapsed":1.0,"#
        + #""credential_id":"c","request":{},"trace_id":"x","user_id":"u","response":{"success":true}}"#
    private static let of2024 =
        #"{"_id":"m","id":"t","api_id":"a","application_id":"p",\#(times),"credential_id":"c","request":{},"#
        + #""trace_id":"x","user_id":"u","response":{"success":true},"finished_at":3}"#
    private static let specification =
        #"{"state":"completed","prompt":"p","success":true,"task_id":"t","video_id":"v","video_url":"u","#
        + #""video_width":1,"video_height":2,"thumbnail_url":null,"thumbnail_width":1,"thumbnail_height":2}"#

    @Test func `the order of 2026 is the present one`() throws {
        let line = try registry.converted(Self.newest)
        #expect(line.value(at: "provenance.revisions") == nil)
        #expect(try registry.roundTrip(Self.newest, of: .aceData) == Self.newest)
    }

    @Test func `the order of 2024 has finished_at at its end`() throws {
        let line = try registry.converted(Self.of2024)
        #expect(line.words(at: "provenance.revisions") == ["move-finished-at-beside-created-at"])
        #expect(try registry.roundTrip(Self.of2024, of: .aceData) == Self.of2024)
    }

    @Test func `the specification lists members by length`() throws {
        let line = try registry.converted(Self.specification)
        #expect(line.words(at: "provenance.revisions") == ["list-members-in-service-order"])
        #expect(try registry.roundTrip(Self.specification, of: .aceData) == Self.specification)
    }

    /// Orders of others than Luma's own service; those of payloads are in the laws over fixtures.
    @Test(
        arguments: [
            (
                #"{"id":"t","created_at":1.5,"finished_at":3,"request":{},"trace_id":"x","type":"videos","user_id":"u","job_id":"j","response":{}}"#,
                ["move-type-behind-user-id"]
            ),
            (
                #"{"id":"t","created_at":1.5,"request":{},"trace_id":"x","type":"videos","user_id":"u","response":{},"finished_at":3}"#,
                ["move-finished-at-beside-created-at"]
            ),
            (
                #"{"id":"t","trace_id":"x","type":"images","user_id":"u","created_at":1.5,"request":{},"response":{}}"#,
                ["list-times-before-ids-of-the-account"]
            ),
            (
                #"{"id":"t","response":{"success":false,"error":{"code":"api_error","message":"m"},"task_id":"t","trace_id":"x"},"finished_at":3}"#,
                ["move-finished-at-beside-created-at", "list-ids-before-error"]
            ),
            (
                #"{"success":false,"error":{"code":"api_error","message":"m"},"task_id":"t","trace_id":"x"}"#,
                ["list-ids-before-error"]
            ),
            (
                #"{"id":"t","response":{"success":true,"video_url":"u","duration":"5.1","state":"succeed","task_id":"t"}}"#,
                ["list-response-as-luma-does"]
            ),
            (
                #"{"task_id":"t","prompt":"p","video_url":"u","video_width":1,"video_height":2}"#,
                ["list-height-before-width"]
            ),
            (
                #"{"id":"t","response":{"data":{"video_id":"v","state":"processing"}}}"#,
                ["move-state-from-data-to-response"]
            ),
        ])
    func otherOrdersComeBackToo(_ document: String, _ revisions: [String]) throws {
        let line = try registry.converted(document)
        #expect(line.words(at: "provenance.revisions") == revisions)
        #expect(try registry.roundTrip(document, of: .aceData) == document)
    }

    /// The specification of October 2026 names two members that no record has shown: they come back, wherever they stood.
    @Test func `members without a known place come back`() throws {
        let task = #"{"id":"t","actor_user_id":"a","authorization_id":null,"response":{}}"#
        expectKept(AdapterLaws(registry, members: [:]).roundTrip(Array(task.utf8)))
    }

    @Test func `each record of a batch has its own order`() throws {
        let batch = #"{"items":[\#(Self.of2024),\#(Self.newest),\#(Self.of2024)],"count":3}"#
        let revisions = try registry.convert(batch).lines.map {
            try JSONTree($0).words(at: "provenance.revisions").count
        }
        #expect(revisions == [1, 0, 1])
        #expect(try registry.roundTrip(batch, of: .aceData) == batch)
    }

    @Test func `an order that nobody has documented comes back as the present one`() throws {
        let jumbled = try JSONTree(text: Self.newest)
        var mixed = jumbled
        mixed.children = jumbled.children.reversed()
        let back = try registry.roundTrip(mixed.description, of: .aceData)
        #expect(back == Self.newest)
    }

    @Test func `members that nobody knows come last`() throws {
        let task = #"{"id":"t","batch_id":"j","response":{"new":1e400,"state":"completed"},"other":[{}]}"#
        let back = try registry.roundTrip(task, of: .aceData)
        #expect(back == #"{"id":"t","response":{"state":"completed","new":1e400},"batch_id":"j","other":[{}]}"#)
    }
}
