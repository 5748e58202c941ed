import AgentsCore
import Synchronization
import Testing

/// Answers every request in the same way, and remembers what came.
private final class CannedTransport: ClientTransport {
    private let result: Result<HTTPResponse, TransportError>
    private let seen = Mutex<[ClientRequest]>([])

    init(_ result: Result<HTTPResponse, TransportError>) {
        self.result = result
    }

    convenience init(_ status: Int, _ body: String) {
        self.init(.success(HTTPResponse(status, json: body.utf8)))
    }

    var requests: [ClientRequest] { seen.withLock { $0 } }

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        seen.withLock { $0.append(request) }
        return try result.get()
    }
}

@Suite struct GenerationClientTests {
    private static let id = "6f5b7c1e-0000-4000-8000-000000000001"
    private static let queued = #"{"id":"\#(id)","state":"queued"}"#
    private let key = Credential("luma-api-test")

    private func client(_ transport: CannedTransport, base: String = "http://agents/v1/") -> GenerationClient {
        GenerationClient(transport, baseURL: base)
    }

    private func fate(_ transport: CannedTransport) async -> ClientError.Fate? {
        do throws(ClientError) {
            _ = try await client(transport).create(GenerationRequest(prompt: "a tiger"), as: key)
            return nil
        } catch {
            return error.fate
        }
    }

    @Test func `A creation is one request, over a connection of its own`() async throws {
        let transport = CannedTransport(201, Self.queued)
        let generation = try await client(transport).create(
            GenerationRequest(prompt: "a tiger"), as: key, requestID: "r-1")
        #expect(generation.id == Self.id)
        let request = try #require(transport.requests.first)
        #expect(transport.requests.count == 1)
        #expect(request.method == .post)
        #expect(request.url == "http://agents/v1/generations")
        #expect(request.connection == .fresh)
        #expect(request.fields["Authorization"] == "Bearer luma-api-test")
        #expect(request.fields["X-Request-Id"] == "r-1")
        #expect(request.body.elementsEqual(#"{"prompt":"a tiger"}"#.utf8))
    }

    @Test(arguments: [400, 401, 402, 403, 404, 413, 422, 429, 302, 502, 503])
    func `A refusal created nothing`(status: Int) async {
        #expect(await fate(CannedTransport(status, #"{"detail":"no"}"#)) == .nothingCreated)
    }

    @Test(arguments: [500, 504, 520, 599])
    func `After another fault of the service nobody knows`(status: Int) async {
        #expect(await fate(CannedTransport(status, "oops")) == .unknown)
    }

    @Test(arguments: ["", "<html>", "[]", #"{"state":"queued"}"#, #"{"id":7}"#])
    func `After an answer that cannot be read nobody knows`(body: String) async {
        #expect(await fate(CannedTransport(201, body)) == .unknown)
    }

    @Test(arguments: [true, false])
    func `A request that never left created nothing`(isUndelivered: Bool) async {
        let error = TransportError(.unreachable, isUndelivered: isUndelivered, "no")
        #expect(await fate(CannedTransport(.failure(error))) == (isUndelivered ? .nothingCreated : .unknown))
    }

    @Test func `An id is one segment of the path, whatever it holds`() async throws {
        let transport = CannedTransport(200, #"{"id":"a/../b?c"}"#)
        _ = try await client(transport).get("a/../b?c", as: key)
        #expect(transport.requests.first?.url == "http://agents/v1/generations/a%2F..%2Fb%3Fc")
    }

    @Test func `Another generation is no answer`() async {
        let transport = CannedTransport(200, #"{"id":"somebody-else"}"#)
        await #expect(throws: ClientError.self) { try await client(transport).get(Self.id, as: key) }
    }

    @Test(arguments: [(401, true), (404, true), (200, true), (500, false), (502, false)])
    func `Any answer but a fault means that the service is there`(status: Int, isThere: Bool) async {
        let transport = CannedTransport(status, "{}")
        #expect(await client(transport).isReachable() == isThere)
        #expect(transport.requests.first?.fields["Authorization"] == nil)
    }

    @Test func `An error shows neither key nor body`() async {
        let transport = CannedTransport(400, #"{"detail":"a tiger luma-api-test"}"#)
        let error = await #expect(throws: ClientError.self) { try await client(transport).get(Self.id, as: key) }
        #expect(error.map { "\($0)" } == "refused: status 400")
    }
}
