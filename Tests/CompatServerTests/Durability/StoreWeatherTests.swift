import Adapters
import AgentsCore
import AgentsSimulator
import HTTPTransport
import Synchronization
import Testing

@testable import CompatServer

/// The store cannot be written for a while: nothing is lost, nothing is paid twice, and nobody has to restart anything.
@Suite(.timeLimit(.minutes(1))) struct StoreWeatherTests {
    private static let aceData =
        #"{"action":"generate","prompt":"a tiger","callback_url":"https://api.acedata.cloud/health"}"#
    /// So long that it needs pages of its own.
    private static let long = String(repeating: "a very long tiger ", count: 250)

    private func end(_ id: String, _ runs: ServerRuns) async throws {
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            return try await runs.store.find(.id(id), of: runs.principal)?.stage == .ended
        }
    }

    @Test(arguments: StoreStorm.Weather.allCases)
    func submissionsAreRefusedAndQuestionsAnswered(_ weather: StoreStorm.Weather) async throws {
        let storm = try await StoreStorm()
        let runs = storm.runs
        let server = try await runs.start()
        let id = try #require(try await runs.create(on: server).string("id"))
        try await end(id, runs)
        try await storm.begin(weather)
        var accepted = 1
        var refusals = 0
        // What still fits into the pages that there are is taken.
        for number in 0..<20 {
            let answer = try await runs.create(on: server, "\(number) \(Self.long)")
            if answer.status == 201 { accepted += 1 } else { refusals += 1 }
            guard answer.status != 201 else { continue }
            #expect(answer.status == 503 && answer.response.fields["Retry-After"] == "5")
            #expect(answer.string("detail")?.contains("try again") == true)
        }
        #expect(refusals > 10)
        #expect(try await runs.jobs() == accepted, "nothing is sent that is not written down")
        if weather == .locked {
            let answer = try await runs.call(server, .post, "/luma/videos", Self.aceData)
            #expect(answer.status == 503 && answer.string("error", "code") == "api_error", "\(answer.text)")
            #expect(answer.json("success") == "false" && answer.string("trace_id") != nil)
            let delete = try await runs.call(server, .delete, "/dream-machine/v1/generations/\(id)")
            #expect(delete.status == 503)
        }
        #expect(try await runs.get(id, from: server).string("state") == "completed")
        #expect(try await runs.call(server, .get, "/dream-machine/v1/generations").status == 200)

        try await storm.end()
        #expect(try await runs.create(on: server, Self.long).status == 201)
        #expect(try await runs.call(server, .post, "/luma/videos", Self.aceData).status == 200)
        #expect(try await runs.jobs() == accepted + 2)
        await server.stop()
    }

    /// Whoever spreads calls over servers must not send any where none is taken.
    @Test func theServerIsNotReadyAsLongAsNothingCanBeWritten() async throws {
        let storm = try await StoreStorm()
        let runs = storm.runs
        let server = try await runs.start()
        func readiness() async throws -> JSONAnswer {
            runs.clock.advance(by: .seconds(3))
            return try await runs.call(server, .get, "/readyz")
        }
        #expect(try await readiness().status == 200)
        try await storm.begin(.locked)
        #expect(try await runs.create(on: server).status == 503)
        for _ in 0..<2 {
            let answer = try await readiness()
            #expect(answer.status == 503 && answer.json("store") == "false" && answer.json("upstream") == "true")
            #expect(await server.readings.isStoreFailing)
        }
        try await storm.end()
        #expect(try await readiness().status == 200)
        #expect(await !server.readings.isStoreFailing)
        await server.stop()
    }

    /// It ends between the intent and the answer of the Agents API.
    @Test(arguments: [false, true])
    func anAnswerThatCannotBeStoredIsKeptInMind(_ isKilled: Bool) async throws {
        let storm = try await StoreStorm()
        let runs = storm.runs
        var server = try await runs.start(upstream: storm.transport())
        let answer = try await runs.create(on: server, Self.long)
        let id = try #require(answer.string("id"))
        #expect(answer.status == 201)
        if isKilled {
            await server.stop()
            try await storm.end()
            server = try await runs.start()
            // Nobody knows its id of the Agents API any more: it is in doubt, and is not paid again.
            let retry = try await runs.create(on: server, Self.long)
            #expect(retry.status == 201 && retry.string("state") == "queued")
            runs.clock.advance(by: .seconds(601))
            let own = try #require(retry.string("id"))
            try await eventually { try await runs.get(own, from: server).string("state") == "failed" }
        } else {
            runs.clock.advance(by: .seconds(60))
            try await storm.end()
            try await end(id, runs)
            #expect(try await runs.get(id, from: server).string("state") == "completed")
        }
        #expect(try await runs.jobs() == 1)
        await server.stop()
    }

    @Test(arguments: StoreStorm.Weather.allCases)
    func tasksGoOnWhenItIsOver(_ weather: StoreStorm.Weather) async throws {
        let storm = try await StoreStorm(SimulatorOptions(requestsPerMinute: 1000, concurrentJobs: 2))
        let (runs, events) = (storm.runs, NotedEvents())
        let server = try await runs.start(log: events.log)
        let journal = try await StageJournal(of: runs.store)
        // Two are accepted, and one waits in line.
        var ids: [String] = []
        for number in 0..<3 {
            ids.append(try #require(try await runs.create(on: server, "tiger \(number)").string("id")))
        }
        try await storm.begin(weather)
        runs.clock.advance(by: .seconds(200))
        for id in ids { #expect(try await runs.get(id, from: server).status == 200) }
        if weather == .locked {
            try await eventually { events.count(of: "cannot store an intent") > 0 }
            #expect(try await runs.jobs() == 2, "the one in line is not sent")
        }
        try await storm.end()
        for id in ids { try await end(id, runs) }
        for id in ids { #expect(try await runs.get(id, from: server).string("state") == "completed") }
        #expect(try await runs.jobs() == 3)
        let listed = Set(TaskLife.changes.map { StageJournal.Step(from: $0.from.rawValue, to: $0.to.rawValue) })
        #expect(Set(try await journal.steps).subtracting(listed).filter { $0.to != "key" } == [])
        await server.stop()
    }

    /// The Agents API says what it said when it accepted the task, so there is no news; the store lacks it all the same.
    @Test func whatDoesNotChangeIsStoredAsWell() async throws {
        let storm = try await StoreStorm()
        let runs = storm.runs
        let server = try await runs.start(upstream: EchoTransport(storm.transport()))
        _ = try await runs.create(on: server)
        #expect(try await runs.store.unfinished().tasks.map(\.stage) == [.intent])
        try await storm.end()
        try await eventually {
            runs.clock.advance(by: .seconds(5))
            return try await runs.store.unfinished().tasks.map(\.stage) == [.accepted]
        }
        await server.stop()
    }

    @Test func aKeyThatCannotBeKeptIsKeptLater() async throws {
        let storm = try await StoreStorm()
        let (runs, store) = (storm.runs, storm.runs.store)
        let server = try await runs.start(upstream: storm.transport())
        _ = try await runs.create(on: server)
        #expect(try await store.credential(of: runs.principal) == nil)
        try await storm.end()
        try await eventually {
            runs.clock.advance(by: .seconds(1))
            return try await store.credential(of: runs.principal) != nil
        }
        await server.stop()
    }

    /// Pages of the database are damaged while it is used.
    @Test func damageIsToldAndStopsNothingElse() async throws {
        let folder = try StoreFolder()
        let runs = try await ServerRuns(at: .file(folder))
        var server = try await runs.start()
        var ids: [String] = []
        for number in 0..<40 {
            ids.append(try #require(try await runs.create(on: server, "\(number) \(Self.long)").string("id")))
        }
        await server.stop()
        await runs.store.close()

        let again = try await ServerRuns(runs, at: .file(folder))
        server = try await again.start()
        var bytes = try folder.read("tasks.db")
        // Every page but those at the beginning, which hold the tables' roots.
        for page in stride(from: 40 * 4096, to: bytes.count, by: 4096) { for at in 0..<64 { bytes[page + at] = 0xA5 } }
        try folder.overwrite("tasks.db", bytes)
        // What was read before is read again.
        try await again.store.reader.run { database throws(StoreError) in
            try database.run("PRAGMA shrink_memory")
        }
        // Whoever asks waits for its turn.
        let time = Task {
            while !Task.isCancelled {
                again.clock.advance(by: .milliseconds(100))
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        defer { time.cancel() }
        var statuses: Set<Int> = []
        for id in ids { statuses.insert(try await again.get(id, from: server).status) }
        #expect(statuses.contains(503) && statuses.isSubset(of: [200, 404, 503]), "\(statuses)")
        guard case .response(let health) = await server.respond(to: HTTPRequest(.get, "/healthz")) else {
            throw Bench.UnexpectedReply()
        }
        #expect(health.status == 200)
        await server.stop()
        await again.store.close()
    }
}

/// Answers questions with what was answered to the submission.
private final class EchoTransport: ClientTransport {
    private let transport: any ClientTransport
    private let answer = Mutex<[UInt8]>([])

    init(_ transport: any ClientTransport) {
        self.transport = transport
    }

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        guard request.method == .post else { return HTTPResponse(200, json: answer.withLock(\.self)) }
        let response = try await transport.send(request)
        answer.withLock { $0 = response.body }
        return response
    }
}
