import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// What answers of the Agents API that are no success stand for.
@Suite struct FailureOfAgentsTests {
    private func failure(_ status: Int, _ body: String, _ fields: HTTPFields = [:]) -> Failure {
        Failure(agents: HTTPResponse(status, fields: fields, body: Array(body.utf8)))
    }

    @Test(
        arguments: [
            (400, .badRequest), (401, .invalidToken), (402, .insufficientFunds), (403, .disabled), (404, .unknownTask),
            (413, .tooLarge), (422, .badRequest), (429, .rateLimited), (500, .upstreamUnavailable),
            (502, .upstreamUnavailable), (503, .upstreamUnavailable), (599, .upstreamUnavailable),
            (302, .internalError), (405, .internalError), (409, .internalError), (200, .internalError),
        ] as [(Int, Failure.Code)])
    func statusDecides(_ status: Int, _ code: Failure.Code) {
        let failure = failure(status, #"{"detail":"why"}"#)
        #expect(failure.code == code)
        #expect(failure.message == "why")
        #expect(failure.upstreamStatus == status)
        #expect(failure.retryAfter == nil)
    }

    @Test(
        arguments: [
            ("API key has expired", .expiredToken), ("API key has been revoked", .invalidToken),
            ("Invalid API key", .invalidToken), ("Missing or invalid API key", .invalidToken),
        ] as [(String, Failure.Code)])
    func expiredKeysAreToldApart(_ detail: String, _ code: Failure.Code) {
        #expect(failure(401, #"{"detail":"\#(detail)"}"#).code == code)
    }

    /// Every text of the service's page on errors arrives as it is.
    @Test func `documented errors keep their text`() throws {
        let errors = try #require(try JSONTree(Fixture.named("agents/errors_seed002_all.json").bytes).elements)
        #expect(errors.count > 30)
        for error in errors {
            let response = try #require(error["response"])
            let status = try #require(error["status"].flatMap { Int($0.description) })
            let failure = failure(status, response.description)
            #expect(failure.message == response["detail"]?.text)
            #expect(failure.code != .internalError)
        }
    }

    @Test(
        arguments: [
            (
                #"{"detail":[{"loc":["body","video","loop"],"msg":"Field required"}]}"#,
                "body.video.loop: Field required"
            ),
            (
                #"{"detail":[{"loc":["body","image_ref",2],"msg":"a"},{"msg":"b"},{"loc":[],"msg":"c"},{"loc":5},5]}"#,
                "body.image_ref.2: a; b; c"
            ),
        ])
    func listsBecomeOneText(_ body: String, _ message: String) {
        #expect(failure(422, body).message == message)
    }

    @Test(
        arguments: [
            "", "<html>secret 10.0.0.1</html>", "{", "[]", "{}", #"{"detail":null}"#, #"{"detail":5}"#,
            #"{"detail":""}"#,
            #"{"detail":[]}"#, #"{"detail":{"msg":"x"}}"#, #"{"error":"x"}"#,
        ])
    func whatIsNoReasonIsNotRepeated(_ body: String) {
        #expect(failure(502, body).message == "the Agents API answered with status 502 and no reason")
    }

    @Test func `a reason is one line of a bounded length`() {
        #expect(failure(400, #"{"detail":"a\u0000b\nc\u0085d\r\ne\u007f"}"#).message == "a b c d  e ")
        let long = String(repeating: "ü", count: 1001)
        #expect(failure(400, #"{"detail":"\#(long)"}"#).message == long.prefix(1000) + "…")
        let list = Array(repeating: #"{"msg":"m"}"#, count: 100).joined(separator: ",")
        #expect(failure(422, #"{"detail":[\#(list)]}"#).message == "m; m; m; m; m; m; m; m")
        let huge = String(repeating: "a", count: 1 << 20)
        #expect(failure(400, #"{"detail":"\#(huge)"}"#).message.contains("no reason"))
    }

    @Test(
        arguments: [
            ("0", 0), ("1", 1), ("60", 60), ("86401", 86_400), ("999999999", 86_400), ("1000000000", nil), ("-1", nil),
            ("1.5", nil), ("", nil), ("Wed, 21 Oct 2026 07:28:00 GMT", nil), ("1 ", nil),
        ] as [(String, Int?)])
    func timeToWaitIsBounded(_ value: String, _ seconds: Int?) {
        #expect(failure(429, "{}", ["retry-after": value]).retryAfter == seconds)
    }

    @Test func `limits and the request's id are handed on, other fields are not`() {
        let fields: HTTPFields = [
            "x-ratelimit-limit": "30", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1712592060",
            "X-Request-Id": "abc", "Set-Cookie": "a=b", "Server": "x", "Content-Type": "application/json",
        ]
        let passed = failure(429, "{}", fields).fields
        #expect(
            passed.map(\.name) == ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-Id"])
        #expect(passed.map(\.value) == ["30", "0", "1712592060", "abc"])
    }

    @Test(arguments: ["a\r\nSet-Cookie: b", "\u{0}", "ü", String(repeating: "a", count: 201)])
    func fieldsThatAreNotPlainAreNotHandedOn(_ value: String) {
        #expect(failure(429, "{}", ["X-Request-Id": value]).fields["X-Request-Id"] == nil)
    }
}
