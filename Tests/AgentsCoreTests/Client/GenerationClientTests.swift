import AgentsCore
import Testing

/// Single calls, and what their answers say about money.
@Suite struct GenerationClientTests {
    private let request = GenerationRequest(prompt: "a tiger")

    private func fate(_ transport: CannedTransport) async -> ClientError.Fate? {
        await failure { () throws(ClientError) in try await GenerationClient.canned(transport).create(request) }?.fate
    }

    @Test func `A creation is one request, over a connection of its own`() async throws {
        let transport = CannedTransport(.accepted)
        let generation = try await GenerationClient.canned(transport).create(
            request, as: Credential("luma-api-other"), requestID: "r-1")
        #expect(generation.id == sampleID)
        let sent = try #require(transport.requests.first)
        #expect(transport.requests.count == 1)
        #expect(sent.method == .post)
        #expect(sent.url == "http://agents/v1/generations")
        #expect(sent.connection == .fresh)
        #expect(sent.fields["Authorization"] == "Bearer luma-api-other")
        #expect(sent.fields["X-Request-Id"] == "r-1")
        #expect(sent.body.elementsEqual(#"{"prompt":"a tiger"}"#.utf8))
    }

    @Test(arguments: [400, 401, 402, 403, 404, 408, 413, 422, 429, 302, 502, 503])
    func `A refusal created nothing`(status: Int) async {
        #expect(await fate(CannedTransport(status, #"{"detail":"no"}"#)) == .nothingCreated)
    }

    @Test(arguments: [500, 504, 520, 599])
    func `After another fault of the service nobody knows`(status: Int) async {
        #expect(await fate(CannedTransport(status, #"{"detail":"oops"}"#)) == .unknown)
    }

    @Test(arguments: [502, 503], ["", "<html>503</html>", "upstream connect error", "{}", #"{"detail":7}"#])
    func `After a page of something in between nobody knows`(status: Int, body: String) async {
        #expect(await fate(CannedTransport(status, body)) == .unknown)
    }

    @Test(arguments: ["", "<html>", "[]", #"{"state":"queued"}"#, #"{"id":7}"#])
    func `After an answer that cannot be read nobody knows`(body: String) async {
        let error = await failure { () throws(ClientError) in
            try await GenerationClient.canned(CannedTransport(201, body)).create(request)
        }
        #expect(error?.fate == .unknown && error?.code == .inDoubt && error?.isRetrySafe == false)
    }

    @Test(arguments: [
        (TransportError.Code.unreachable, true, ClientError.Code.noAnswer), (.timedOut, true, .noAnswer),
        (.connectionLost, false, .inDoubt), (.timedOut, false, .inDoubt), (.responseTooLarge, false, .inDoubt),
        (.cancelled, false, .inDoubt), (.cancelled, true, .cancelled), (.badRequest, true, .invalidCall),
        (.shutDown, true, .noAnswer),
    ])
    func `Only a request that never left has surely created nothing`(
        cause: TransportError.Code, isUndelivered: Bool, code: ClientError.Code
    ) async {
        let transport = CannedTransport(.failure(cause, isUndelivered: isUndelivered))
        let error = await failure { () throws(ClientError) in
            try await GenerationClient.canned(transport).create(request)
        }
        #expect(error?.code == code)
        #expect(error?.fate == (isUndelivered ? .nothingCreated : .unknown))
        #expect(error?.transportError?.code == cause)
    }

    @Test func `An id is one segment of the path, whatever it holds`() async throws {
        let transport = CannedTransport(200, #"{"id":"a/../b?c"}"#)
        _ = try await GenerationClient.canned(transport).get("a/../b?c")
        #expect(transport.requests.first?.url == "http://agents/v1/generations/a%2F..%2Fb%3Fc")
    }

    @Test(arguments: ["", ".", ".."])
    func `What would lead to another path is not sent`(id: String) async {
        let transport = CannedTransport(200, "{}")
        let client = GenerationClient.canned(transport)
        #expect(await failure { () throws(ClientError) in try await client.get(id) }?.code == .invalidCall)
        #expect(transport.requests.isEmpty)
    }

    @Test func `Another generation is no answer`() async {
        let client = GenerationClient.canned(CannedTransport(.generation("queued", id: "somebody-else")))
        let error = await failure { () throws(ClientError) in try await client.get(sampleID) }
        #expect(error?.code == .unreadableAnswer && error?.isRetrySafe == true)
    }

    @Test(arguments: [(256, true), (257, false)])
    func `The name of a user has its length`(length: Int, isSent: Bool) async {
        let transport = CannedTransport(.accepted)
        var request = request
        request.userID = .value(String(repeating: "é", count: length))
        let error = await failure { () throws(ClientError) in
            try await GenerationClient.canned(transport).create(request)
        }
        #expect((error == nil) == isSent && error?.code != .inDoubt)
        #expect(transport.requests.isEmpty != isSent)
    }

    @Test func `Without a key nothing is sent`() async {
        let transport = CannedTransport(.accepted)
        let client = GenerationClient(transport)
        #expect(await failure { () throws(ClientError) in try await client.create(request) }?.code == .invalidCall)
        #expect(await failure { () throws(ClientError) in try await client.get(sampleID) }?.code == .invalidCall)
        #expect(transport.requests.isEmpty)
    }

    @Test func `A request without a name gets one`() async throws {
        let transport = CannedTransport(.generation("queued"))
        for _ in 0..<2 { _ = try await GenerationClient.canned(transport).get(sampleID) }
        let names = transport.requests.compactMap { $0.fields["X-Request-Id"] }
        #expect(Set(names).count == 2 && names.allSatisfy { $0.utf8.count == 32 })
    }

    @Test(arguments: [(401, true), (404, true), (200, true), (500, false), (502, false)])
    func `Any answer but a fault means that the service is there`(status: Int, isThere: Bool) async {
        let transport = CannedTransport(status, "{}")
        #expect(await GenerationClient.canned(transport).isReachable() == isThere)
        #expect(transport.requests.first?.fields["Authorization"] == nil)
    }
}
