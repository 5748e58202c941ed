import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// What a task's members say about how it ended.
///
/// One row for each combination that a client of this API decides about, and for each that the service has been seen with.
@Suite struct OutcomeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        /// Members of the task beside `id` and `request`.
        let members: String
        let state: String
        var reason: String?
        var code: String?
        var url: String?
        /// Whether `state` was computed.
        var isDerived = true

        var testDescription: String { members }
    }

    static let unfinished = [
        Row(members: "", state: "queued"),
        Row(members: #""response":null"#, state: "queued"),
        Row(members: #""response":null,"finished_at":null"#, state: "queued"),
        Row(members: #""response":{}"#, state: "queued"),
        Row(members: #""response":{},"finished_at":1725077566.241"#, state: "queued"),
        Row(members: #""response":"""#, state: "queued"),
        Row(members: #""response":[]"#, state: "queued"),
        Row(members: #""response":{"state":"pending"}"#, state: "queued", isDerived: false),
        Row(members: #""response":{"state":"queued"}"#, state: "queued"),
        Row(members: #""response":{"state":"processing"}"#, state: "processing", isDerived: false),
        Row(members: #""response":{"state":"processing","success":true}"#, state: "processing", isDerived: false),
        Row(members: #""response":{"state":"running"}"#, state: "processing"),
        Row(members: #""response":{"success":true}"#, state: "queued"),
        Row(members: #""response":{"success":true},"finished_at":null"#, state: "queued"),
        Row(members: #""response":{"thumbnail_url":"t"}"#, state: "queued"),
        Row(members: #""response":{"video_url":null}"#, state: "queued"),
        Row(
            members: #""response":{"data":{"video_id":"v","state":"processing"}}"#, state: "processing",
            isDerived: false),
        Row(members: #""response":{"data":{"video_id":"v","state":"pending"}}"#, state: "queued", isDerived: false),
        Row(members: #""response":{"data":{"state":"running"}}"#, state: "processing"),
        Row(members: #""response":{"data":{"state":7}}"#, state: "queued"),
        Row(members: #""response":{"data":[]},"finished_at":1"#, state: "queued"),
        Row(members: #""response":{"data":[{"url":"u"}]}"#, state: "queued"),
    ]

    static let completed = [
        Row(
            members: #""response":{"success":true,"video_url":"u","state":"completed"},"finished_at":1"#,
            state: "completed", url: "u", isDerived: false),
        Row(members: #""response":{"success":true,"video_url":"u"},"finished_at":null"#, state: "completed", url: "u"),
        Row(members: #""response":{"video_url":"u"}"#, state: "completed", url: "u"),
        Row(members: #""response":{"success":true},"finished_at":1"#, state: "completed"),
        Row(members: #""response":{"success":true,"data":[{"url":"u"}]},"finished_at":1"#, state: "completed"),
        Row(members: #""response":{"success":true,"data":[{"url":"u"}]}"#, state: "completed"),
        Row(members: #""response":{"status":"succeeded","data":[{"url":"u"}]},"finished_at":1"#, state: "completed"),
        Row(
            members: #""response":{"data":{"video_id":"v","state":"completed"}}"#, state: "completed",
            isDerived: false),
        Row(
            members: #""response":{"state":"completed","data":{"state":"processing"}}"#, state: "completed",
            isDerived: false),
        Row(
            members: #""response":{"data":{"state":"running"},"state":"completed"}"#, state: "completed",
            isDerived: false),
        Row(members: #""response":{"state":"completed"}"#, state: "completed", isDerived: false),
        Row(members: #""response":{"state":"succeeded"}"#, state: "completed"),
        Row(members: #""response":{"state":"succeed"}"#, state: "completed"),
        Row(members: #""response":{"state":"success"}"#, state: "completed"),
        Row(members: #""response":{"state":"complete"}"#, state: "completed"),
        Row(members: #""response":{"state":"finished"}"#, state: "completed"),
        Row(members: #""response":{"error":null,"success":true,"video_url":"u"}"#, state: "completed", url: "u"),
    ]

    static let failed = [
        Row(
            members: #""response":{"success":false,"error":{"code":"api_error","message":"m"}},"finished_at":1"#,
            state: "failed", reason: "m", code: "generation_failed"),
        Row(
            members: #""response":{"success":false,"error":{"code":"bad_request","message":"m"},"state":"failed"}"#,
            state: "failed", reason: "m", code: "invalid_request", isDerived: false),
        Row(members: #""response":{"success":false,"error":"text"}"#, state: "failed", reason: "text"),
        Row(members: #""response":{"success":false}"#, state: "failed"),
        Row(members: #""response":{"success":false,"state":"completed","video_url":"u"}"#, state: "failed", url: "u"),
        Row(members: #""response":{"success":false,"state":"pending"}"#, state: "failed"),
        Row(members: #""response":{"success":false,"state":null}"#, state: "failed"),
        Row(members: #""response":{"success":false,"data":{"state":"processing"}}"#, state: "failed"),
        Row(members: #""response":{"error":{"code":"c"},"data":[{"url":"u"}]},"finished_at":1"#, state: "failed"),
        Row(members: #""response":{"state":"failed"}"#, state: "failed", isDerived: false),
        Row(members: #""response":{"state":"failure"}"#, state: "failed"),
        Row(members: #""response":{"state":"error"}"#, state: "failed"),
        Row(members: #""response":{"state":"cancelled"}"#, state: "failed"),
        Row(members: #""response":{"state":"canceled"}"#, state: "failed"),
        Row(members: #""response":{"state":"rejected"}"#, state: "failed"),
        Row(
            members: #""response":{"error":{"code":"used_up","message":"m"}},"finished_at":1"#, state: "failed",
            reason: "m", code: "budget_exhausted"),
        Row(members: #""response":{"error":"text"},"finished_at":1"#, state: "failed", reason: "text"),
        Row(
            members: #""response":{"success":false,"error":{"code":"new_code","message":"m"}}"#, state: "failed",
            reason: "m"),
        Row(members: #""response":{"success":false,"error":{"code":7,"message":null}}"#, state: "failed"),
        Row(members: #""response":{"success":false,"error":["text"]}"#, state: "failed"),
    ]

    @Test(arguments: unfinished + completed + failed)
    func followsFromTheMembers(_ row: Row) throws {
        let members = row.members.isEmpty ? "" : ",\(row.members)"
        let task = #"{"id":"t","request":{"prompt":"p"}\#(members)}"#
        let line = try registry.converted(task)
        #expect(line["id"]?.text == "t")
        #expect(line["type"]?.text == "video")
        #expect(line["state"]?.text == row.state)
        #expect(line["model"] == nil)
        #expect(line["failure_reason"] == row.reason.map { .text($0) } ?? .null)
        #expect(line["failure_code"] == row.code.map { .text($0) } ?? .null)
        let outputs = row.url.map { JSONTree.object([.init("type", .text("video")), .init("url", .text($0))]) }
        #expect(line["output"] == .array(outputs.map { [$0] } ?? []))
        #expect(line.words(at: "provenance.derived").contains("state") == row.isDerived)
        #expect(try registry.roundTrip(task, of: .aceData).count == task.count)
    }

    @Test func `a state that no client knows survives as it is`() throws {
        let line = try registry.converted(#"{"id":"t","response":{"state":"paused"}}"#)
        #expect(line["state"]?.text == "paused")
        #expect(line.value(at: "provenance.residue") == nil)
    }

    @Test func `a state of null is no word, so the other members count`() throws {
        let line = try registry.converted(#"{"id":"t","response":{"success":true,"video_url":"u","state":null}}"#)
        #expect(line["state"]?.text == "completed")
    }

    @Test(arguments: ["5", "true", "{}", "[]"])
    func aStateOfAnotherKindIsRefused(_ value: String) throws {
        let error = try registry.refusal(#"{"id":"t","response":{"state":\#(value)}}"#)
        #expect(error.code == .wrongType)
        #expect(error.path == "response.state")
        #expect(error.offset == 30)
    }
}

/// The shapes of this dialect.
let registry = AdapterRegistry(shapes: AceData.shapes, envelopes: AceData.envelopes)
