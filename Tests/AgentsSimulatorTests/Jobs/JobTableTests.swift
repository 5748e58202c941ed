import AgentsCore
import Testing

@testable import AgentsSimulator

@Suite struct JobTableTests {
    private static let client = try? ClientID(APIKey(authorization: "Bearer luma-api-test"), SipHash(key: (1, 2)))

    private func job(_ number: UInt64, _ directives: Directives = Directives(), at start: Duration) throws -> Job {
        Job(
            id: Identifier(high: 0, low: number), client: try #require(Self.client), kind: .image, model: .uni1,
            createdAt: WallTime(seconds: 0), start: start, schedule: Schedule(for: .image, directives, speed: 1),
            failureCode: nil, files: [.png])
    }

    @Test func forgetsTheOldestThatHaveEnded() throws {
        var table = JobTable(capacity: 100)
        for number in 0..<1000 {
            let now = Duration.seconds(number)
            table.insert(try job(UInt64(number), at: now), at: now)
            #expect(table.count <= 100)
        }
        #expect(table[Identifier(high: 0, low: 899)] == nil)
        #expect(table[Identifier(high: 0, low: 900)] != nil)
        #expect(table.newest(1000) { _ in true }.map(\.id) == (900..<1000).map { Identifier(high: 0, low: $0) })
    }

    @Test func tellsOfTheNewestInTheirOrder() throws {
        var table = JobTable(capacity: 100)
        for number in 0..<50 { table.insert(try job(UInt64(number), at: .zero), at: .zero) }
        let client = try #require(Self.client)
        for number in stride(from: UInt64(0), to: 50, by: 2) {
            _ = table.poll(Identifier(high: 0, low: number), by: client)
        }
        let newest = table.newest(3) { $0.polls > 0 }
        #expect(newest.map(\.id) == [44, 46, 48].map { Identifier(high: 0, low: $0) })
        #expect(table.newest(1000) { $0.polls > 0 }.count == 25)
        #expect(table.newest(0) { _ in true }.isEmpty)
    }

    @Test func keepsThoseThatWorkUpToTwiceTheBound() throws {
        var table = JobTable(capacity: 10)
        for number in 0..<15 { table.insert(try job(UInt64(number), at: .zero), at: .zero) }
        #expect(table.count == 15)
        for number in 15..<500 { table.insert(try job(UInt64(number), at: .zero), at: .zero) }
        #expect(table.count == 20)
    }

    @Test func aJobThatNeverEndsOutlivesTheOthers() throws {
        var endless = Directives()
        endless.neverEnds = true
        var table = JobTable(capacity: 10)
        table.insert(try job(0, endless, at: .zero), at: .zero)
        for number in 1..<500 {
            let now = Duration.seconds(number * 60)
            table.insert(try job(UInt64(number), at: now), at: now)
        }
        #expect(table[Identifier(high: 0, low: 0)] != nil)
        #expect(table.count == 10)
    }

    @Test func aForgottenJobIsUnknownToTheService() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(concurrentJobs: 100, rememberedJobs: 2))
        let first = try await simulator.create(prompt: "A")
        simulator.clock.advance(by: .seconds(30))
        for _ in 0..<2 { _ = try await simulator.create(prompt: "B") }
        let response = try await simulator.send(.get, "/v1/generations/\(first.id)")
        #expect(response.detail == "Generation not found")
        #expect(try await simulator.stats()["jobs_remembered"] as? Int == 2)
    }
}
