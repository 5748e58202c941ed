import AgentsCore
import AgentsSimulator
import HTTPTransport
import Testing

@testable import CompatServer

/// Clients, obstacles, restarts and time in an order that chance draws: what was promised holds at the end.
@Suite(.timeLimit(.minutes(1))) struct RandomScheduleTests {
    @Test(arguments: 0..<12)
    func everyPromiseIsKept(_ seed: Int) async throws {
        var draw = Chance(seed: UInt64(seed))
        let runs = try await ServerRuns(SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 2))
        var way = Way(InProcessTransport(handler: runs.simulator))
        var server = try await runs.start(upstream: way)
        var (wishes, promised) = (0, Set<String>())
        for _ in 0..<40 {
            switch draw.next() % 10 {
            case 0...3:
                wishes += 1
                let word = ["tiger", "tiger", "tiger [[lose-reply]]", "tiger [[fail=generation_failed]]"].randomElement(
                    using: &draw)
                let answer = try await runs.create(on: server, "\(word ?? "tiger") \(wishes)")
                if answer.status == 201 { promised.insert(try #require(answer.string("id"))) }
            case 4...6: runs.clock.advance(by: .seconds(Int64(1 + draw.next() % 60)))
            case 7:
                let obstacles: [Way.Obstacle] = [
                    .none, .none, .unreachable, .status(429, "Too many concurrent jobs"), .status(503, "later"),
                    .status(401, "no"),
                ]
                way.obstacle = obstacles.randomElement(using: &draw) ?? .none
            case 8:
                await server.stop()
                way = Way(InProcessTransport(handler: runs.simulator))
                server = try await runs.start(upstream: way)
            default:
                guard let id = promised.sorted().randomElement(using: &draw) else { continue }
                #expect(try await runs.get(id, from: server).status == 200)
            }
        }
        way.obstacle = .none
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            return try await runs.store.unfinished().tasks.isEmpty
        }
        for id in promised {
            let answer = try await runs.get(id, from: server)
            #expect(["completed", "failed"].contains(answer.string("state")), "\(answer.text)")
        }
        #expect(try await runs.jobs() <= wishes)
        await server.stop()
    }
}
