import AgentsCore
import HTTPTransport
import Testing

@testable import AgentsSimulator

@Suite struct FaultPlanTests {
    private func plan(_ simulator: SimulatorUnderTest, _ plan: String) async throws {
        let response = try await simulator.send(.post, "/_simulator/faults", key: nil, plan)
        try #require(response.status == 204, "\(response.text)")
    }

    @Test func aStatusIsAnsweredAndNothingElseHappens() async throws {
        let simulator = SimulatorUnderTest()
        try await plan(
            simulator,
            #"{"faults":[{"route":"POST /v1/generations","rate":1,"status":503,"retry_after":2}]}"#)
        let response = try await simulator.send(.post, "/v1/generations", #"{"prompt":"A"}"#)
        #expect(response.status == 503)
        #expect(response.fields["Retry-After"] == "2")
        #expect(response.fields["X-API-Version"] == "2026-04-01")
        #expect(response.detail != nil)
        #expect(try await simulator.send(.get, "/v1/generations/x").status == 404)
        #expect(try await simulator.stats()["jobs_created"] as? Int == 0)
        try await plan(simulator, #"{"faults":[]}"#)
        _ = try await simulator.create(prompt: "A")
    }

    @Test func connectionsEndBeforeOrBehindTheWork() async throws {
        let simulator = SimulatorUnderTest()
        let request = HTTPRequest(
            .post, "/v1/generations", fields: ["Authorization": "Bearer luma-api-test"],
            body: Array(#"{"prompt":"A"}"#.utf8))
        for (kind, jobs) in [("reset", 0), ("lose-reply", 1)] {
            try await plan(simulator, #"{"faults":[{"rate":1,"kind":"\#(kind)"}]}"#)
            #expect(await simulator.simulator.respond(to: request) == .disconnect)
            #expect(try await simulator.stats()["jobs_created"] as? Int == jobs)
        }
        try await plan(simulator, #"{"faults":[{"rate":1,"kind":"stall"}]}"#)
        let task = Task { await simulator.simulator.respond(to: request) }
        await simulator.clock.waitForSleepers(1)
        task.cancel()
        #expect(await task.value == .disconnect)
    }

    @Test func theSameSeedGivesTheSameFaults() async throws {
        func run(seed: Int) async throws -> [Int] {
            let simulator = SimulatorUnderTest()
            try await plan(simulator, #"{"seed":\#(seed),"faults":[{"rate":0.5,"status":500}]}"#)
            var statuses: [Int] = []
            for _ in 0..<64 { statuses.append(try await simulator.send(.get, "/v1/files").status) }
            return statuses
        }
        let first = try await run(seed: 1)
        #expect(try await run(seed: 1) == first)
        #expect(try await run(seed: 2) != first)
        #expect(Set(first) == [200, 500])
    }

    @Test func aRateIsARate() {
        var plan = FaultPlan(
            [FaultPlan.Rule(endpoint: .getGeneration, rate: 0.1, fault: .stall)], seed: 3)
        let count = (0..<100_000).count { _ in plan.next(for: .getGeneration) != nil }
        #expect((9500...10_500).contains(count))
        let other = plan.next(for: .createGeneration)
        #expect(other == nil)
    }

    @Test func controlIsSpared() {
        var plan = FaultPlan([FaultPlan.Rule(endpoint: nil, rate: 1, fault: .reset)], seed: 0)
        for endpoint in Endpoint.allCases {
            let fault = plan.next(for: endpoint)
            #expect(fault == (endpoint.isSimulated ? .reset : nil))
        }
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"faults":{}}"#, #"{"faults":[{}]}"#, #"{"faults":[{"rate":2,"status":500}]}"#,
        #"{"faults":[{"rate":1,"status":200}]}"#, #"{"faults":[{"rate":1,"kind":"other"}]}"#,
        #"{"faults":[{"rate":1,"kind":7}]}"#, #"{"faults":[{"rate":1,"status":500,"route":"GET /"}]}"#,
        #"{"faults":[{"rate":1,"status":500,"retry_after":-1}]}"#, #"{"seed":"x","faults":[]}"#,
        #"{"faults":[1]}"#, #"{"faults":[{"rate":"1","status":500}]}"#,
        #"{"faults":[{"rate":1,"status":500,"route":"POST /_simulator/reset"}]}"#,
    ])
    func otherPlansAreRefused(_ body: String) async throws {
        let response = try await SimulatorUnderTest().send(.post, "/_simulator/faults", body)
        #expect(response.status == 422)
        #expect(response.detail != nil)
    }
}
