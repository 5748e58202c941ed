import AgentsCore
import Testing

@testable import AgentsSimulator

@Suite struct LimitTests {
    private func status(_ simulator: SimulatorUnderTest, key: String = "luma-api-test") async throws -> Int {
        try await simulator.send(.post, "/v1/generations", key: key, #"{"prompt":"A"}"#).status
    }

    @Test func theWindowSlides() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(speed: 100, requestsPerMinute: 3))
        var seen: [Int] = []
        for second in [0, 10, 20, 30, 59, 60, 61, 70, 79, 80] {
            simulator.clock.advance(by: .seconds(second) - simulator.clock.now)
            seen.append(try await status(simulator))
        }
        #expect(seen == [201, 201, 201, 429, 429, 201, 429, 201, 429, 201])
    }

    @Test func limitsAreThoseOfOneClient() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(requestsPerMinute: 1, concurrentJobs: 1))
        #expect(try await status(simulator) == 201)
        #expect(try await status(simulator) == 429)
        #expect(try await status(simulator, key: "luma-api-other") == 201)
    }

    @Test func aSlotIsFreedByTheEnd() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 2))
        var seen: [Int] = []
        for second in [0, 10, 20, 29, 30, 31, 40] {
            simulator.clock.advance(by: .seconds(second) - simulator.clock.now)
            seen.append(try await status(simulator))
        }
        #expect(seen == [201, 201, 429, 429, 201, 429, 201])
    }

    @Test func aSlotIsFreedAfterAnHourAtTheLatest() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(concurrentJobs: 1))
        _ = try await simulator.create(prompt: "A [[never]]")
        simulator.clock.advance(by: .seconds(3599))
        #expect(try await status(simulator) == 429)
        simulator.clock.advance(by: .seconds(1))
        #expect(try await status(simulator) == 201)
    }

    @Test func whatIsRefusedDoesNotCount() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(requestsPerMinute: 2, concurrentJobs: 1))
        for body in [
            #"{"prompt":""}"#, "{", #"{"prompt":"A [[http=500]]"}"#,
            #"{"prompt":"A","image_ref":[{"url":"http://example.com/a.jpg"}]}"#,
        ] {
            #expect(try await simulator.send(.post, "/v1/generations", body).status >= 400)
        }
        #expect(try await status(simulator) == 201)
        #expect(try await status(simulator) == 429)
        simulator.clock.advance(by: .seconds(30))
        let response = try await simulator.send(.post, "/v1/generations", #"{"prompt":"A"}"#)
        #expect(response.status == 201)
        #expect(response.fields["X-RateLimit-Remaining"] == "0")
    }

    @Test func idleClientsAreForgotten() throws {
        var table = ClientTable(limits: SimulatorOptions.Limits(requestsPerMinute: 5, concurrentJobs: 5))
        let hasher = SipHash(key: (1, 2))
        for number in 0..<10_000 {
            let now = Duration.seconds(number)
            let client = ClientID(try APIKey(authorization: "Bearer luma-api-\(number)"), hasher)
            try table.checkLimits(of: client, at: now, WallTime(seconds: 0))
            _ = table.enter(client, at: now, WallTime(seconds: 0), slotEnd: now + .seconds(30))
            #expect(table.count <= 1100)
        }
    }

    @Test func aWindowForgetsWhatHasLeftIt() {
        var window = RateWindow()
        for second in 0..<10_000 {
            let now = Duration.seconds(second)
            window.removePast(at: now)
            window.enter(at: now)
            #expect(window.count == min(second + 1, 60))
        }
        #expect(window.untilRoom(at: .seconds(9999)) == .seconds(1))
        window.removePast(at: .seconds(20_000))
        #expect(window.count == 0)
        #expect(window.untilRoom(at: .seconds(20_000)) == .zero)
    }
}
