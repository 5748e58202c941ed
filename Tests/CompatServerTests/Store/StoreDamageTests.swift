import AgentsCore
import Foundation
import Testing

@testable import CompatServer

/// A store that is damaged, or none of this program's: it is refused with what to do, and stays as it is.
@Suite struct StoreDamageTests {
    /// What was done to a store.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: StoreError.Code
        /// Changes the files of a folder in which a sound store is.
        let inflict: @Sendable (StoreFolder) throws -> Void

        init(_ name: String, _ code: StoreError.Code, _ inflict: @escaping @Sendable (StoreFolder) throws -> Void) {
            testDescription = name
            self.code = code
            self.inflict = inflict
        }

        /// Changes the bytes of the database.
        init(_ name: String, _ code: StoreError.Code, bytes: @escaping @Sendable (inout [UInt8]) -> Void) {
            self.init(name, code) { folder in
                var contents = try folder.read("tasks.db")
                bytes(&contents)
                try folder.write("tasks.db", contents)
            }
        }

        /// Changes the tables.
        init(_ name: String, _ code: StoreError.Code, _ statements: SQL...) {
            self.init(name, code) { folder in
                try SQLiteOpeningTests.makeDatabase(folder.path("tasks.db"), statements)
            }
        }
    }

    static let damages = [
        Damage("the first bytes", .notAStore) { bytes in for index in 0..<16 { bytes[index] = 0x58 } },
        Damage("the size of a page", .notAStore) { bytes in (bytes[16], bytes[17]) = (7, 7) },
        Damage("pages in the middle", .corrupt) { bytes in
            for page in stride(from: bytes.count / 2 / 4096 * 4096, to: bytes.count, by: 4096) {
                for index in 0..<32 { bytes[page + index] = 0xA5 }
            }
        },
        Damage("the end is missing", .corrupt) { bytes in bytes.removeLast(bytes.count / 3) },
        Damage("all but the first page is missing", .corrupt) { bytes in bytes.removeLast(bytes.count - 4096) },
        Damage("everything but the header is zero", .corrupt) { bytes in
            for index in 100..<bytes.count { bytes[index] = 0 }
        },
        Damage("another program's mark", .notAStore, "PRAGMA application_id = 7"),
        Damage("no mark", .notAStore, "PRAGMA application_id = 0"),
        Damage("a later version", .newerSchema, "INSERT INTO schema VALUES (999, '')"),
        Damage("another program's database", .notAStore) { folder in
            try FileManager.default.removeItem(atPath: folder.path("tasks.db"))
            try SQLiteOpeningTests.makeDatabase(folder.path("tasks.db"), ["CREATE TABLE task (id TEXT)"])
        },
        Damage("text", .notAStore) { folder in
            try folder.write("tasks.db", String(repeating: "a letter. ", count: 1000).utf8)
        },
        Damage("nothing, beside a secret", .corrupt) { folder in
            try folder.write("tasks.db", [])
            try folder.write("tasks.db.secret", "a secret".utf8)
        },
        Damage("nothing, beside a log", .corrupt) { folder in
            try folder.write("tasks.db-wal", try log(of: folder))
            try folder.write("tasks.db", [])
        },
        Damage("a log that is none", .corrupt) { folder in
            try folder.write("tasks.db-wal", String(repeating: "a letter. ", count: 1000).utf8)
        },
        Damage("pages in the middle, with a log", .corrupt) { folder in
            let log = try log(of: folder)
            var bytes = try folder.read("tasks.db")
            for page in stride(from: bytes.count / 2 / 4096 * 4096, to: bytes.count, by: 4096) {
                for index in 0..<32 { bytes[page + index] = 0xA5 }
            }
            try folder.write("tasks.db", bytes)
            try folder.write("tasks.db-wal", log)
        },
    ]

    /// A log that holds a change of a store, as a kill leaves it.
    private static func log(of folder: StoreFolder) throws -> [UInt8] {
        let database = try SQLiteDatabase(path: folder.path("tasks.db"), busyTimeout: .zero)
        try database.run("INSERT INTO credential VALUES ('x', x'00')")
        database.leaveLog(true)
        return try folder.read("tasks.db-wal")
    }

    private static func sound() async throws -> StoreFolder {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        try await withThrowingTaskGroup { group in
            for number in 0..<100 {
                let task = try StoredTask.sample("\(number)", .ended, note: String(repeating: "x", count: 2000))
                group.addTask { try await store.insert(task) }
            }
            try await group.waitForAll()
        }
        await store.close()
        return folder
    }

    @Test(arguments: damages)
    func isRefusedAndLeftAlone(_ damage: Damage) async throws {
        let folder = try await Self.sound()
        try damage.inflict(folder)
        let before = try folder.names.filter { $0 != "tasks.db-shm" }.map { ($0, try folder.read($0)) }
        for _ in 0..<2 {
            let error = await SQLiteOpeningTests.refusal(.file(folder))
            #expect(error?.code == damage.code, "\(error.map(\.description) ?? "it is opened")")
            #expect(error?.reason.contains(folder.path("tasks.db")) == true && error?.remedy.isEmpty == false)
        }
        for (name, bytes) in before { #expect(try folder.read(name) == bytes, "\(name) stays as it is") }
        let others = Set(folder.names).subtracting(before.map(\.0))
        for name in others { #expect(try name == "tasks.db-shm" || folder.read(name).isEmpty, "\(name)") }
    }

    /// What a kill or a power cut leaves is no damage.
    @Test(arguments: ["a log", "a torn log", "a log that was never written", "a log of nothing"])
    func whatACrashLeavesIsTaken(_ name: String) async throws {
        let folder = try await Self.sound()
        let log = try Self.log(of: folder)
        switch name {
        case "a log": try folder.write("tasks.db-wal", log)
        case "a torn log": try folder.write("tasks.db-wal", log.prefix(2000))
        case "a log that was never written": try folder.write("tasks.db-wal", log.map { _ in 0 })
        default: try folder.write("tasks.db-wal", [])
        }
        let store = try await SQLiteTaskStore(.file(folder))
        #expect(try await store.task("7") != nil)
        await store.close()
        #expect(folder.names == ["tasks.db"])
    }

    /// The log stays short, however long and however many read.
    @Test func theLogIsBegunAnew() async throws {
        let folder = try StoreFolder()
        let limit = 2 << 20
        let store = try await SQLiteTaskStore(.file(folder), logLimit: limit)
        let note = String(repeating: "x", count: 200_000)
        func write(_ count: Int) async throws {
            for _ in 0..<count { try await store.insert(StoredTask.sample(note: note)) }
        }
        func bytes() throws -> Int { SQLiteLog(of: folder.path("tasks.db"), limit: 0).bytes }
        // A long reader, such as a backup, lets it grow; nobody waits for it.
        let backup = try SQLiteDatabase(path: folder.path("tasks.db"), busyTimeout: .zero)
        try backup.run("BEGIN")
        _ = try backup.first("SELECT count(*) FROM task") { $0.integer(0) }
        try await write(30)
        let grown = try bytes()
        #expect(grown > limit)
        try backup.run("ROLLBACK")
        // Others come and go, so that there is always one.
        let others = try [0, 1].map { _ in try SQLiteDatabase(path: folder.path("tasks.db"), busyTimeout: .zero) }
        for round in 0..<40 {
            let (one, two) = (others[round % 2], others[1 - round % 2])
            try one.run("BEGIN")
            _ = try one.first("SELECT count(*) FROM task") { $0.integer(0) }
            if two.isInTransaction { try two.run("ROLLBACK") }
            try await write(1)
        }
        for other in others where other.isInTransaction { try other.run("ROLLBACK") }
        // After somebody was in the way it is tried again a second later.
        try await eventually(pausing: .milliseconds(50)) {
            try await write(1)
            return try bytes() <= limit
        }
        await store.close()
    }
}
