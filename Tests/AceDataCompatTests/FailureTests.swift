import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// The service answers failures in the form that ``AceData/failures`` has.
@Suite struct FailureTests {
    @Test(arguments: Failure.Code.known)
    func serviceAndShapeAgree(_ code: Failure.Code) {
        for message in ["", "m", "\"\u{1}"] {
            var failure = Failure(code, message, retryAfter: 7)
            failure.path = "prompt"
            let answer = AceDataService().encode(failure, of: Call(match: nil, traceID: "t"))
            var own = AceData.failures.answer(to: failure, traceID: "t")
            own.fields["x-trace-id"] = "t"
            #expect(own == answer)
        }
    }

    @Test func `without an id of the call there is none in the body`() throws {
        let answer = AceData.failures.answer(to: Failure(.rateLimited, "m"))
        #expect(answer.body.text == #"{"success":false,"error":{"code":"too_many_requests","message":"m"}}"#)
    }
}
