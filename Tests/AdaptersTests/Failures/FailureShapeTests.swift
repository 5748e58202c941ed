import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Error answers of the three APIs, as failures and back.
@Suite struct FailureShapeTests {
    @Test func `every payload of an error is a sample`() {
        let errors = Fixture.all.map(\.path).filter { $0.contains("error") && !$0.hasPrefix("agents/") }
        let samples = FailureSample.aceData + FailureSample.dreamMachine
        #expect(errors.count == samples.count)
        #expect(errors.allSatisfy { path in samples.contains { path.hasPrefix($0.testDescription) } })
        #expect(FailureSample.agents.count == 64)
        #expect(FailureSample.all.allSatisfy { !$0.response.body.isEmpty })
    }

    @Test(arguments: FailureSample.all)
    func isReadAsWhatItMeans(_ sample: FailureSample) {
        #expect(sample.shape.read(sample.response).failure.code == sample.code)
    }

    /// Byte for byte, status included, but for what the sample lists.
    @Test(arguments: FailureSample.all)
    func comesBackInItsOwnForm(_ sample: FailureSample) {
        let reported = sample.shape.read(sample.response)
        let answer = sample.shape.answer(to: reported)
        #expect(answer.body.text == (sample.body ?? sample.response.body).text)
        // The drafts give no statuses but for the two whose samples have them.
        if sample.testDescription != "acedata/60_mcp_luma_fixture_error" {
            #expect(answer.status == sample.response.status)
        }
    }

    /// The failure alone is said in the present form: the same word and text, and the same failure when it is read again.
    @Test(arguments: FailureSample.all)
    func aFailureIsSaidInThePresentForm(_ sample: FailureSample) throws {
        let reported = sample.shape.read(sample.response)
        let answer = sample.shape.answer(to: reported.failure, traceID: reported.traceID)
        #expect(answer.status == sample.response.status)
        let again = sample.shape.read(answer)
        #expect(again.revisions.isEmpty)
        #expect(again.failure == reported.failure)
        #expect(again.traceID == reported.traceID)
    }

    /// In the words of another API it is the same kind of failure, or the nearest that this one has words for.
    @Test(arguments: FailureSample.all)
    func anotherApiSaysItToo(_ sample: FailureSample) throws {
        let failure = sample.shape.read(sample.response).failure
        for shape in FailureSample.shapes {
            let answer = shape.answer(to: failure, traceID: "t")
            let again = shape.read(answer)
            #expect(answer.status >= 400)
            let body = try JSONTree(answer.body)
            #expect(shape.dialect != .aceData || body["trace_id"]?.text == "t")
            #expect(shape.dialect == .aceData || body["detail"] != nil)
            #expect(Self.isNear(again.failure.code, failure.code, in: shape), "\(shape.dialect): \(again.failure.code)")
        }
    }

    /// Failures that the words of an API do not tell apart.
    private static func isNear(_ back: Failure.Code, _ code: Failure.Code, in shape: FailureShape) -> Bool {
        if back == code { return true }
        let rest: [Failure.Code] = [
            .badRequest, .malformed, .notImplemented, .invalidToken, .internalError, .generationFailed,
            .upstreamUnavailable, .disabled,
        ]
        return rest.contains(back)
    }

    // MARK: Odd forms

