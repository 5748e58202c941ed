import AgentsCore
import AgentsSimulator
import Foundation
import HTTPTransport
import Testing

@testable import CompatServer

/// The page about the life of a task lists every change of stage: those of the code, no more and no fewer.
@Suite(.timeLimit(.minutes(1))) struct LifeCycleTests {
    private typealias Step = StageJournal.Step

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
            try await runs.delete(id, on: server)
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
            let id = try await life.create()
            try await life.delete(id)
            await life.server.stop()
            let next = try await life.runs.start(retention: RetentionOptions(age: .seconds(3600)))
            try await eventually {
                life.runs.clock.advance(by: .seconds(7200))
                return try await life.has("deleted", "none")
            }
            await next.stop()
        },
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
        let listed = Set(TaskLife.changes.map { Step(from: $0.from.rawValue, to: $0.to.rawValue) })
        #expect(seen.subtracting(listed).sorted() == [], "happens, and is not listed")
        #expect(listed.subtracting(seen).sorted() == [], "is listed, and does not happen")
        #expect(Set(TaskLife.Place.allCases.compactMap(StoredTask.Stage.init)) == Set(StoredTask.Stage.known))
    }

    // MARK: The page

    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/CompatServer/Documentation.docc/Task-life-cycle.md")
    private static let mark = "## Changes"

    @Test func thePageSaysWhatHappens() throws {
        let rows = TaskLife.changes.map { change in
            "| `\(change.from.rawValue)` | \(change.event.rawValue) | `\(change.to.rawValue)` | \(change.occasion) |"
        }
        let head =
            [Self.mark, "", "```text"] + Self.diagram + ["```", "", "| from | what | to | when |", "|---|---|---|---|"]
        let table = (head + rows).joined(separator: "\n") + "\n\n" + Self.questions
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        let start = try #require(page.range(of: Self.mark)?.lowerBound)
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
            try (String(page[..<start]) + table).write(to: Self.page, atomically: true, encoding: .utf8)
            Issue.record("recorded \(Self.page.lastPathComponent); run again without RECORD_SNAPSHOTS")
        }
        #expect(page[start...] == table, "run the tests with RECORD_SNAPSHOTS=1 to write the tables again")
    }

    /// The changes as a drawing: a branch for each event.
    private static var diagram: [String] {
        func padded(_ text: String, _ width: Int, with filler: Character = " ") -> String {
            text + String(repeating: filler, count: max(0, width - text.count))
        }
        return TaskLife.Place.allCases.flatMap { place in
            let changes = TaskLife.changes.filter { $0.from == place }
            return changes.enumerated().map { index, change in
                let trunk =
                    switch (index, changes.count) {
                    case (0, 1): "───"
                    case (0, _): "─┬─"
                    case (changes.count - 1, _): " └─"
                    default: " ├─"
                    }
                let arrow = padded("\(change.event.rawValue) ", 10, with: "─")
                return "\(padded(index == 0 ? place.rawValue : "", 8)) \(trunk) \(arrow)─▶ \(change.to.rawValue)"
            }
        }
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
