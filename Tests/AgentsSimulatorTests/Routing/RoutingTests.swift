import AgentsCore
import AgentsSimulator
import Testing

@Suite struct RoutingTests {
    @Test(arguments: [
        "/", "/v1", "/v1/", "/v1/generations/", "/v1/generations/a/b", "/v1/generation", "/v2/generations", "/v1/usage",
        "/v1/files/", "/v1/files/a/b", "/v1/files//complete", "/v1/files/a/complete/", "", "//v1/generations",
        "/_simulator", "/_simulator/none",
    ])
    func unknownPaths(_ path: String) async throws {
        let response = try await SimulatorUnderTest().send(.get, path)
        #expect(response.status == 404)
        #expect(response.text == #"{"detail":"Not Found"}"#)
    }

    @Test(arguments: [
        (HTTPMethod.get, "/v1/generations", "POST"), (.delete, "/v1/generations/x", "GET"),
        (.head, "/v1/generations/x", "GET"), (.post, "/_simulator/stats", "GET"), (.get, "/_simulator/reset", "POST"),
        (.put, "/_storage/x", "GET, HEAD"), ("BREW", "/v1/files", "GET, POST"), (.put, "/v1/files/x", "GET, DELETE"),
        (.get, "/v1/files/x/complete", "POST"),
        (.get, "/_uploads/x", "PUT"), (.post, "/_simulator/openapi.json", "GET"),
    ])
    func wrongMethods(_ method: HTTPMethod, _ path: String, _ allowed: String) async throws {
        let response = try await SimulatorUnderTest().send(method, path)
        #expect(response.status == 405)
        #expect(response.text == #"{"detail":"Method Not Allowed"}"#)
        #expect(response.fields["Allow"] == allowed)
    }
}