    @Test(
        arguments: [
            (401, #"{"success":false,"error":"no","trace_id":"t"}"#, .invalidToken, "no"),
            (402, #"{"success":false,"error":null,"accepts":[]}"#, .insufficientFunds, nil),
            (403, #"{"detail":"closed"}"#, .disabled, "closed"),
            (
                400, #"{"error":{"code":"no_token","message":"No token specified for the request."}}"#, .missingToken,
                nil
            ),
            (
                401, #"{"error":{"code":"token_mismatched","message":"token and api does not match."}}"#,
                .mismatchedToken, nil
            ),
            (500, #"{"error":{"code":"busy","message":"m"}}"#, .upstreamUnavailable, "m"),
            (404, #"{"error":{"code":"not_found","message":"m"}}"#, .unknownTask, "m"),
            (418, #"{"error":{"code":"teapot","message":"m"}}"#, .internalError, "m"),
            (400, #"{"error":{"code":7,"message":["m"]}}"#, .badRequest, nil),
            (
                400, #"{"error":{"code":"bad_request","message":"prompt is required"}}"#, .badRequest,
                "prompt is required"
            ),
            (502, "<html>", .upstreamUnavailable, nil), (504, "", .upstreamUnavailable, nil),
            (200, "{}", .internalError, nil),
            (400, "[]", .badRequest, nil),
        ] as [(Int, String, Failure.Code, String?)])
    func otherBodiesOfAceData(_ status: Int, _ body: String, _ code: Failure.Code, _ message: String?) {
        let failure = AceData.failures.read(HTTPResponse(status, json: body.utf8)).failure
        #expect(failure.code == code)
        #expect(!failure.message.isEmpty)
        if let message { #expect(failure.message == message) }
    }

    @Test func `forms of AceData are told by their revisions`() {
        let bodies = [
            #"{"success":false,"error":{"code":"api_error","message":"m"},"trace_id":"t"}"#,
            #"{"error":{"code":"api_error","message":"m"}}"#, #"{"success":false,"error":"m"}"#,
            #"{"error":{"code":"content_moderation","message":"m"},"trace_id":"t"}"#,
        ]
        let revisions = bodies.map { body in
            let reported = AceData.failures.read(HTTPResponse(400, json: body.utf8))
            #expect(AceData.failures.answer(to: reported).body.text == body)
            return reported.revisions.map(\.name.description)
        }
        #expect(
            revisions == [
                [], ["say-success-in-every-error"], ["make-error-an-object"],
                ["use-words-of-the-gateway", "say-success-in-every-error"],
            ])
        #expect(AceData.failures.revisions.count == 3)
    }

    @Test(
        arguments: [
            (400, #"{"detail":"Prompt is required"}"#, .badRequest, "Prompt is required", 1),
            (400, #"{"detail":"400: Prompt is required"}"#, .badRequest, "Prompt is required", 0),
            (403, #"{"detail":"Not authenticated"}"#, .missingToken, "Not authenticated", 0),
            (404, #"{"detail":"Not Found"}"#, .unknownRoute, "Not Found", 0),
            (404, #"{"detail":"Generation not found"}"#, .unknownTask, "Generation not found", 0),
            (409, #"{"detail":"m"}"#, .badRequest, "m", 0), (503, #"{"detail":"m"}"#, .upstreamUnavailable, "m", 0),
            (500, #"{"detail":"Internal server error"}"#, .internalError, "Internal server error", 0),
            (504, #"{"detail":"m"}"#, .waitOver, "m", 0), (422, #"{"detail":"m"}"#, .badRequest, "m", 0),
        ] as [(Int, String, Failure.Code, String, Int)])
    func otherBodiesOfDreamMachine(
        _ status: Int, _ body: String, _ code: Failure.Code, _ message: String, _ revisions: Int
    ) {
        let reported = DreamMachine.failures.read(HTTPResponse(status, json: body.utf8))
        #expect(reported.failure.code == code)
        #expect(reported.failure.message == message)
        #expect(reported.revisions.count == revisions)
        if status == 400 { #expect(DreamMachine.failures.answer(to: reported).body.text == body) }
    }

    @Test(arguments: [
        #"{"detail":[]}"#, #"{"detail":[7]}"#, #"{"detail":[{}]}"#, #"{"detail":[{"loc":[[]],"msg":5}]}"#,
    ])
    func listsWithoutFaultsAreFaultsOfTheBody(_ body: String) {
        let failure = DreamMachine.failures.read(HTTPResponse(422, json: body.utf8)).failure
        #expect(failure.code == .malformed)
    }

    @Test func `a fault has its place`() {
        let body =
            #"{"detail":[{"type":"string_type","loc":["body","concepts","1","key"],"msg":"m","input":"5"},{"msg":"n"}]}"#
        let failure = DreamMachine.failures.read(HTTPResponse(422, json: body.utf8)).failure
        #expect(failure.path == "concepts[1].key")
        #expect(failure.message == "m")
        let text = #"{"detail":[{"type":"json_invalid","loc":["body",10],"msg":"m","input":{}}]}"#
        let fault = DreamMachine.failures.read(HTTPResponse(422, json: text.utf8)).failure
        #expect(fault.byteOffset == 10)
        #expect(fault.path == .root)
    }

    @Test(
        arguments: [("7", 7), ("100000", 86_400), ("-1", nil), ("Wed, 21 Oct 2026 07:28:00 GMT", nil)]
            as [(String, Int?)])
    func theTimeToWaitIsRead(_ value: String, _ seconds: Int?) {
        for shape in FailureSample.shapes {
            var response = HTTPResponse(429, json: #"{"detail":"m"}"#.utf8)
            response.fields["Retry-After"] = value
            let reported = shape.read(response)
            #expect(reported.failure.retryAfter == seconds)
            #expect(shape.answer(to: reported).fields["Retry-After"] == seconds.map { "\($0)" })
        }
    }

    // MARK: Hostile bodies

    @Test func `whatever an answer holds, it is a failure with a text of bounded length`() {
        var mutator = Mutator(seed: 7)
        for index in 0..<3000 {
            let sample = FailureSample.all[index % FailureSample.all.count]
            let body = mutator.mutate(sample.response.body).bytes
            for shape in FailureSample.shapes {
                let reported = shape.read(HTTPResponse([200, 400, 404, 422, 429, 500, 599][index % 7], body: body))
                #expect(reported.failure.message.unicodeScalars.count <= 1001)
                let answer = shape.answer(to: reported)
                #expect((try? JSONTree(answer.body)) != nil)
                #expect(answer.status >= 400)
            }
        }
    }

    @Test func `texts lose control characters and what is too long`() {
        let long = String(repeating: "a", count: 5000)
        for body in [#"{"error":{"code":"x","message":"\u0000\n\#(long)"}}"#, #"{"detail":"\u0000\n\#(long)"}"#] {
            for shape in FailureSample.shapes {
                let message = shape.read(HTTPResponse(500, json: body.utf8)).failure.message
                #expect(message.unicodeScalars.count <= 1001)
                #expect(!message.contains("\n"))
            }
        }
    }
}
