import AceDataCompat
import Adapters
import AgentsCore
import AgentsSimulator
import DreamMachineCompat
import HTTPTransport
import Testing

@testable import CompatServer

/// The whole schedule of callbacks, more than a day of it, with the server killed and stopped at moments that chance draws.
@Suite(.timeLimit(.minutes(5))) struct CallbackScheduleTests {
    /// A server, run after run over one file, whose callbacks go to ``ModelReceivers``.
    private final class Runs {
        /// One run.
        private struct Run {
            let store: SQLiteTaskStore
            let server: CompatServer
        }

        private struct Fork: ClientTransport {
            let upstream: InProcessTransport
            let receivers: ModelReceivers
            let run: Int

            func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
                if request.url.hasPrefix("http://simulator/") { return try await upstream.send(request) }
                return await receivers.receive(request, from: run)
            }
        }

        let clock = ManualClock()
        let receivers: ModelReceivers
        private let simulator: AgentsSimulator
        private let folder: StoreFolder
        private let secret: ServerSecret
        private var current: Run
        private(set) var count = 0

        init(seed: Int) async throws {
            receivers = ModelReceivers(clock, seed: seed)
            simulator = AgentsSimulator(
                SimulatorOptions(requestsPerMinute: 10_000, concurrentJobs: 1000), clock: clock)
            folder = try StoreFolder()
            secret = try .random()
            current = try await Self.start(
                folder, secret, Fork(upstream: .init(handler: simulator), receivers: receivers, run: 0), clock)
        }

        var store: SQLiteTaskStore { current.store }
        var server: CompatServer { current.server }

        private static func start(
            _ folder: StoreFolder, _ secret: ServerSecret, _ transport: Fork, _ clock: ManualClock
        ) async throws -> Run {
            let store = try await SQLiteTaskStore(.file(folder))
            var options = CompatServer.Options(upstream: "http://simulator/v1")
            options.callbacks.lookInterval = .seconds(5)
            let server = CompatServer(
                options, services: [AceDataService(), DreamMachineService()], store: store, secret: secret,
                transport: transport, resolver: ScriptedResolver([:]), clock: clock)
            try await server.resume()
            return Run(store: store, server: server)
        }

        /// Ends the run, as a power cut does: nothing is written any more; or as the operator does; and starts the next.
        func restart(killing: Bool) async throws {
            await end(killing: killing)
            count += 1
            let fork = Fork(upstream: .init(handler: simulator), receivers: receivers, run: count)
            current = try await Self.start(folder, secret, fork, clock)
        }

        func end(killing: Bool) async {
            if killing { await store.close() }
            await server.stop()
            await store.close()
        }

        /// What another program does to the store.
        func beside<Result>(_ work: (SQLiteTaskStore) async throws -> Result) async throws -> Result {
            let other = try await SQLiteTaskStore(.file(folder), readers: 1)
            let result = try await work(other)
            await other.close()
            return result
        }

        /// Orders a callback of a task.
        func submit(_ path: String, to url: String) async throws {
            let body = "{\"prompt\":\"a tiger\",\"callback_url\":\"\(url)\"}"
            var request = HTTPRequest(.post, path, body: Array(body.utf8))
            request.fields["Authorization"] = "Bearer \(Bench.key)"
            guard case .response(let response) = await server.respond(to: request), response.status < 300 else {
                throw Bench.UnexpectedReply()
            }
        }

        /// Lets what has begun come to its end, or to some point before.
        func settle(_ chance: inout Chance) async throws {
            if chance.next() % 5 == 0 {
                for _ in 0..<chance.next() % 50 { await Task.yield() }
            } else {
                try await eventually { await server.dispatcher.isIdle }
            }
        }

        /// All callbacks that there are.
        func callbacks() async throws -> [StoredCallback] {
            try await store.callbacks(in: nil, from: nil, limit: 1000).callbacks
        }

        func isPending() async throws -> Bool {
            try await !store.callbacks(in: .pending, from: nil, limit: 1).callbacks.isEmpty
        }
    }

    @Test(arguments: 0..<6)
    func everyEndIsToldInTimeWheneverTheServerEnds(_ seed: Int) async throws {
        var chance = Chance(seed: UInt64(seed + 1))
        let runs = try await Runs(seed: seed)
        for host in ModelReceivers.hosts.keys.sorted() {
            for number in 1...3 {
                let path = number == 3 ? "/luma/videos" : "/dream-machine/v1/generations"
                try await runs.submit(path, to: "http://\(host)/\(number)")
            }
        }
        try await work(runs, &chance)
        try await live(runs, &chance)
        try await check(runs)
        try await replay(runs, &chance)
        #expect(runs.receivers.faults == [])
        await runs.end(killing: false)
    }

    /// Until all tasks have ended.
    private func work(_ runs: Runs, _ chance: inout Chance) async throws {
        for _ in 0..<400 {
            if try await runs.store.unfinished().tasks.isEmpty { return }
            runs.clock.advance(by: .seconds(1 + Int64(chance.next() % 6)))
            try await runs.settle(&chance)
            if chance.next() % 8 == 0 { try await runs.restart(killing: chance.next() % 2 == 0) }
        }
        Issue.record("tasks do not end")
    }

    /// Until nothing is to be sent any more.
    private func live(_ runs: Runs, _ chance: inout Chance) async throws {
        for _ in 0..<3000 {
            guard try await runs.isPending() else { return }
            let next = try await runs.store.nextCallback(except: [])
            let wait = next.map { $0 - runs.clock.wallTime } ?? .zero
            switch chance.next() % 10 {
            case 0: runs.clock.advance(by: .seconds(Int64(chance.next() % 7200)))
            case 1...2: runs.clock.advance(by: .milliseconds(Int64(chance.next() % 60_000)))
            // What is due and not sent waits for a claim, or for the end of its receiver's pause.
            default: runs.clock.advance(by: wait > .zero ? wait : .seconds(10))
            }
            try await runs.settle(&chance)
            if chance.next() % 6 == 0 { try await runs.restart(killing: chance.next() % 2 == 0) }
        }
        Issue.record("callbacks do not come to an end")
    }

    private func check(_ runs: Runs) async throws {
        let schedule = DeliverySchedule()
        let calls = Dictionary(grouping: runs.receivers.calls) { "http://\($0.host)/\($0.path)" }
        for (url, calls) in calls {
            let end = calls.firstIndex { $0.state != "dreaming" } ?? calls.endIndex
            #expect(calls[end...].allSatisfy { $0.state != "dreaming" }, "\(url) is told an earlier state")
        }
        let callbacks = try await runs.callbacks()
        #expect(callbacks.count { $0.step == .end } == 12, "each task has an end")
        for callback in callbacks {
            let attempts = try await runs.store.attempts(of: callback.id)
            for (index, pair) in zip(attempts, attempts.dropFirst()).enumerated() {
                let least = schedule.wait(after: index + 1, jitter: 0) ?? .seconds(1_000_000)
                #expect(pair.1.time - pair.0.time >= least, "\(callback.url): too early after \(index + 1)")
            }
            switch callback.state {
            case .dead: #expect(attempts.count == schedule.attempts && callback.failures == schedule.attempts)
            case .delivered: #expect(attempts.last?.status == 200 && attempts.count <= schedule.attempts)
            case .superseded: #expect(callback.step == .progress)
            default: Issue.record("\(callback.url) is \(callback.state)")
            }
            let temper = ModelReceivers.hosts[callback.origin]
            if callback.step == .end, temper == .well || temper == .away {
                #expect(callback.state == .delivered, "\(callback.url), which is there again")
            }
            if callback.step == .end, temper == .stubborn { #expect(callback.state == .dead) }
        }
    }

    /// An operator sends again, beside the server, what was given up.
    private func replay(_ runs: Runs, _ chance: inout Chance) async throws {
        let dead = try await runs.callbacks().filter { $0.state == .dead }
        runs.receivers.repair()
        let time = runs.clock.wallTime
        let count = try await runs.beside {
            try await $0.replayCallbacks(createdSince: WallTime(seconds: 0), at: time)
        }
        #expect(count == dead.count && count >= 3)
        try await runs.restart(killing: true)
        for _ in 0..<200 where try await runs.isPending() {
            runs.clock.advance(by: .seconds(5))
            try await runs.settle(&chance)
        }
        let states = try await runs.callbacks().filter { $0.step == .end }.map(\.state)
        #expect(states.allSatisfy { $0 == .delivered })
        for one in dead where one.step == .end {
            #expect(runs.receivers.calls.contains { "http://\($0.host)/\($0.path)" == one.url && $0.status == 200 })
        }
    }
}
