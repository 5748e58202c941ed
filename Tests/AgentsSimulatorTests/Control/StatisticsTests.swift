import AgentsCore
import AgentsSimulator
import Testing

@Suite struct StatisticsTests {
    @Test func countsWhatWasSent() async throws {
        let simulator = SimulatorUnderTest()
        let first = try await simulator.create(prompt: "A").id
        let second = try await simulator.create(prompt: "A").id
        _ = try await simulator.send(.post, "/v1/generations", "{")
        for _ in 0..<3 { _ = try await simulator.get(first) }
        _ = try await simulator.send(.get, "/v1/generations/\(second)", key: "luma-api-other")
        simulator.clock.advance(by: .seconds(30))
        _ = try await simulator.create(prompt: "A").id

        let stats = try await simulator.stats()
        #expect(
            stats["requests"] as? [String: [String: Int]] == [
                "POST /v1/generations": ["201": 3, "422": 1], "GET /v1/generations/{id}": ["200": 3, "404": 1],
            ])
        #expect(stats["jobs_created"] as? Int == 3)
        #expect(stats["jobs_remembered"] as? Int == 3)
        #expect(stats["concurrent_jobs"] as? Int == 1)
        #expect(stats["concurrent_jobs_peak"] as? Int == 2)
        #expect(stats["concurrent_requests_peak"] as? Int == 1)
        #expect(stats["polls"] as? [String: Int] == [first: 3])
    }

    @Test func aResetForgetsEverything() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(requestsPerMinute: 1))
        let id = try await simulator.create(prompt: "A").id
        _ = try await simulator.get(id)
        #expect(try await simulator.send(.post, "/_simulator/reset", key: nil).status == 204)
        let stats = try await simulator.stats()
        #expect(stats["jobs_created"] as? Int == 0)
        #expect(stats["polls"] as? [String: Int] == [:])
        // The reset itself is the first that is counted again.
        #expect(stats["requests"] as? [String: [String: Int]] == ["POST /_simulator/reset": ["204": 1]])
        #expect(try await simulator.send(.get, "/v1/generations/\(id)").status == 404)
        _ = try await simulator.create(prompt: "A")
    }

    @Test func requestsThatOverlapAreSeen() async throws {
        let simulator = SimulatorUnderTest()
        let request = HTTPRequest(
            .post, "/v1/generations", fields: ["Authorization": "Bearer luma-api-test"],
            body: Array(#"{"prompt":"A [[stall]]"}"#.utf8))
        let tasks = (0..<3).map { _ in Task { await simulator.simulator.respond(to: request) } }
        await simulator.clock.waitForSleepers(3)
        #expect(try await simulator.stats()["concurrent_requests_peak"] as? Int == 4)
        for task in tasks {
            task.cancel()
            _ = await task.value
        }
        #expect(try await simulator.send(.post, "/_simulator/reset").status == 204)
        #expect(try await simulator.stats()["concurrent_requests_peak"] as? Int == 1)
    }
}
