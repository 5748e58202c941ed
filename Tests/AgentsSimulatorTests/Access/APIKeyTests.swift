import AgentsCore
import Testing

@testable import AgentsSimulator

@Suite struct APIKeyTests {
    @Test(
        arguments: [
            (nil, "Missing or invalid API key"), ("", "Missing or invalid API key"),
            ("bearer luma-api-x", "Missing or invalid API key"), ("Basic luma-api-x", "Missing or invalid API key"),
            ("Bearer  luma-api-x", "Missing or invalid API key"), ("Bearer luma-x", "Missing or invalid API key"),
            ("Bearer luma-api-", "Invalid API key"),
            ("Bearer luma-api-" + String(repeating: "x", count: 1000), "Invalid API key"),
            ("Bearer luma-api-my-unknown-key", "Invalid API key"),
            ("Bearer luma-api-revoked", "API key has been revoked"),
            ("Bearer luma-api-1expired1", "API key has expired"),
            ("Bearer luma-api-suspended", "API client is suspended"),
            ("Bearer luma-api-deactivated", "API client is deactivated"),
        ] as [(String?, String)])
    func areRefused(_ authorization: String?, _ detail: String) {
        let error = #expect(throws: Rejection.self) { try APIKey(authorization: authorization) }
        #expect(error?.detail == detail)
        #expect(error?.status == (detail.hasPrefix("API client") ? 403 : 401))
    }

    @Test(arguments: ["luma-api-x", "luma-api-test-Key_1", "luma-api-broken-not-but-broke"])
    func areAccepted(_ token: String) throws {
        let key = try APIKey(authorization: "Bearer " + token)
        #expect(key.token == token)
        #expect(key.isBroke == token.contains("broke"))
    }

    @Test func aKeyWithoutFundsMayLook() async throws {
        let simulator = SimulatorUnderTest()
        let key = "luma-api-broke"
        let created = try await simulator.send(.post, "/v1/generations", key: key, #"{"prompt":"A"}"#)
        #expect(created.status == 402)
        // What is wrong with the request is said first.
        #expect(try await simulator.send(.post, "/v1/generations", key: key, #"{"prompt":""}"#).status == 400)
        #expect(try await simulator.send(.get, "/v1/generations/x", key: key).status == 404)
    }
}
