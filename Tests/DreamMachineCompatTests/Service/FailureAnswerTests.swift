import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Failures in the words of this API.
@Suite struct FailureAnswerTests {
    private func answer(_ failure: Failure) -> HTTPResponse {
        ServiceSamples.service.encode(failure, of: ServiceSamples.call)
    }

    @Test(
        arguments: [
            (.badRequest, 400, "400: m"), (.notImplemented, 400, "400: m"), (.contentModerated, 400, "400: m"),
            (.missingToken, 401, "Invalid API key is provided"), (.invalidToken, 401, "Invalid API key is provided"),
            (.expiredToken, 401, "Invalid API key is provided"),
            (.mismatchedToken, 401, "Invalid API key is provided"), (.insufficientFunds, 402, "m"),
            (.disabled, 403, "m"), (.unknownTask, 404, "Generation not found"), (.unknownRoute, 404, "Not Found"),
            (.methodNotAllowed, 405, "Method Not Allowed"), (.tooLarge, 413, "m"), (.rateLimited, 429, "m"),
            (.notOffered, 501, "m"), (.waitOver, 504, "m"), (.upstreamUnavailable, 502, "m"),
            (.unavailable, 503, "m"),
            (.internalError, 500, "Internal server error"), (.generationFailed, 500, "Internal server error"),
        ] as [(Failure.Code, Int, String)])
    func statusAndDetail(_ code: Failure.Code, _ status: Int, _ detail: String) throws {
        let response = answer(Failure(code, "m"))
        #expect(response.status == status)
        #expect(response.body.text == #"{"detail":"\#(detail)"}"#)
        #expect(response.fields["content-type"] == "application/json")
        #expect(response.fields["retry-after"] == nil)
    }

    @Test(arguments: [(502, 502), (503, 503), (504, 504), (500, 500), (nil, 502), (301, 502)] as [(Int?, Int)])
    func statusOfTheUpstreamStays(_ upstream: Int?, _ status: Int) {
        let response = answer(Failure(.upstreamUnavailable, "m", upstreamStatus: upstream))
        #expect(response.status == status)
        #expect(response.body.text.contains(status == 500 ? "Internal server error" : #""m""#))
    }

    @Test(
        arguments: [
            (.insufficientFunds, "false"), (.notImplemented, "false"), (.notOffered, "false"),
            (.generationFailed, "false"), (.rateLimited, nil), (.upstreamUnavailable, nil), (.internalError, nil),
        ] as [(Failure.Code, String?)])
    func clientsAreToldNotToTryAgain(_ code: Failure.Code, _ value: String?) {
        #expect(answer(Failure(code, "m")).fields["x-should-retry"] == value)
    }

    @Test func `limits and the time to wait are handed on`() {
        var failure = Failure(.rateLimited, "Rate limit exceeded", retryAfter: 7)
        failure.fields["X-RateLimit-Remaining"] = "0"
        let response = answer(failure)
        #expect(response.fields["Retry-After"] == "7")
        #expect(response.fields["X-RateLimit-Remaining"] == "0")
    }

    @Test func `a text of whatever characters is one JSON string`() throws {
        let response = answer(Failure(.disabled, "\u{1}\"\\\n\u{2028}🫖"))
        #expect(try JSONTree(response.body)["detail"]?.text == "\u{1}\"\\\n\u{2028}🫖")
    }

    // MARK: Bodies of the wrong shape

    @Test func `a list of faults has texts only`() throws {
        var failure = Failure(
            .malformed, "Input should be a valid string", path: FieldPath([.key("concepts"), .index(1), .key("key")]))
        (failure.fault, failure.input) = ("string_type", "5")
        let response = answer(failure)
        #expect(response.status == 422)
        #expect(
            response.body.text
                == #"{"detail":[{"type":"string_type","loc":["body","concepts","1","key"],"msg":"Input should be a valid string","input":"5"}]}"#
        )
    }

    @Test func `text that is no JSON is placed by its byte`() throws {
        let failure = try #require(throws: Failure.self) {
            try ServiceSamples.operation(.post, "/generations", #"{"prompt":tea}"#)
        }
        let detail = try JSONTree(answer(failure).body)["detail"]
        #expect(detail?["0"]?["type"]?.text == "json_invalid")
        #expect(detail?["0"]?["loc"] == .array([.text("body"), .text("10")]))
        #expect(detail?["0"]?["input"]?.text == "")
    }

    @Test func `a fault without a word has a general one`() throws {
        let response = answer(Failure(.malformed, "no"))
        #expect(response.body.text == #"{"detail":[{"type":"value_error","loc":["body"],"msg":"no","input":""}]}"#)
    }

    @Test func `a call that may have been paid for is not sent again`() {
        for code: Failure.Code in [.upstreamUnavailable, .internalError] {
            var failure = Failure(code, "m", upstreamStatus: 500)
            failure.isFateUnknown = true
            #expect(answer(failure).status == 500)
            #expect(answer(failure).fields["x-should-retry"] == "false")
        }
    }

    @Test func `a fault of the query says so, and is read back as one`() throws {
        let failure = try #require(throws: Failure.self) {
            try ServiceSamples.operation(.get, "/generations", query: "limit=0")
        }
        let response = answer(failure)
        #expect(response.status == 422)
        #expect(
            response.body.text
                == #"{"detail":[{"type":"greater_than_equal","loc":["query","limit"],"msg":"Input should be greater than or equal to 1","input":"0"}]}"#
        )
        let read = DreamMachine.failures.read(response)
        #expect(DreamMachine.failures.answer(to: read).body == response.body)
    }

    // MARK: Outcomes

    @Test func `what is not there is not found`() {
        let response = ServiceSamples.service.encode(.found(nil), of: ServiceSamples.call)
        #expect(response.status == 404)
        #expect(response.body.text == #"{"detail":"Generation not found"}"#)
    }

    @Test func `a record that cannot be rendered is a fault of the server, without details`() throws {
        var task = try ServiceSamples.task()
        task["id"] = "5"
        let response = ServiceSamples.service.encode(.found(task), of: ServiceSamples.call)
        #expect(response.status == 500)
        #expect(response.body.text == #"{"detail":"Internal server error"}"#)
    }

    @Test func `several tasks are nothing that this API asks for`() throws {
        let response = ServiceSamples.service.encode(.listed([try ServiceSamples.task()]), of: ServiceSamples.call)
        #expect(response.status == 500)
    }
}
