import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Outcomes and failures in the words of this API.
@Suite struct AnswerTests {
    private func answer(_ outcome: Outcome) -> HTTPResponse {
        ServiceSamples.service.encode(outcome, of: ServiceSamples.call)
    }

    private func answer(_ failure: Failure) -> HTTPResponse {
        ServiceSamples.service.encode(failure, of: ServiceSamples.call)
    }

    @Test func `an acceptance is the id and nothing else`() throws {
        let response = answer(.accepted(try ServiceSamples.task()))
        #expect(response.status == 200)
        #expect(response.body.text == #"{"task_id":"50fc6182-fa86-4c7d-ac12-2fa27ec2f151"}"#)
        #expect(response.fields["x-trace-id"] == ServiceSamples.call.traceID)
    }

    @Test func `who waited gets the response of the task`() throws {
        let task = try ServiceSamples.task(ServiceSamples.body, [ServiceSamples.generation(.completed)])
        let response = answer(.ended(task))
        #expect(response.status == 200)
        #expect(try JSONTree(response.body) == JSONTree(text: ServiceSamples.rendered(task))["response"])
        let captured = try JSONTree(Fixture.named("acedata/01_").bytes)
        #expect(try JSONTree(response.body).members?.map(\.key) == captured.members?.map(\.key))
        #expect(response.fields["x-trace-id"] == ServiceSamples.call.traceID)
    }

    @Test(
        arguments: [
            (.contentModerated, 403), (.budgetExhausted, 403), (.imageTooLarge, 413), (.rateLimited, 429),
            (.generationFailed, 500), (.outputNotFound, 500), (.unsupportedFormat, 400), (.corruptInput, 400),
            (.invalidRequest, 400), ("bored", 500),
        ] as [(Generation.FailureCode, Int)])
    func whoWaitedGetsTheFailureWithAStatus(_ code: Generation.FailureCode, _ status: Int) throws {
        let task = try ServiceSamples.task(ServiceSamples.body, [ServiceSamples.failed(.value(code), "why")])
        let response = answer(.ended(task))
        #expect(response.status == status)
        #expect(try JSONTree(response.body)["success"] == .literal(Array("false".utf8)))
        #expect(try JSONTree(response.body)["trace_id"]?.text == ServiceSamples.call.traceID)
    }

    @Test func `who waited too long is told so`() throws {
        #expect(answer(.ended(try ServiceSamples.task())).status == 504)
    }

    @Test func `an unknown task is an empty object`() throws {
        let response = answer(.found(nil))
        #expect(response.status == 200)
        #expect(try JSONTree(response.body) == JSONTree(Fixture.named("acedata/17_").bytes))
        #expect(response.fields["x-trace-id"] == ServiceSamples.call.traceID)
    }

    @Test func `a list has the tasks in their order and their number`() throws {
        let tasks = [
            try ServiceSamples.task(),
            try ServiceSamples.task(ServiceSamples.body, [ServiceSamples.generation(.completed)]),
        ]
        let items = try tasks.map { try ServiceSamples.rendered($0) }
        #expect(answer(.listed(tasks)).body.text == #"{"items":[\#(items[0]),\#(items[1])],"count":2}"#)
        #expect(answer(.listed([])).body.text == #"{"items":[],"count":0}"#)
    }

    @Test func `a page has the number of all that match`() throws {
        let task = try ServiceSamples.task()
        let page = TaskPage(of: TaskQuery(limit: 1, isCounted: true), [task], hasMore: true, total: 7)
        #expect(answer(.page(page)).body.text == #"{"items":[\#(try ServiceSamples.rendered(task))],"count":7}"#)
    }

