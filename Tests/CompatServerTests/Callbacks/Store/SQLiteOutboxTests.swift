import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// Callbacks in SQLite: the promises of every store, and what lasts beyond one.
@Suite struct SQLiteOutboxTests {
    private static let laws = TaskStoreConformance.outbox + TaskStoreConformance.callbackOperations

    @Test(arguments: laws)
    func aFileKeepsThePromise(_ law: TaskStoreConformance) async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        try await law.check(store)
        await store.close()
    }

    @Test(arguments: laws)
    func memoryKeepsThePromise(_ law: TaskStoreConformance) async throws {
        let store = try await SQLiteTaskStore(.memory)
        try await law.check(store)
        await store.close()
    }

    @Test func callbacksLastBeyondAStore() async throws {
        let folder = try StoreFolder()
        let first = try await SQLiteTaskStore(.file(folder))
        try await first.post(.sample("waiting", of: "t1"))
        try await first.post(.sample("claimed", of: "t2", at: 2000))
        #expect(try await first.claimed(.at(2000, limit: 1)) == ["waiting"])
        await first.close()

        let second = try await SQLiteTaskStore(.file(folder))
        #expect(try await second.claimed(.at(2001)) == ["claimed"])
        #expect(try await second.claimed(.at(2060)) == ["waiting"])
        await second.close()
    }

    /// Files as they are after the program was killed: nothing was closed.
    @Test func aCommittedChangeHasItsCallbackAfterACrash() async throws {
        let (folder, crashed) = (try StoreFolder(), try StoreFolder())
        let store = try await SQLiteTaskStore(.file(folder))
        try await store.post(.sample("c", of: "t"))
        for name in folder.names { try crashed.write(name, folder.read(name)) }
        let reopened = try await SQLiteTaskStore(.file(crashed))
        #expect(try await reopened.claimed(.at(1000)) == ["c"])
        await reopened.close()
        await store.close()
    }

    /// The log is cut everywhere within the last commit: change and callback are both there or both not.
    @Test func aTornWriteKeepsChangeAndCallbackTogether() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        var task = try StoredTask.sample("t")
        try await store.insert(task)
        let before = try folder.read("tasks.db-wal").count
        task.stage = .ended
        #expect(try await store.update(task, posting: .sample("c", of: "t")))
        let log = try folder.read("tasks.db-wal")
        var outcomes: Set<Bool> = []
        for length in stride(from: before, through: log.count, by: 2048) + [log.count] {
            let crashed = try StoreFolder()
            try crashed.write("tasks.db", folder.read("tasks.db"))
            try crashed.write("tasks.db-wal", log.prefix(length))
            let reopened = try await SQLiteTaskStore(.file(crashed))
            let hasEnded = try await reopened.find(.id("t"), of: Someone.alice)?.stage == .ended
            #expect(try await (reopened.callback("c") != nil) == hasEnded)
            outcomes.insert(hasEnded)
            await reopened.close()
        }
        #expect(outcomes == [true, false])
        await store.close()
    }

    @Test func aCallbackThatCannotBeReadHidesNoOther() async throws {
        let store = try await SQLiteTaskStore(.memory)
        for id in ["a", "b", "c"] { try await store.post(.sample(id, of: id)) }
        try await store.writer.run { database throws(StoreError) in
            try database.run("UPDATE callback SET acceptance = 'a later version''s' WHERE id = 'b'")
        }
        #expect(try await store.claimed(.at(1000)) == ["a", "c"])
        #expect(await code { try await store.callback("b") } == .corrupt)
        await store.close()
    }

    @Test(
        arguments: [
            ("SELECT due_at FROM callback WHERE due_at <= 9 ORDER BY due_at LIMIT 1", "callback_due"),
            ("SELECT 1 FROM callback WHERE task_id = 'x' AND claimed_until > 9", "sqlite_autoindex_callback_2"),
            (
                "SELECT 1 FROM callback WHERE (created_at, id) < (1, 'x') ORDER BY created_at DESC, id DESC LIMIT 9",
                "callback_created"
            ),
            (
                """
                SELECT 1 FROM callback WHERE state = 'dead' AND (created_at, id) < (1, 'x') \
                ORDER BY created_at DESC, id DESC LIMIT 9
                """, "callback_state"
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
        #expect(plan.first?.hasPrefix("SEARCH") == true && plan.first?.contains(index) == true, "\(plan)")
    }
}
