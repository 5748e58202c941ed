import AgentsCore
import AgentsSimulator
import Foundation
import Testing

@testable import CompatServer

/// The page about the life of a task lists every change of stage: those of the code, no more and no fewer.
@Suite(.timeLimit(.minutes(1))) struct LifeCycleTests {
    private typealias Step = StageJournal.Step

    private static let changes: [(from: String, to: String, occasion: String)] = [
        ("none", "intent", "A submission is stored, before anything is sent."),
        ("intent", "none", "The Agents API has refused it, or never saw it; its client is told so."),
        ("intent", "accepted", "The Agents API has accepted it."),
        ("intent", "in_doubt", "The answer was lost, or a run ended before it came. It is never sent again."),
        ("intent", "waiting", "There was no room for it, now or once more, and its client is told that it is queued."),
        ("intent", "ended", "It had waited, and was refused when its turn came: it has failed."),
        ("intent", "deleted", "It had waited, and its client deletes it while it is on its way."),
        ("waiting", "intent", "Its turn has come; it is sent next."),
        ("waiting", "ended", "There was no room in time: it has failed, and was not sent."),
        ("waiting", "deleted", "Its client deletes it; it is not sent."),
        ("accepted", "ended", "It is completed, has failed, is not known any more, or did not end in time."),
        ("accepted", "deleted", "Its client deletes it; the Agents API goes on with it."),
        ("in_doubt", "ended", "The window is over: it has failed, and the reason says that its fate is unknown."),
        ("in_doubt", "deleted", "Its client deletes it."),
        ("ended", "deleted", "Its client deletes it."),
    ]

    // MARK: Lives

    /// A run on which things happen, and what they leave in the journal.
    private struct Life {
        let runs: ServerRuns
        let way: Way
        let journal: StageJournal
        let server: CompatServer

        init() async throws {
            runs = try await ServerRuns()
            way = Way(InProcessTransport(handler: runs.simulator))
            journal = try await StageJournal(of: runs.store)
            server = try await runs.start(upstream: way)
        }

        /// Submits something and gives its id.
        func create(_ prompt: String = "a tiger") async throws -> String {
            try #require(try await runs.create(on: server, prompt).string("id"))
        }

        /// Submits something for which there is no room.
        func wait() async throws -> String {
            way.obstacle = .status(429, "Too many concurrent jobs")
            return try await create()
        }

        /// Deletes a task.
        func delete(_ id: String) async throws {
            let path = "/dream-machine/v1/generations/\(id)"
            let fields: HTTPFields = ["Authorization": "Bearer \(Bench.key)"]
            _ = await server.respond(to: HTTPRequest(.delete, path, fields: fields))
        }

        /// Lets time pass until something has been written.
        func pass(until from: String, _ to: String) async throws {
            try await eventually {
                runs.clock.advance(by: .seconds(5))
                return try await has(from, to)
            }
        }

        func has(_ from: String, _ to: String) async throws -> Bool {
            try await journal.steps.contains(Step(from: from, to: to))
        }
    }

    private static let lives: [@Sendable (Life) async throws -> Void] = [
        { life in
            let id = try await life.create()
            try await life.pass(until: "accepted", "ended")
            try await life.delete(id)
        },
        { life in _ = try await life.runs.create(on: life.server, "a [[http=422]] tiger") },
        { life in
            _ = try await life.create("a tiger [[lose-reply]]")
            try await life.pass(until: "in_doubt", "ended")
        },
        { life in try await life.delete(try await life.create("a tiger [[lose-reply]]")) },
        { life in try await life.delete(try await life.create()) },
        { life in try await life.delete(try await life.wait()) },
        { life in
            _ = try await life.wait()
            life.runs.clock.advance(by: .seconds(121))
            try await eventually { life.way.held(.post) == 2 }
            life.way.obstacle = .none
            try await life.pass(until: "accepted", "ended")
        },
        { life in
            _ = try await life.wait()
            life.way.obstacle = .status(422, "no tigers")
            try await life.pass(until: "intent", "ended")
        },
        { life in
            _ = try await life.wait()
            life.runs.clock.advance(by: .seconds(601))
            try await life.pass(until: "waiting", "ended")
        },
        { life in
            let id = try await life.wait()
            life.way.obstacle = .silence
            life.runs.clock.advance(by: .seconds(121))
            try await eventually { life.way.held(.post) == 2 }
            try await life.delete(id)
        },
        { life in
            // Killed while the answer is on its way.
            life.way.obstacle = .silence
            let call = Task { try await life.create() }
            try await eventually { life.way.held(.post) == 1 }
            await life.server.stop()
            let next = try await life.runs.start()
            await next.stop()
            call.cancel()
        },
    ]

    @Test func everyChangeIsListedAndHappens() async throws {
        var seen: Set<Step> = []
        for live in Self.lives {
            let life = try await Life()
            try await live(life)
            seen.formUnion(try await life.journal.steps.filter { $0.to != "key" })
            await life.server.stop()
        }
        let listed = Set(Self.changes.map { Step(from: $0.from, to: $0.to) })
        #expect(seen.subtracting(listed).sorted() == [], "happens, and is not listed")
        #expect(listed.subtracting(seen).sorted() == [], "is listed, and does not happen")
        let stages = Set(listed.flatMap { [$0.from, $0.to] }).subtracting(["none", "deleted"])
        #expect(stages == Set(StoredTask.Stage.known.map(\.rawValue)))
    }

    // MARK: The page

    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/CompatServer/Documentation.docc/Task-life-cycle.md")
    private static let mark = "| from | to | when |"

    @Test func thePageSaysWhatHappens() throws {
        let rows = Self.changes.map { "| `\($0.from)` | `\($0.to)` | \($0.occasion) |" }
        let table = ([Self.mark, "|---|---|---|"] + rows).joined(separator: "\n") + "\n\n" + Self.questions
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        let start = try #require(page.range(of: Self.mark)?.lowerBound)
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
            try (String(page[..<start]) + table).write(to: Self.page, atomically: true, encoding: .utf8)
            Issue.record("recorded \(Self.page.lastPathComponent); run again without RECORD_SNAPSHOTS")
        }
        #expect(page[start...] == table, "run the tests with RECORD_SNAPSHOTS=1 to write the tables again")
    }

    /// What follows from each answer to a question, as ``PollState`` has it for a video.
    private static var questions: String {
        let answers: [(name: String, finding: PollState.Finding)] = [
            ("not in its final state", .unfinished), ("not known", .missing), ("key refused", .keyRefused),
            ("no answer, or an error", .unavailable(retryAfter: nil)),
            ("an error, come back in 90 s", .unavailable(retryAfter: .seconds(90))),
        ]
        let rows = answers.map { answer in
            var state = PollState(PollCadence(for: .video), now: .zero, deadline: .seconds(7200))
            var cells: [String] = []
            for _ in 0..<3 {
                let now = state.due
                switch state.note(answer.finding, at: now, jitter: 0.5) {
                case .goOn: cells.append("again after \((state.due - now).inSeconds) s")
                case .pause: cells.append("not before there is a key")
                case .giveUp(let reason): cells.append("given up: \(reason)")
                }
            }
            return "| \(answer.name) | \(cells.joined(separator: " | ")) |"
        }
        return """
            ## Questions

            While a task is `accepted` the Agents API is asked after it. For a video that goes on like this, when the same
            answer comes once, twice, three times in a row; waits after errors are a quarter longer or shorter by chance.

            | answer | first | second | third |
            |---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }
}
