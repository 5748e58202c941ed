import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// Tasks that are taken over from histories.
@Suite struct ImportLedgerTests {
    enum Place: CaseIterable {
        case file, memory
    }

    private static let day = WallTime(seconds: 1_775_649_600)

    private func run(_ place: Place, _ test: (SQLiteTaskStore) async throws -> Void) async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(place == .file ? .file(folder) : .memory)
        try await test(store)
        await store.close()
    }

    private func task(
        _ id: String = "old", _ state: String = "completed", of owner: Fingerprint = Someone.alice, note: Int = 0,
        created: String? = "2024-08-31T04:03:31.961Z", trace: String? = "t", dialect: String = "acedata"
    ) throws -> StoredTask {
        let time = created.map { ",\"created_at\":\"\($0)\"" } ?? ""
        let residue = trace.map { "\"trace_id\":\"\($0)\"," } ?? ""
        let line =
            "{\"id\":\"\(id)\",\"state\":\"\(state)\"\(time),\"output\":[{\"type\":\"video\",\"url\":\"https:\\/\\/x\\/a.mp4\"}],"
            + "\"provenance\":{\"dialect\":\"\(dialect)\",\"shape\":\"task\",\"residue\":{\(residue)\"note\":\(note)}}}"
        return StoredTask(importing: try TaskRecord(importing: line.utf8), for: owner, at: Self.day)
    }

    // MARK: Taking over

    @Test(arguments: Place.allCases)
    func `They are found by id and trace id, and listed by the time of their creation`(_ place: Place) async throws {
        try await run(place) { store in
            let tasks = [
                try task("a", created: "2024-08-31T04:03:31Z"), try task("b", trace: nil), try task("c", created: nil),
            ]
            #expect(try await store.importTasks(tasks) == [.imported, .imported, .imported])
            #expect(try await store.find(.id("a"), of: Someone.alice) == tasks[0])
            #expect(try await store.find(.traceID("t"), of: Someone.alice) == tasks[0])
            #expect(try await store.find(.traceID(""), of: Someone.alice) == nil)
            #expect(try await store.find(.id("a"), of: Someone.bob) == nil)
            let listed = try await store.list(TaskQuery(limit: 10), of: Someone.alice, in: "acedata")
            #expect(listed.tasks.map(\.id) == ["b", "a", "c"])
            #expect(try await store.list(TaskQuery(limit: 10), of: Someone.alice, in: "dream-machine").tasks.isEmpty)
        }
    }

    @Test(arguments: Place.allCases)
    func `Nobody polls them or copies their files, whatever their state`(_ place: Place) async throws {
        try await run(place) { store in
            let states = ["queued", "processing", "completed", "failed", "paused"]
            _ = try await store.importTasks(states.map { try task($0, $0) })
            #expect(try await store.unfinished().tasks.isEmpty)
            #expect(try await store.uncopiedTasks(after: nil, limit: 10).isEmpty)
            for state in states {
                let found = try #require(try await store.find(.id(state), of: Someone.alice))
                #expect(found.record.generation.state.value?.rawValue == state)
                #expect(found.isImported && found.upstreamID == nil)
            }
        }
    }

    @Test(arguments: Place.allCases)
    func `What is written in them stays as it is spelled`(_ place: Place) async throws {
        try await run(place) { store in
            _ = try await store.importTasks([try task()])
            let found = try #require(try await store.find(.id("old"), of: Someone.alice))
            #expect(found.record.lineByItself.contains(#""url":"https:\/\/x\/a.mp4""#))
        }
    }

    // MARK: Again

    @Test(arguments: Place.allCases)
    func `The same again changes nothing`(_ place: Place) async throws {
        try await run(place) { store in
            let first = try task()
            _ = try await store.importTasks([first])
            var later = try task()
            later.updatedAt = Self.day + .seconds(60)
            #expect(try await store.importTasks([later]) == [.unchanged(.same)])
            #expect(try await store.find(.id("old"), of: Someone.alice) == first)
        }
    }

    @Test(
        arguments: ["queued", "processing", "completed", "failed"], ["queued", "processing", "completed", "failed"])
    func `A later state takes the place of an earlier one`(_ before: String, _ after: String) async throws {
        try await run(.memory) { store in
            let progress = ["queued": 0, "processing": 1, "completed": 2, "failed": 2]
            let (first, second) = (try task("old", before, note: 1), try task("old", after, note: 2, trace: "t2"))
            _ = try await store.importTasks([first])
            let isOlder = (progress[after] ?? 0) < (progress[before] ?? 0)
            #expect(try await store.importTasks([second]) == [isOlder ? .unchanged(.older) : .updated])
            #expect(try await store.find(.id("old"), of: Someone.alice) == (isOlder ? first : second))
            #expect(try await store.find(.traceID("t2"), of: Someone.alice) == (isOlder ? nil : second))
        }
    }

    @Test(arguments: Place.allCases)
    func `Another kind of record of the same task may say more`(_ place: Place) async throws {
        try await run(place) { store in
            _ = try await store.importTasks([try task(created: nil, trace: nil, dialect: "agents")])
            let full = try task()
            #expect(try await store.importTasks([full]) == [.updated])
            #expect(try await store.find(.traceID("t"), of: Someone.alice) == full)
        }
    }

    // MARK: What is not touched

    @Test(arguments: Place.allCases)
    func `A task that the server made stays as it is, under each of its ids`(_ place: Place) async throws {
        try await run(place) { store in
            let own = try StoredTask.sample("own", upstream: "theirs", .accepted)
            try await store.insert(own)
            let outcomes = try await store.importTasks([try task("own"), try task("theirs")])
            #expect(outcomes == [.unchanged(.own), .unchanged(.own)])
            #expect(try await store.find(.id("own"), of: Someone.alice) == own)
            #expect(try await store.find(.id("theirs"), of: Someone.alice) == own)
        }
    }

    @Test(arguments: Place.allCases)
    func `Another's id is refused, whoever made the task`(_ place: Place) async throws {
        try await run(place) { store in
            let own = try StoredTask.sample("own", upstream: "theirs", of: Someone.bob, .accepted)
            try await store.insert(own)
            _ = try await store.importTasks([try task("bob's", of: Someone.bob)])
            let outcomes = try await store.importTasks([
                try task("own"), try task("theirs"), try task("bob's"), try task(),
            ])
            #expect(outcomes == [.refused, .refused, .refused, .imported])
            #expect(try await store.find(.id("bob's"), of: Someone.alice) == nil)
            #expect(try await store.find(.id("theirs"), of: Someone.bob) == own)
        }
    }

    @Test(arguments: Place.allCases)
    func `What its owner has deleted stays deleted`(_ place: Place) async throws {
        try await run(place) { store in
            _ = try await store.importTasks([try task()])
            let deleted = try await store.delete(.id("old"), of: Someone.alice, in: "acedata", at: Self.day)
            #expect(deleted == "old")
            #expect(try await store.importTasks([try task("old", note: 7)]) == [.unchanged(.deleted)])
            #expect(try await store.find(.id("old"), of: Someone.alice) == nil)
        }
    }

    // MARK: Looking only

    @Test func `A look says the same as taking over, and changes nothing`() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        try await store.insert(try StoredTask.sample("own", upstream: "theirs", .accepted))
        try await store.insert(try StoredTask.sample("bob's", of: Someone.bob, .accepted))
        _ = try await store.importTasks([
            try task("same"), try task("older"), try task("gone"), try task("later", "queued"),
        ])
        _ = try await store.delete(.id("gone"), of: Someone.alice, in: "acedata", at: Self.day)
        let tasks = [
            try task("new"), try task("own"), try task("theirs"), try task("bob's"), try task("same"),
            try task("older", "queued"), try task("gone"), try task("later"),
        ]
        let preview = try ImportPreview(folder.path("tasks.db"))
        let outcomes: [ImportOutcome] = [
            .imported, .unchanged(.own), .unchanged(.own), .refused, .unchanged(.same), .unchanged(.older),
            .unchanged(.deleted), .updated,
        ]
        #expect(try preview.outcomes(of: tasks) == outcomes)
        #expect(try preview.outcomes(of: tasks) == outcomes)
        #expect(try await store.importTasks(tasks) == outcomes)
        await store.close()
    }
}
