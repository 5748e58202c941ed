import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Images that the caller waits for.
@Suite struct WaitingTests {
    private func answer(_ members: String, _ fields: HTTPFields = [:]) throws -> Submission.Answer {
        try ServiceSamples.submission("/generations/image", #"{"prompt":"a teapot"\#(members)}"#, fields: fields)
            .answer
    }

    @Test(
        arguments: [
            ("", .onAcceptance), (#","sync":false"#, .onAcceptance), (#","sync":null"#, .onAcceptance),
            (#","sync":false,"sync_timeout":5"#, .onAcceptance), (#","sync_timeout":5"#, .onAcceptance),
            (#","sync":true"#, .onEnd(within: .seconds(60))),
            (#","sync":true,"sync_timeout":null"#, .onEnd(within: .seconds(60))),
            (#","sync":true,"sync_timeout":12.5"#, .onEnd(within: .seconds(12.5))),
            (#","sync":true,"sync_timeout":0"#, .onEnd(within: .zero)),
            (#","sync":true,"sync_timeout":1e300"#, .onEnd(within: .seconds(3600))),
            (#","sync":true,"sync_timeout":1e999"#, .onEnd(within: .seconds(3600))),
        ] as [(String, Submission.Answer)])
    func theCallerSaysHowLong(_ members: String, _ answer: Submission.Answer) throws {
        #expect(try self.answer(members) == answer)
    }

    @Test(
        arguments: [
            (["x-stainless-read-timeout": "60"], 55), (["x-stainless-timeout": "30"], 25),
            (["X-Stainless-Read-Timeout": "600"], 60), (["x-stainless-read-timeout": "2"], 1),
            (["x-stainless-read-timeout": "none"], 60), (["x-stainless-read-timeout": "-1"], 60),
            (["x-stainless-read-timeout": "nan"], 60), (["x-stainless-read-timeout": "0"], 60),
        ] as [(HTTPFields, Int)])
    func aClientIsAnsweredBeforeItLosesPatience(_ fields: HTTPFields, _ seconds: Int) throws {
        #expect(try answer(#","sync":true"#, fields) == .onEnd(within: .seconds(seconds)))
    }

    @Test(
        arguments: [
            (#","sync":"perhaps""#, .malformed, "sync"), (#","sync":[]"#, .malformed, "sync"),
            (#","sync_timeout":"long""#, .malformed, "sync_timeout"),
            (#","sync":true,"sync_timeout":-1"#, .badRequest, "sync_timeout"),
        ] as [(String, Failure.Code, FieldPath)])
    func otherValuesAreRefused(_ members: String, _ code: Failure.Code, _ path: FieldPath) throws {
        let failure = try #require(throws: Failure.self) { try answer(members) }
        #expect((failure.code, failure.path) == (code, path))
    }

    @Test func `who has waited gets the generation as it is`() throws {
        let body = #"{"prompt":"a teapot","sync":true}"#
        var task = try ServiceSamples.task(body, at: "/generations/image")
        for outcome in [Outcome.waitOver(task), .ended(task), .accepted(task)] {
            let response = ServiceSamples.service.encode(outcome, of: ServiceSamples.call)
            #expect(response.status == 201)
            let document = try ServiceSamples.rendered(task)
            #expect(response.body.text == document)
        }
        var failed = ServiceSamples.generation(.failed)
        failed.failureReason = "no"
        ServiceSamples.service.advance(&task, to: failed, at: ServiceSamples.facts.time)
        let response = ServiceSamples.service.encode(.ended(task), of: ServiceSamples.call)
        #expect(response.status == 201)
        #expect(try JSONTree(response.body)["state"]?.text == "failed")
    }
}
