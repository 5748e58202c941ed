import Adapters
import AgentsCore
import Synchronization
import Testing

@testable import CompatServer

/// Tasks that are older than they are kept are let go, in small steps.
@Suite(.timeLimit(.minutes(1))) struct TaskRetentionTests {
    private static let day = Duration.seconds(86_400)

    private static func retention(
        _ options: RetentionOptions, _ store: any TaskStore, _ clock: ManualClock,
        forget: @escaping @Sendable (String) async -> Void = { _ in }
    ) -> TaskRetention {
        let watch = ClockWatch(clock, log: .silent)
        return TaskRetention(options, store: store, watch: watch, clock: clock, log: .silent, forget: forget)
    }

    /// Fills a store with tasks that have ended, one a second from the clock's time on backwards.
    private static func fill(_ store: any TaskStore, _ count: Int, _ clock: ManualClock, note: String = "") async throws
    {
        // All at once, so that they share commits.
        try await withThrowingTaskGroup { group in
            for number in 0..<count {
                var task = try StoredTask.sample("\(100_000 + number)", upstream: "u\(number)", .ended, note: note)
                task.updatedAt = clock.wallTime + .seconds(Int64(number - count))
                group.addTask { [task] in try await store.insert(task) }
            }
            try await group.waitForAll()
        }
    }

    private static func ids(_ store: any TaskStore) async throws -> [String] {
        let end = TaskPlace.last(at: WallTime(microseconds: .max))
        return try await store.endedTasks(after: nil, upTo: end, limit: 4096).map(\.id)
    }

    @Test func byAgeAndByNumberTheOldestGo() async throws {
        let (clock, store) = (ManualClock(), try await SQLiteTaskStore(.memory))
        try await Self.fill(store, 300, clock)
        #expect(try await Self.retention(RetentionOptions(age: .seconds(200)), store, clock).pass() == 101)
        let left = try await Self.ids(store)
        #expect(left.first == "100101" && left.count == 199)
        #expect(try await Self.retention(RetentionOptions(count: 50), store, clock).pass() == 149)
        #expect(try await Self.ids(store) == Array(left.suffix(50)))
        #expect(try await Self.retention(RetentionOptions(age: .seconds(1000), count: 50), store, clock).pass() == 0)
        await store.close()
    }

    @Test func nothingGoesUnlessThatIsSaid() async throws {
        let (clock, store) = (ManualClock(), try await SQLiteTaskStore(.memory))
        try await Self.fill(store, 10, clock)
        let retention = Self.retention(RetentionOptions(), store, clock)
        await retention.start()
        clock.advance(by: Self.day * 3650)
        #expect(clock.sleeperCount == 0)
        #expect(try await Self.ids(store).count == 10)
        await retention.stop()
        await store.close()
    }

    /// Between any two steps there is room for others: what they ask for is done before the pass is over.
    @Test func stepsAreSmallAndOthersGoBetween() async throws {
        let (clock, store) = (ManualClock(), try await SQLiteTaskStore(.memory))
        try await Self.fill(store, 300, clock)
        let written = Mutex<[Int]>([])
        let retention = Self.retention(RetentionOptions(age: .seconds(0)), store, clock) { id in
            let left = (try? await Self.ids(store).count) ?? 0
            _ = try? await store.insert(StoredTask.sample("new \(id)"))
            written.withLock { $0.append(left) }
        }
        let jobs = store.writer.counts.jobs
        #expect(try await retention.pass() == 300)
        let left = written.withLock(\.self)
        #expect(left.count == 300)
        let steps = zip([300] + left, left).map { $0 - $1 }.filter { $0 > 0 }
        #expect(steps.allSatisfy { $0 <= TaskRetention.batch } && steps.count == 5, "\(steps)")
        #expect(store.writer.counts.jobs - jobs >= 300 + 5)
        #expect(try await store.unfinished(limit: 5000).tasks.count == 300)
        await store.close()
    }

    @Test func spaceIsGivenBackInSmallSteps() async throws {
        let folder = try StoreFolder()
        let (clock, store) = (ManualClock(), try await SQLiteTaskStore(.file(folder)))
        try await Self.fill(store, 400, clock, note: String(repeating: "x", count: 30_000))
        let full = try StoreInspection(folder.path("tasks.db"))
        #expect(full.givesSpaceBack && full.bytes > 10 << 20)
        let retention = Self.retention(RetentionOptions(count: 5), store, clock)
        #expect(try await retention.pass() == 395)
        // Tombstones keep their places for a day.
        clock.advance(by: TaskRetention.tombstoneAge + .seconds(1))
        #expect(try await retention.pass() == 0)
        let empty = try StoreInspection(folder.path("tasks.db"))
        #expect(empty.tasks == 5 && empty.damage == nil)
        let bound = (SQLiteTaskStore.sparePages + SQLiteTaskStore.pagesAtOnce) * 4096
        #expect(empty.freeBytes <= bound, "\(empty.freeBytes)")
        #expect(empty.bytes < full.bytes / 4)
        await store.close()
        #expect(try folder.read("tasks.db").count == empty.bytes)
    }

    @Test func aStoreOfAnEarlierVersionKeepsItsSpaceForWhatComes() async throws {
        let folder = try StoreFolder()
        let path = folder.path("tasks.db")
        do {
            let database = try SQLiteDatabase(path: path, busyTimeout: .zero)
            try SQLiteSchema.migrate(database)
        }
        let (clock, store) = (ManualClock(), try await SQLiteTaskStore(.file(folder)))
        try await Self.fill(store, 200, clock, note: String(repeating: "x", count: 30_000))
        let retention = Self.retention(RetentionOptions(count: 5), store, clock)
        #expect(try await retention.pass() == 195)
        clock.advance(by: TaskRetention.tombstoneAge + .seconds(1))
        #expect(try await retention.pass() == 0)
        let kept = try StoreInspection(path)
        #expect(!kept.givesSpaceBack && kept.freeBytes > 2 << 20)
        // What is stored next goes there.
        try await store.insert(StoredTask.sample("new", note: String(repeating: "x", count: 1 << 20)))
        #expect(try StoreInspection(path).bytes == kept.bytes)
        await store.close()
    }

    @Test func walksAndDeletionsGoByIndex() async throws {
        let store = try await SQLiteTaskStore(.memory)
        let plans = try await store.writer.run { database throws(StoreError) in
            var lines: [String] = []
            let questions: [SQL] = [
                """
                EXPLAIN QUERY PLAN SELECT id, updated_at FROM task WHERE stage = 'ended' AND deleted_at IS NULL \
                AND operation <> 'import' AND (updated_at, id) > (1, '') AND (updated_at, id) <= (2, '') ORDER BY updated_at, id LIMIT 5
                """,
                """
                EXPLAIN QUERY PLAN SELECT rowid FROM task WHERE deleted_at IS NOT NULL \
                AND operation <> 'import' AND copy_state NOT IN (1, 2) AND deleted_at < 5 ORDER BY deleted_at LIMIT 5
                """,
                "EXPLAIN QUERY PLAN SELECT 1 FROM callback WHERE task_id = 'a' AND state = 'pending'",
                """
                EXPLAIN QUERY PLAN UPDATE task SET deleted_at = 1 WHERE deleted_at IS NULL AND stage = 'ended' \
                AND id IN (SELECT value FROM json_each('[]'))
                """,
            ]
            for question in questions {
                try database.forEachRow(question) { row throws(StoreError) in
                    lines.append(row.text(3))
                    return true
                }
            }
            return lines
        }
        #expect(!plans.contains { $0.hasPrefix("SCAN task") || $0.hasPrefix("SCAN callback") || $0.contains("B-TREE") })
        #expect(plans.contains { $0.contains("task_ended") } && plans.contains { $0.contains("task_tombstone") })
        await store.close()
    }

    @Test func aClockThatWasSetForwardDeletesNothing() async throws {
        let (clock, store) = (ManualClock(), try await SQLiteTaskStore(.memory))
        try await Self.fill(store, 10, clock)
        let retention = Self.retention(RetentionOptions(age: Self.day * 30), store, clock)
        #expect(try await retention.pass() == 0)
        let right = clock.wallTime
        clock.setWallTime(right + Self.day * 3650)
        for _ in 0..<23 {
            #expect(try await retention.pass() == 0)
            clock.advance(by: .seconds(3600))
        }
        // Somebody has noticed.
        clock.setWallTime(right + Self.day)
        clock.advance(by: Self.day)
        #expect(try await retention.pass() == 0)
        #expect(try await Self.ids(store).count == 10)
        // Where the time is the true one it counts a day later.
        clock.setWallTime(right + Self.day * 40)
        #expect(try await retention.pass() == 0)
        clock.advance(by: Self.day)
        #expect(try await retention.pass() == 10)
        await store.close()
    }
}
