import Adapters
import AgentsCore
import Foundation
import Testing

@testable import CompatServer

/// Which files become a store, and what is said of the others.
@Suite struct SQLiteOpeningTests {
    @Test func aNewStoreIsItsOwnersAlone() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder, "deep/er/tasks.db"))
        try await store.insert(StoredTask.sample())
        #expect(try folder.permissions("deep") == 0o700)
        #expect(try folder.permissions("deep/er") == 0o700)
        for name in ["deep/er/tasks.db", "deep/er/tasks.db-wal", "deep/er/tasks.db-shm"] {
            #expect(try folder.permissions(name) == 0o600)
        }
        await store.close()
    }

    @Test func everyWriteReachesTheDisk() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        let settings = try await store.writer.run { database throws(StoreError) in
            [
                try database.first("PRAGMA journal_mode") { $0.text(0) },
                try database.first("PRAGMA synchronous") { $0.text(0) },
            ]
        }
        #expect(settings == ["wal", "2"])
        await store.close()
    }

    @Test func readersCannotWrite() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        let refusal = await code {
            try await store.reader.run { database throws(StoreError) in try database.run("DELETE FROM task") }
        }
        #expect(refusal == .readOnly)
        await store.close()
    }

    @Test func aPathIsNeverAURI() async throws {
        let folder = try StoreFolder()
        for name in ["file:tasks.db?mode=memory", "a b.db", "%41.db", "x?y#z.db"] {
            let store = try await SQLiteTaskStore(.file(folder, name))
            try await store.insert(StoredTask.sample("own"))
            await store.close()
            #expect(folder.names.contains(name))
        }
    }

    @Test func anEmptyFileBecomesAStore() async throws {
        let folder = try StoreFolder()
        try folder.write("tasks.db", [])
        let store = try await SQLiteTaskStore(.file(folder))
        try await store.insert(StoredTask.sample())
        await store.close()
    }

    @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAlone() async throws {
        let folder = try StoreFolder()
        let text = Array(String(repeating: "no database. ", count: 1000).utf8)
        try folder.write("tasks.db", text)
        let error = await Self.refusal(.file(folder))
        #expect(error?.code == .notAStore)
        #expect(error?.reason.contains(folder.path("tasks.db")) == true)
        #expect(try folder.read("tasks.db") == text)
        #expect(folder.names == ["tasks.db"])
    }

    @Test func aDatabaseOfAnotherProgramIsRefusedAndLeftAlone() async throws {
        let folder = try StoreFolder()
        try Self.makeDatabase(folder.path("tasks.db"), ["CREATE TABLE task (id TEXT)"])
        let before = try folder.read("tasks.db")
        #expect(await Self.refusal(.file(folder))?.code == .notAStore)
        #expect(try folder.read("tasks.db") == before)
    }

    @Test func aDamagedStoreIsRefused() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        try await store.insert(StoredTask.sample())
        await store.close()
        var bytes = try folder.read("tasks.db")
        for index in 100..<bytes.count { bytes[index] = 0xa5 }
        try folder.write("tasks.db", bytes)
        #expect(await Self.refusal(.file(folder))?.code == .corrupt)
    }

    @Test func aFolderIsNoStore() async throws {
        let folder = try StoreFolder()
        let error = await Self.refusal(.sqlite(path: folder.url.path))
        #expect(error?.code == .notAStore)
        #expect(error?.reason.contains("is no file") == true)
    }

    @Test func aFileIsNoFolder() async throws {
        let folder = try StoreFolder()
        try folder.write("file", [])
        #expect(await Self.refusal(.file(folder, "file/tasks.db"))?.code == .notAStore)
        #expect(await Self.refusal(.file(folder, "file/deep/tasks.db"))?.code == .notAStore)
    }

    @Test func aPipeIsNoStore() async throws {
        let folder = try StoreFolder()
        #expect(mkfifo(folder.path("tasks.db"), 0o600) == 0)
        #expect(await Self.refusal(.file(folder))?.code == .notAStore)
    }

    @Test func aLinkThatLeadsNowhereSaysSo() async throws {
        let folder = try StoreFolder()
        #expect(symlink("loop.db", folder.path("loop.db")) == 0)
        #expect(await Self.refusal(.file(folder, "loop.db"))?.code == .unavailable)
    }

    @Test(.enabled("root may read every file") { geteuid() != 0 })
    func aFileThatCannotBeReadOrWrittenSaysSo() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        await store.close()
        #expect(chmod(folder.path("tasks.db"), 0o400) == 0)
        #expect(await Self.refusal(.file(folder))?.code == .readOnly)
        #expect(chmod(folder.path("tasks.db"), 0) == 0)
        #expect(await Self.refusal(.file(folder))?.code == .unavailable)
    }

    @Test func aStoreThatAnotherProgramLocksIsBusy() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder), busyTimeout: .milliseconds(1))
        let other = try SQLiteDatabase(path: folder.path("tasks.db"), busyTimeout: .zero)
        try other.run("BEGIN IMMEDIATE")
        let task = try StoredTask.sample("own")
        #expect(await code { try await store.insert(task) } == .busy)
        #expect(try await store.find(.id("own"), of: Someone.alice) == nil)
        try other.run("ROLLBACK")
        try await store.insert(task)
        await store.close()
    }

    /// Why a store cannot be opened.
    static func refusal(_ location: StoreLocation) async -> StoreError? {
        do throws(StoreError) {
            let store = try await SQLiteTaskStore(location)
            await store.close()
            return nil
        } catch {
            return error
        }
    }

    /// Makes a database with some statements.
    static func makeDatabase(_ path: String, _ statements: [SQL]) throws {
        let database = try SQLiteDatabase(path: path, busyTimeout: .zero)
        for statement in statements { try database.run(statement) }
    }
}
