import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// Versions of the store's tables.
@Suite struct SQLiteSchemaTests {
    @Test func aNewDatabaseGetsTheNewestVersion() throws {
        let database = try SQLiteDatabase(path: ":memory:", busyTimeout: .zero)
        #expect(try SQLiteSchema.version(of: database) == 0)
        try SQLiteSchema.migrate(database)
        #expect(try SQLiteSchema.version(of: database) == SQLiteSchema.migrations.count)
        try SQLiteSchema.migrate(database)
        let steps = try database.first("SELECT count(*) FROM schema") { Int($0.integer(0)) }
        #expect(steps == SQLiteSchema.migrations.count)
        #expect(try database.first("PRAGMA application_id") { $0.integer(0) } == SQLiteSchema.applicationID)
    }

    @Test func aStoreOfTheFirstVersionIsBroughtUpWithAllItHas() throws {
        let database = try SQLiteDatabase(path: ":memory:", busyTimeout: .zero)
        try database.run("PRAGMA application_id = 0x4167436f")
        try database.run("CREATE TABLE schema (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT")
        try database.run("INSERT INTO schema VALUES (1, '2026-01-01T00:00:00Z')")
        for statement in try #require(SQLiteSchema.migrations.first) { try database.run(statement) }
        let tasks = try (1...3).map { try StoredTask.sample("\($0)", upstream: "u\($0)", .ended, at: Int64($0)) }
        for task in tasks { try database.run(TaskRow.insert, TaskRow.values(of: task)) }

        try SQLiteSchema.migrate(database)
        #expect(try SQLiteSchema.version(of: database) == SQLiteSchema.migrations.count)
        let query = TaskQuery(limit: 2, isCounted: true)
        let page = try TaskRow.page(query, of: Someone.alice.hex, in: "acedata", database)
        #expect(try page.rows.map { try $0.task() } == [tasks[2], tasks[1]])
        #expect(page.total == 3)
        #expect(try TaskRow.find(.id("u1"), of: Someone.alice.hex, in: database)?.task() == tasks[0])
    }

    @Test func aStoreOfALaterVersionIsRefusedAndLeftAlone() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        try await store.writer.run { database throws(StoreError) in
            try database.run("INSERT INTO schema VALUES (99, '2030-01-01T00:00:00Z')")
        }
        await store.close()
        let before = try folder.read("tasks.db")
        let error = await SQLiteOpeningTests.refusal(.file(folder))
        #expect(error?.code == .newerSchema)
        #expect(error?.reason.contains("version 99") == true)
        #expect(try folder.read("tasks.db") == before)
    }

    @Test func aMigrationThatFailsLeavesNothing() throws {
        let database = try SQLiteDatabase(path: ":memory:", busyTimeout: .zero)
        // Its name is taken by the step's table, and nothing marks the database as a store.
        try database.run("CREATE TEMP TABLE schema (version INTEGER)")
        try database.run("INSERT INTO schema VALUES (NULL)")
        #expect(throws: StoreError.self) { try SQLiteSchema.migrate(database) }
        #expect(!database.isInTransaction)
        #expect(try database.first("SELECT count(*) FROM main.sqlite_schema") { $0.integer(0) } == 0)
    }

    @Test func severalMayOpenANewStoreAtOnce() async throws {
        let folder = try StoreFolder()
        try await withThrowingTaskGroup { group in
            for number in 0..<6 {
                group.addTask {
                    let store = try await SQLiteTaskStore(.file(folder), busyTimeout: .seconds(60))
                    try await store.insert(StoredTask.sample("\(number)"))
                    await store.close()
                }
            }
            try await group.waitForAll()
        }
        let store = try await SQLiteTaskStore(.file(folder))
        #expect(try await store.unfinished().tasks.count == 6)
        await store.close()
    }

    /// A store of some hundred thousand imported tasks must not walk over them whenever it looks for others.
    @Test(
        arguments: [
            ("FROM task INDEXED BY task_ended WHERE stage = 'ended' AND deleted_at IS NULL", 1),
            (
                "FROM task INDEXED BY task_tombstone WHERE deleted_at IS NOT NULL AND copy_state NOT IN (1, 2) "
                    + "AND deleted_at > 0", 2
            ),
        ] as [(SQL, Int64)])
    func importedTasksAreInNoIndexOfRetention(_ rows: SQL, _ count: Int64) throws {
        let database = try SQLiteDatabase(path: ":memory:", busyTimeout: .zero)
        try SQLiteSchema.migrate(database)
        for (id, time) in [("own", SQLValue.null), ("gone", .integer(5)), ("older", .integer(3))] {
            try database.run(TaskRow.insert, TaskRow.values(of: StoredTask.sample(id, .ended)))
            try database.run("UPDATE task SET deleted_at = ? WHERE id = ?", [time, .text(id)])
        }
        let select: SQL = "SELECT count(*) "
        #expect(throws: StoreError.self) { try database.run(select + rows) }
        let found = try database.first(select + rows + " AND operation <> 'import'") { $0.integer(0) }
        #expect(found == count)
    }

    @Test(
        arguments: [
            ("SELECT 1 FROM task WHERE id = 'x' AND principal = 'p'", "sqlite_autoindex_task_1"),
            ("SELECT 1 FROM task WHERE upstream_id = 'x' AND principal = 'p'", "sqlite_autoindex_task_2"),
            (
                "SELECT 1 FROM task WHERE trace_id = 'x' AND principal = 'p' ORDER BY created_at DESC, rowid DESC LIMIT 1",
                "task_trace"
            ),
            ("SELECT * FROM task WHERE stage <> 'ended' AND id > 'x' ORDER BY id LIMIT 9", "task_unfinished"),
            (
                """
                SELECT * FROM task WHERE principal = 'p' AND dialect = 'd' AND deleted_at IS NULL AND stage <> 'intent' \
                AND created_at BETWEEN 1 AND 2 ORDER BY created_at DESC, rowid DESC LIMIT 9 OFFSET 9
                """, "task_listed"
            ),
            (
                """
                SELECT created_at, id FROM task WHERE stage = 'ended' AND probed = 0 AND deleted_at IS NULL \
                AND created_at >= 1 AND (created_at, id) > (2, 'x') AND copy_state >= 0 ORDER BY created_at, id LIMIT 9
                """, "task_unprobed"
            ),
        ] as [(StaticString, String)])
    func everyLookUpHasAnIndex(_ query: StaticString, _ index: String) throws {
        let database = try SQLiteDatabase(path: ":memory:", busyTimeout: .zero)
        try SQLiteSchema.migrate(database)
        var plan: [String] = []
        try database.forEachRow("EXPLAIN QUERY PLAN " + SQL(stringLiteral: query)) { row throws(StoreError) in
            plan.append(row.text(3))
            return true
        }
        #expect(plan.count == 1)
        #expect(plan.first?.contains(index) == true)
        #expect(plan.first?.hasPrefix("SEARCH") == true)
    }
}
