import AgentsCore
import Testing

/// What an error tells, and what it keeps to itself.
@Suite struct ClientErrorTests {
    private func error(_ transport: CannedTransport) async throws -> ClientError {
        try #require(
            await failure { () throws(ClientError) in
                try await GenerationClient.canned(transport).get(sampleID, requestID: "mine")
            })
    }

    @Test func `It shows neither key nor body`() async throws {
        let error = try await error(CannedTransport(400, #"{"detail":"a tiger luma-api-test"}"#))
        #expect("\(error)" == "refused: status 400")
        #expect(error.detail == "a tiger luma-api-test")
    }

    @Test(arguments: [
        (#"{"detail":"one\ntwo"}"#, "one two"), (#"{"detail":""}"#, nil), ("<html>", nil), ("", nil), ("[]", nil),
        (#"{"detail":{}}"#, nil), (#"{"detail":[]}"#, nil),
        (
            #"{"detail":[{"loc":["body","video",0],"msg":"bad"},{"type":"missing"}]}"#,
            "body.video.0: bad; missing"
        ),
    ])
    func `The detail is the service's text on one line`(body: String, detail: String?) async throws {
        #expect(try await error(CannedTransport(422, body)).detail == detail)
    }

    @Test func `A detail is bounded`() async throws {
        let text = String(repeating: "ab", count: 10_000)
        let detail = try await error(CannedTransport(400, #"{"detail":"\#(text)"}"#)).detail
        #expect(detail?.count == 1000)
    }

    @Test func `Status, request id and time to wait are there`() async throws {
        let fields: HTTPFields = ["X-Request-Id": "theirs", "Retry-After": "60"]
        let error = try await error(CannedTransport(.status(429, fields: fields)))
        #expect(error.status == 429 && error.requestID == "theirs" && error.retryAfter == .seconds(60))
        let silent = try await self.error(CannedTransport(.failure(.timedOut)))
        #expect(silent.status == nil && silent.requestID == "mine" && silent.retryAfter == nil)
        #expect(silent.transportError?.code == .timedOut)
    }

    @Test(arguments: [
        (CannedTransport.Result.status(408), true), (.status(429), true), (.status(500), true),
        (.status(503, "x"), true),
        (.status(400), false), (.status(401), false), (.status(404), false), (.status(409), false),
        (.status(302), false),
        (.failure(.connectionLost), true), (.failure(.timedOut), true), (.failure(.unreachable), true),
        (.failure(.responseTooLarge), false), (.failure(.badRequest), false), (.failure(.shutDown), false),
        (.status(200, "nothing"), false),
    ])
    func `Some failures pass`(result: CannedTransport.Result, isTransient: Bool) async throws {
        let error = try await error(CannedTransport(result))
        #expect(error.isTransient == isTransient)
        #expect(error.isRetrySafe)
    }
}

extension CannedTransport.Result {
    static func status(_ status: Int, fields: HTTPFields) -> Self { .status(status, #"{"detail":"no"}"#, fields) }
}
