import AgentsCore
import AgentsSimulator
import HTTPTransport
import Testing

@Suite struct HeaderTests {
    private static let limitNames = ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]

    @Test func anAcceptedRequest() async throws {
        let simulator = SimulatorUnderTest()
        let response = try await simulator.send(.post, "/v1/generations", #"{"prompt":"A"}"#)
        #expect(response.fields["Content-Type"] == "application/json")
        #expect(response.fields["X-API-Version"] == "2026-04-01")
        #expect(Self.limitNames.map { response.fields[$0] } == ["30", "29", "1775649660"])
        #expect(response.fields["Retry-After"] == nil)
    }

    @Test func aFullWindow() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(requestsPerMinute: 2))
        _ = try await simulator.create(prompt: "A")
        simulator.clock.advance(by: .milliseconds(48_500))
        _ = try await simulator.create(prompt: "A")
        let response = try await simulator.send(.post, "/v1/generations", #"{"prompt":"A"}"#)
        #expect(response.status == 429)
        // Half a second short of twelve, and never early.
        #expect(response.fields["Retry-After"] == "12")
        #expect(Self.limitNames.map { response.fields[$0] } == ["2", "0", "1775649660"])
    }

    @Test func tooManyJobs() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(concurrentJobs: 1))
        _ = try await simulator.create(prompt: "A")
        let response = try await simulator.send(.post, "/v1/generations", #"{"prompt":"A"}"#)
        #expect(response.status == 429)
        #expect(response.fields["Retry-After"] == "60")
        #expect(Self.limitNames.allSatisfy { response.fields[$0] == nil })
    }

    @Test(arguments: [
        (HTTPMethod.post, "/v1/generations", "", 422), (.post, "/v1/generations", #"{"prompt":""}"#, 400),
        (.get, "/v1/generations/x", "", 404), (.get, "/v1/nothing", "", 404), (.put, "/v1/generations", "", 405),
    ])
    func everyErrorHasTwo(_ method: HTTPMethod, _ path: String, _ body: String, _ status: Int) async throws {
        let response = try await SimulatorUnderTest().send(method, path, body)
        #expect(response.status == status)
        #expect(response.detail != nil)
        #expect(response.fields["X-API-Version"] == "2026-04-01")
        #expect(response.fields["X-Request-Id"]?.count == 36)
        #expect(Self.limitNames.allSatisfy { response.fields[$0] == nil })
        #expect(response.fields["Retry-After"] == nil)
    }

    @Test func theCallersIdentifierComesBack() async throws {
        let simulator = SimulatorUnderTest()
        let id = "myapp-user42-batch7-req003"
        for (method, path) in [(HTTPMethod.get, "/v1/generations/x"), (.post, "/v1/generations"), (.get, "/v1/no")] {
            let response = try await simulator.send(method, path, fields: ["x-request-id": id])
            #expect(response.fields["X-Request-Id"] == id)
        }
    }

    @Test(arguments: ["", "a\r\nSet-Cookie: b", "é", String(repeating: "x", count: 257)])
    func anIdentifierThatCannotStandInAFieldDoesNot(_ id: String) async throws {
        let response = try await SimulatorUnderTest().send(.get, "/v1/generations/x", fields: ["X-Request-Id": id])
        #expect(response.fields["X-Request-Id"]?.count == 36)
    }

    @Test(arguments: [
        (HTTPRefusal.bodyTooLarge(limit: 1000), 413), (.bodyTooSlow, 408), (.ambiguousFraming, 400),
        (.shuttingDown, 503),
    ])
    func whatTheServerRefusesHasTheSameShape(_ refusal: HTTPRefusal, _ status: Int) async throws {
        let simulator = SimulatorUnderTest()
        let head = HTTPRequest(.post, "/v1/generations", fields: ["X-Request-Id": "abc"])
        let response = simulator.simulator.refuse(head, refusal)
        #expect(response.status == status)
        #expect(response.detail != nil)
        #expect(response.fields["X-Request-Id"] == "abc")
        #expect(response.fields["X-API-Version"] == "2026-04-01")
        let requests = try await simulator.stats()["requests"] as? [String: [String: Int]]
        #expect(requests == ["POST /v1/generations": ["\(status)": 1]])
    }
}
