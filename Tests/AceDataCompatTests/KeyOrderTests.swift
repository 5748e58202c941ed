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
        let task = #"{"id":"t","job_id":"j","response":{"new":1e400,"state":"completed"},"other":[{}]}"#
        let back = try registry.roundTrip(task, of: .aceData)
        #expect(back == #"{"id":"t","response":{"state":"completed","new":1e400},"job_id":"j","other":[{}]}"#)
    }
}
