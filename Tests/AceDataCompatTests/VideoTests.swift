import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// The finished body and the acknowledgement: records without a task around them.
@Suite struct VideoTests {
    @Test(
        arguments: [
            (#"{"success":true,"task_id":"t","video_url":"u","state":"completed"}"#, "completed"),
            (#"{"task_id":"t","video_url":"u"}"#, "completed"), (#"{"task_id":"t","state":"pending"}"#, "queued"),
            (#"{"success":false,"task_id":"t","error":{"code":"api_error","message":"m"}}"#, "failed"),
            (#"{"success":false,"task_id":"t","trace_id":"x","error":"m"}"#, "failed"),
            (#"{"task_id":"t","video_id":"v"}"#, "queued"),
        ])
    func aBodyHasAState(_ body: String, _ state: String) throws {
        let line = try registry.converted(body)
        #expect(line.value(at: "provenance.shape")?.text == "video")
        #expect(line["id"]?.text == "t")
        #expect(line["state"]?.text == state)
        #expect(try registry.roundTrip(body, of: .aceData) == body)
    }

    @Test(
        arguments: [
            #"{"task_id":"t"}"#, #"{"success":true,"task_id":"t"}"#,
            #"{"success":true,"task_id":"t","trace_id":"x"}"#,
        ])
    func anAcknowledgementKnowsNothingYet(_ body: String) throws {
        let line = try registry.converted(body)
        #expect(line.value(at: "provenance.shape")?.text == "acknowledgement")
        #expect(line["state"]?.text == "queued")
        #expect(line["output"] == .array([]))
        #expect(line["created_at"] == nil)
        let derived = ["type", "state", "failure_reason", "failure_code"]
        #expect(line.words(at: "provenance.derived") == derived)
        #expect(try registry.roundTrip(body, of: .aceData) == body)
    }

    @Test func `the code of an error is translated, and its text kept`() throws {
        let codes = [
            ("bad_request", "invalid_request"), ("forbidden", "content_moderated"), ("used_up", "budget_exhausted"),
            ("request_too_large", "image_too_large"), ("too_many_requests", "rate_limited"),
            ("api_error", "generation_failed"),
        ]
        for (wire, canonical) in codes {
            let body = #"{"success":false,"task_id":"t","error":{"code":"\#(wire)","message":"a \u0062"}}"#
            let line = try registry.converted(body)
            #expect(line["failure_code"]?.text == canonical)
            #expect(line["failure_reason"]?.text == "a b")
            #expect(try registry.roundTrip(body, of: .aceData) == body)
        }
    }

    /// The Agents API's own words have no meaning here, and no word is made of them.
    @Test(arguments: ["timeout", "no_token", "generation_failed", "", "API_ERROR"])
    func otherCodesAreNotGuessed(_ code: String) throws {
        let body = #"{"success":false,"task_id":"t","error":{"code":"\#(code)","message":"m"}}"#
        let line = try registry.converted(body)
        #expect(line["failure_code"] == .null)
        #expect(line.value(at: "provenance.residue.error.code")?.text == code)
        #expect(try registry.roundTrip(body, of: .aceData) == body)
    }
}
