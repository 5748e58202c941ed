import AgentsCore
import AgentsSimulator
import Testing

@testable import CompatServer

/// The first minute after a restart, and keys that are in trouble.
@Suite(.timeLimit(.minutes(1))) struct ResumptionTests {
    private static let wide = SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 1000)

    /// Leaves as many tasks behind as an earlier run would.
    private func leave(_ count: Int, _ runs: ServerRuns, keys: Int = 1) async throws {
        let server = try await runs.start()
        for number in 0..<count {
            let answer = try await runs.create(
                on: server, "tiger \(number) [[never]]", key: "\(Bench.key)-\(number % keys)")
            #expect(answer.status == 201)
        }
        await server.stop()
    }

    /// Lets time pass until so many questions were answered; how long that took.
    private func pass(
        untilPolls count: Int, by step: Duration, _ runs: ServerRuns, _ server: CompatServer
    ) async throws -> Duration {
        let start = runs.clock.now
        try await eventually {
            try await runs.pass(step, by: step, server)
            return try await runs.polls() >= count
        }
        return runs.clock.now - start
    }

    /// A run that finds something in the way of every question after the tasks of an earlier one.
    private func troubled(
        _ count: Int, _ obstacle: Way.Obstacle
    ) async throws -> (runs: ServerRuns, way: Way, server: CompatServer) {
        let runs = try await ServerRuns(Self.wide)
        try await leave(count, runs)
        let way = Way(InProcessTransport(handler: runs.simulator))
        way.obstacle = obstacle
        return (runs, way, try await runs.start(upstream: way))
    }

    @Test func tasksOfAnEarlierRunAreAskedAfterOneByOne() async throws {
        let runs = try await ServerRuns(Self.wide)
        try await leave(100, runs, keys: 20)
        let server = try await runs.start()
        // Fifty a second, so that a fifth of a second is for the first and ten more.
        runs.clock.advance(by: .milliseconds(200))
        try await eventually { try await runs.polls() == 11 }
        try await runs.pass(.milliseconds(19), by: .milliseconds(19), server)
        #expect(try await runs.polls() == 11)
        #expect(try await pass(untilPolls: 100, by: .milliseconds(20), runs, server) > .milliseconds(1700))
        await server.stop()
    }

    @Test func aKeyThatIsNotAcceptedIsNotTriedWithEachOfItsTasks() async throws {
        let (runs, way, server) = try await troubled(30, .status(401, "Unauthorized"))
        try await eventually { way.held(.get) > 1 }
        try await runs.pass(.seconds(20), by: .milliseconds(100), server)
        // The server's own look whether anybody is there, and as many as were on their way when the first was refused.
        #expect((2...5).contains(way.held(.get)), "\(way.held(.get))")
        // Whoever brings the key sets all of them going again, and not the own task alone.
        way.obstacle = .none
        let task = try #require(try await runs.store.unfinished().tasks.first)
        #expect(try await runs.get(task.id, from: server, key: "\(Bench.key)-0").status == 200)
        _ = try await pass(untilPolls: 30, by: .milliseconds(100), runs, server)
        await server.stop()
    }

    @Test func aKeyThatIsToldToWaitIsLeftAloneWithAllOfItsTasks() async throws {
        let (runs, way, server) = try await troubled(30, .status(429, "Rate limit exceeded"))
        try await runs.pass(.seconds(60), by: .milliseconds(250), server)
        try await eventually { await server.poller.load.running == 0 }
        // One second, two, four and so on between tries, of one or two questions each.
        #expect((2...24).contains(server.metrics.polls[.limited]), "\(server.metrics.polls[.limited])")
        #expect(server.metrics.polls[.limited] == way.held(.get) - 1)
        way.obstacle = .none
        _ = try await pass(untilPolls: 30, by: .milliseconds(500), runs, server)
        await server.stop()
    }

    @Test func aTaskWhoseKeyNobodyBringsIsGivenUpInTime() async throws {
        let (runs, _, server) = try await troubled(3, .status(401, "Unauthorized"))
        try await runs.pass(.seconds(7100), by: .seconds(50), server)
        #expect(try await runs.store.unfinished().tasks.count == 3)
        try await eventually {
            try await runs.pass(.seconds(10), by: .seconds(10), server)
            return try await runs.store.unfinished().tasks.isEmpty
        }
        #expect(runs.clock.now < .seconds(7400))
        await server.stop()
    }
}
