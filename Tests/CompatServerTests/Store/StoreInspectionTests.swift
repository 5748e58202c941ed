import AgentsCore
import Testing

@testable import CompatServer

/// A look at a store, which changes nothing.
@Suite struct StoreInspectionTests {
    @Test func aStoreInUseIsCounted() async throws {
        let folder = try StoreFolder()
        let path = folder.path("tasks.db")
        let store = try await SQLiteTaskStore(.sqlite(path: path))
        let secret = try ServerSecret.random()
        try await store.claim(for: secret.mark)
        try await store.post(.sample("dead", of: "one"))
        try await store.post(.sample("alive", of: "two"))
        try await store.note("dead", .dead)
        let inspection = try StoreInspection(path)
        #expect(inspection.version == StoreInspection.currentVersion)
        #expect(inspection.damage == nil)
        #expect(inspection.secretMark == secret.mark.hex)
        #expect((inspection.tasks, inspection.deadCallbacks) == (2, 1))
        // What comes later is seen by the next look.
        try await store.note("alive", .dead)
        #expect(try StoreInspection(path, checksPages: false).deadCallbacks == 2)
        await store.close()
    }

    @Test func aMissingStoreIsNotMade() async throws {
        let folder = try StoreFolder()
        #expect(throws: StoreError.self) { try StoreInspection(folder.path("tasks.db")) }
        #expect(folder.names.isEmpty)
    }

    @Test func whatIsNoStoreIsToldAndLeft() async throws {
        let folder = try StoreFolder()
        let path = folder.path("other.db")
        let database = try SQLiteDatabase(path: path, busyTimeout: .seconds(1))
        try database.run("CREATE TABLE recipes (name TEXT)")
        let error = #expect(throws: StoreError.self) { try StoreInspection(path) }
        #expect(error?.code == .notAStore && error?.reason.contains(path) == true)
    }

    @Test func anOlderStoreIsLookedAtAsItIs() async throws {
        let folder = try StoreFolder()
        let path = folder.path("old.db")
        let database = try SQLiteDatabase(path: path, busyTimeout: .seconds(1))
        try database.run("PRAGMA application_id = 0x4167436f")
        try database.run("CREATE TABLE schema (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT")
        for statement in SQLiteSchema.migrations[0] { try database.run(statement) }
        try database.run("INSERT INTO schema VALUES (1, '')")
        let inspection = try StoreInspection(path)
        #expect((inspection.version, inspection.deadCallbacks, inspection.secretMark) == (1, 0, nil))
    }

    @Test func damageIsFound() async throws {
        let folder = try StoreFolder()
        let path = folder.path("tasks.db")
        let store = try await SQLiteTaskStore(.sqlite(path: path))
        for number in 0..<200 { try await store.insert(.sample("task-\(number)")) }
        await store.close()
        var bytes = try folder.read("tasks.db")
        // The content of every page but the first.
        for index in stride(from: 4096 + 16, to: bytes.count, by: 512) { bytes[index] ^= 0xFF }
        try folder.write("tasks.db", bytes)
        let finding = Result { try StoreInspection(path) }
        switch finding {
        case .success(let inspection): #expect(inspection.damage != nil)
        case .failure(let error): #expect((error as? StoreError)?.code == .corrupt)
        }
    }
}