    @Test func `a list is bounded in bytes, however often a task is named`() throws {
        let filler = String(repeating: "x", count: 1_000_000)
        let task = try ServiceSamples.task(#"{"prompt":"p","filler":"\#(filler)"}"#)
        #expect(answer(.listed(Array(repeating: task, count: 3))).status == 200)
        let response = answer(.listed(Array(repeating: task, count: 100)))
        #expect(response.status == 413)
        #expect(try JSONTree(response.body).value(at: "error.code")?.text == "request_too_large")
    }

    @Test(arguments: [true, false])
    func aDeletionSaysWhetherThereWasATask(_ wasThere: Bool) {
        let response = answer(.deleted(.id("a\"b"), wasThere: wasThere))
        #expect(response.status == 200)
        #expect(response.body.text == #"{"id":"a\"b","deleted":\#(wasThere)}"#)
        #expect(response.fields["x-trace-id"] == ServiceSamples.call.traceID)
    }

    @Test func `the description is a document about the routes`() throws {
        let match = RouteMatch(Route(.get, "/luma/openapi.json"))
        guard
            case .answer(let response, needsKey: false) = try ServiceSamples.service.decode(
                HTTPRequest(.get, "/luma/openapi.json"), at: match)
        else {
            Issue.record("not an answer")
            return
        }
        let document = try JSONTree(response.body)
        let paths = document["paths"]?.members?.map { "/luma\($0.key.text)" }
        #expect(Set(paths ?? []) == Set(ServiceSamples.service.routes.map(\.pattern)))
    }

    @Test func `a record that cannot be rendered is a fault of the server, without details`() throws {
        var task = try ServiceSamples.task()
        task["id"] = "5"
        for response in [answer(.found(task)), answer(.listed([task]))] {
            #expect(response.status == 500)
            #expect(try JSONTree(response.body).value(at: "error.message")?.text == "Internal server error.")
        }
    }

    // MARK: Failures

    @Test(
        arguments: [
            (.badRequest, 400, "bad_request", "m"), (.notImplemented, 400, "api_not_implemented", "m"),
            (.notOffered, 400, "api_not_implemented", "m"),
            (.malformed, 400, "bad_request", "The json payload is not valid to request the API: m"),
            (.missingToken, 401, "invalid_token", "No token specified for the request."),
            (.insufficientFunds, 403, "used_up", "m"), (.disabled, 403, "disabled", "m"),
            (.contentModerated, 403, "forbidden", "m"), (.unknownTask, 404, "not_found", "m"),
            (.tooLarge, 413, "request_too_large", "m"), (.rateLimited, 429, "too_many_requests", "m"),
            (.upstreamUnavailable, 500, "api_error", "m"), (.generationFailed, 500, "api_error", "m"),
            (.internalError, 500, "api_error", "Internal server error."), (.unavailable, 503, "api_error", "m"),
            (.expiredToken, 401, "token_expired", "token expired."),
            (.unknownRoute, 404, "no_api", "API does not exist, please make sure url is correct."),
            (.methodNotAllowed, 405, "no_api", "API does not exist, please make sure url is correct."),
        ] as [(Failure.Code, Int, String, String)])
    func statusCodeAndMessage(_ code: Failure.Code, _ status: Int, _ word: String, _ message: String) throws {
        let response = answer(Failure(code, "m"))
        #expect(response.status == status)
        #expect(
            response.body.text
                == #"{"success":false,"error":{"code":"\#(word)","message":"\#(message)"},"trace_id":"2efa9340-b21b-4e26-9e14-4aac95f343ab"}"#
        )
        #expect(response.fields["x-trace-id"] == ServiceSamples.call.traceID)
    }

    /// Errors as the vendor specifies them, with the status that their file names.
    @Test(
        arguments: [
            ("31_", .mismatchedToken, 400), ("33_", .invalidToken, 401), ("34_", .contentModerated, 403),
            ("35_", .rateLimited, 429), ("36_", .internalError, 500), ("37_", .waitOver, 504),
            ("30_", .malformed, 400), ("32_", .notImplemented, 400),
        ] as [(String, Failure.Code, Int)])
    func documentedTexts(_ fixture: String, _ code: Failure.Code, _ status: Int) throws {
        let specified = try JSONTree(Fixture.named("acedata/\(fixture)").bytes)
        let response = answer(Failure(code, ""))
        #expect(response.status == status)
        #expect(try JSONTree(response.body)["error"] == specified["error"])
        #expect(try JSONTree(response.body)["trace_id"] == specified["trace_id"])
    }

    @Test func `a fault of the body names its member`() throws {
        let failure = Failure(.malformed, "Input should be a valid string", path: "prompt")
        let message = try JSONTree(answer(failure).body).value(at: "error.message")?.text
        #expect(message == "The json payload is not valid to request the API: prompt: Input should be a valid string")
    }

    @Test func `limits and the time to wait are handed on`() {
        var failure = Failure(.rateLimited, "Rate limit exceeded", retryAfter: 7)
        failure.fields["X-Request-Id"] = "r"
        let response = answer(failure)
        #expect(response.fields["Retry-After"] == "7")
        #expect(response.fields["X-Request-Id"] == "r")
        #expect(answer(Failure(.insufficientFunds, "m")).fields["x-should-retry"] == "false")
    }
}
