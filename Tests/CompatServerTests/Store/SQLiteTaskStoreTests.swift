import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// Tasks in SQLite: the promises of every store, and what lasts beyond one.
@Suite struct SQLiteTaskStoreTests {
    @Test(arguments: TaskStoreConformance.laws)
    func aFileKeepsThePromise(_ law: TaskStoreConformance) async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        try await law.check(store)
        await store.close()
    }

    @Test(arguments: TaskStoreConformance.laws)
    func memoryKeepsThePromise(_ law: TaskStoreConformance) async throws {
        let store = try await SQLiteTaskStore(.memory)
        try await law.check(store)
        await store.close()
    }

    // MARK: What lasts

    @Test func everythingIsThereAfterClosing() async throws {
        let folder = try StoreFolder()
        let task = try StoredTask.sample("own", upstream: "theirs", .accepted)
        let first = try await SQLiteTaskStore(.file(folder))
        try await first.insert(task)
        try await first.keepCredential([1, 2], for: Someone.alice)
        try await first.claim(for: Someone.alice)
        await first.close()
        #expect(folder.names == ["tasks.db"])

        let second = try await SQLiteTaskStore(.file(folder))
        #expect(try await second.find(.id("theirs"), of: Someone.alice) == task)
        #expect(try await second.credential(of: Someone.alice) == [1, 2])
        #expect(await code { try await second.claim(for: Someone.bob) } == .otherSecret)
        await second.close()
    }

    @Test func everythingThatReturnedIsThereAfterACrash() async throws {
        let (folder, crashed) = (try StoreFolder(), try StoreFolder())
        let store = try await SQLiteTaskStore(.file(folder))
        let tasks = try (0..<50).map {
            try StoredTask.sample("\($0)", upstream: "u\($0)", $0 == 7 ? .intent : .accepted)
        }
        try await store.insert(tasks)
        try await store.remove("7")
        // What a process that ends at once leaves behind.
        for name in folder.names { try crashed.write(name, folder.read(name)) }
        #expect(crashed.names.contains("tasks.db-wal"))

        let reopened = try await SQLiteTaskStore(.file(crashed))
        let found = try await reopened.find(tasks.map { .id($0.id) }, of: Someone.alice)
        #expect(found == tasks.map { $0.id == "7" ? nil : $0 })
        await reopened.close()
        await store.close()
    }

    @Test func aLogThatWasCutShortLosesNoEarlierWrite() async throws {
        let (folder, crashed) = (try StoreFolder(), try StoreFolder())
        let store = try await SQLiteTaskStore(.file(folder))
        try await store.insert(StoredTask.sample("first"))
        let length = try folder.read("tasks.db-wal").count
        try await store.insert(StoredTask.sample("second"))
        for name in folder.names { try crashed.write(name, folder.read(name)) }
        try crashed.write("tasks.db-wal", crashed.read("tasks.db-wal").prefix(length + 1000))

        let reopened = try await SQLiteTaskStore(.file(crashed))
        #expect(try await reopened.find(.id("first"), of: Someone.alice) != nil)
        #expect(try await reopened.find(.id("second"), of: Someone.alice) == nil)
        try await reopened.insert(StoredTask.sample("second"))
        await reopened.close()
        await store.close()
    }

    @Test func aStoreThatNobodyHasAnyMoreEndsItsThreads() async throws {
        let folder = try StoreFolder()
        weak var writer: SQLiteQueue?
        do {
            let store = try await SQLiteTaskStore(.file(folder))
            writer = store.writer
            try await store.insert(StoredTask.sample("own"))
        }
        #expect(writer == nil)
        // Nobody else may have the file open then.
        try await eventually {
            let database = try SQLiteDatabase(path: folder.path("tasks.db"), busyTimeout: .zero)
            try database.run("PRAGMA locking_mode = EXCLUSIVE")
            do throws(StoreError) {
                try database.run("BEGIN IMMEDIATE")
                return true
            } catch {
                #expect(error.code == .busy)
                return false
            }
        }
        let reopened = try await SQLiteTaskStore(.file(folder))
        #expect(try await reopened.find(.id("own"), of: Someone.alice) != nil)
        await reopened.close()
    }

    // MARK: What does not last

    @Test func whatWasDeletedIsInNoFile() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        // Short ones lie in their page, long ones in pages of their own; each is written several times.
        for (id, length) in [("short", 10), ("long", 50_000)] {
            var task = try StoredTask.sample(
                id, .accepted, note: String(repeating: "hidden words ", count: length), at: 100)
            try await store.insert([task, StoredTask.sample("\(id) neighbour")])
            task.record["note"] = "\"hidden words\(String(repeating: " again", count: length))\""
            task.stage = .ended
            try await store.update(task)
            let size = PixelSize(width: 2, height: 2)
            let picture = Array(String(repeating: "hidden words ", count: length).utf8)
            try await store.keep(VideoFinding(size: size, thumbnail: size), thumbnail: picture, of: id)
        }
        #expect(try folder.names.contains { try folder.holds("hidden words", in: $0) })
        for id in ["short", "long"] {
            let deleted = try await store.delete(
                .id(id), of: Someone.alice, in: "acedata", at: WallTime(seconds: 200))
            #expect(deleted == id)
        }
        try await eventually { try folder.names.allSatisfy { try !folder.holds("hidden words", in: $0) } }
        #expect(try await store.find(.id("short neighbour"), of: Someone.alice) != nil)
        await store.close()
        #expect(try !folder.holds("hidden words", in: "tasks.db"))
    }

    /// Somebody reads while a task is deleted, so that the log cannot be emptied before the crash.
    @Test func whatWasDeletedBeforeACrashIsInNoFileAfterIt() async throws {
        let (folder, crashed) = (try StoreFolder(), try StoreFolder())
        let store = try await SQLiteTaskStore(.file(folder))
        try await store.insert(StoredTask.sample("own", .ended, note: "hidden words"))
        let reader = try SQLiteDatabase(path: folder.path("tasks.db"), access: .reading, busyTimeout: .zero)
        try reader.run("BEGIN")
        #expect(try reader.first("SELECT count(*) FROM task") { $0.integer(0) } == 1)
        _ = try await store.delete(.id("own"), of: Someone.alice, in: "acedata", at: WallTime(seconds: 200))
        for name in ["tasks.db", "tasks.db-wal"] { try crashed.write(name, folder.read(name)) }
        #expect(try crashed.names.contains { try crashed.holds("hidden words", in: $0) })
        try reader.run("ROLLBACK")
        await store.close()

        let reopened = try await SQLiteTaskStore(.file(crashed))
        try await reopened.claim(for: Someone.alice)
        try await eventually { try crashed.names.allSatisfy { try !crashed.holds("hidden words", in: $0) } }
        await reopened.close()
    }

    /// Each try makes whoever writes wait for it.
    @Test func aLongReaderDoesNotMakeEveryWriteWait() throws {
        let folder = try StoreFolder()
        let database = try SQLiteDatabase(path: folder.path("tasks.db"), busyTimeout: .zero)
        try database.run("PRAGMA journal_mode = WAL")
        try database.run("CREATE TABLE a (b)")
        let reader = try SQLiteDatabase(path: folder.path("tasks.db"), access: .reading, busyTimeout: .zero)
        try reader.run("BEGIN")
        try reader.run("SELECT * FROM a")
        try database.run("INSERT INTO a VALUES (1)")
        #expect(!database.isErasureDue(at: .now))
        database.hasTraces = true
        let start = ContinuousClock.now
        #expect(database.isErasureDue(at: start))
        database.eraseTraces()
        #expect(database.hasTraces && !database.isErasureDue(at: start + .milliseconds(999)))
        #expect(database.isErasureDue(at: .now + .seconds(1)))
        try reader.run("ROLLBACK")
        database.eraseTraces()
        #expect(!database.hasTraces && !database.isErasureDue(at: .now + .seconds(1)))
    }

    // MARK: Many at once

    /// Others that write wait for one step, not for all of them.
    @Test func manyOldSubmissionsAreForgottenStepByStep() async throws {
        let store = try await SQLiteTaskStore(.memory)
        for number in 0..<300 {
            try await store.insert(StoredTask.sample("\(number)"), from: .sample("\(number)", at: 10))
        }
        let before = store.statistics.writes
        #expect(try await store.forgetSubmissions(before: WallTime(seconds: 11)) == 300)
        #expect(store.statistics.writes - before == 2)
        await store.close()
    }

    @Test func manyOldCallbacksAreGivenUpStepByStep() async throws {
        let store = try await SQLiteTaskStore(.memory)
        for number in 0..<300 { try await store.post(.sample("c\(number)", of: "\(number)", at: 10)) }
        try await store.post(.sample("new", of: "new", at: 20))
        let before = store.statistics.writes
        #expect(try await store.expireCallbacks(startedBefore: WallTime(seconds: 11)) == 300)
        #expect(store.statistics.writes - before == 2)
        #expect(try await store.state(of: "new") == .pending)
        await store.close()
    }

    // MARK: Damage

    @Test func aRecordThatCannotBeReadHidesNoOther() async throws {
        let store = try await SQLiteTaskStore(.memory)
        try await store.insert(["a", "b", "c"].map { try StoredTask.sample($0) })
        try await store.writer.run { database throws(StoreError) in
            try database.run("UPDATE task SET record = '{' WHERE id = 'b'")
        }
        let batch = try await store.unfinished()
        #expect(batch.tasks.map(\.id) == ["a", "c"])
        #expect(batch.unreadable == ["b"])
        try await store.writer.run { database throws(StoreError) in
            try database.run("UPDATE task SET stage = 'accepted'")
        }
        #expect(await code { try await store.find(.id("b"), of: Someone.alice) } == .corrupt)
        let page = try await store.list(TaskQuery(limit: 9), of: Someone.alice, in: "acedata")
        #expect(page.tasks.map(\.id) == ["c", "a"])
        #expect(page.unreadable == ["b"])
        #expect(
            try await store.delete(.id("b"), of: Someone.alice, in: "acedata", at: WallTime(seconds: 1)) == "b")
        #expect(try await store.find(.id("b"), of: Someone.alice) == nil)
        #expect(try await store.find(.id("c"), of: Someone.alice) != nil)
        await store.close()
    }

    @Test func messagesSayNothingOfWhatIsStored() async throws {
        let store = try await SQLiteTaskStore(.memory)
        let task = try StoredTask.sample("hidden-id", upstream: "hidden-upstream", note: "hidden-note")
        try await store.insert(task)
        let other = try StoredTask.sample("other", upstream: "hidden-upstream")
        for conflicting in [task, other] {
            do throws(StoreError) {
                try await store.insert(conflicting)
                Issue.record("expected a conflict")
            } catch {
                let words = "\(error)"
                #expect(!words.contains("hidden") && !words.contains("task.") && !words.contains("INSERT"))
                #expect(!words.contains("\n") && words.contains("; "))
            }
        }
        await store.close()
    }
}
