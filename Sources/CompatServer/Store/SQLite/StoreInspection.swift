package import AgentsCore

/// What a look at a store finds; nothing in it is changed, and a server may be using it.
package struct StoreInspection: Sendable, Equatable {
    /// The newest version that this program knows.
    package static let currentVersion = SQLiteSchema.migrations.count

    /// The version of its tables; 0 if there are none yet.
    package let version: Int
    /// What its pages and indexes say of themselves; nothing if they agree.
    package let damage: String?
    /// The mark of the secret that it was made with, if it has one.
    package let secretMark: String?
    /// Tasks that are not deleted.
    package let tasks: Int
    /// Tasks that have not ended.
    package let unfinishedTasks: Int
    /// When the oldest of them was submitted; nothing if there are none.
    package let oldestTask: WallTime?
    /// Callbacks that were given up.
    package let deadCallbacks: Int
    /// Bytes of the database.
    package let bytes: Int
    /// Bytes in it in which nothing is stored.
    package let freeBytes: Int
    /// Bytes of its write-ahead log.
    package let logBytes: Int
    /// Whether it can give space back while it is used; stores of early versions cannot.
    package let givesSpaceBack: Bool

    /// Looks at a store.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - checksPages: Whether every page is read, which takes a while where there are many.
    /// - Throws: ``StoreError`` with the file's name, also if there is no file.
    package init(_ path: String, checksPages: Bool = true) throws(StoreError) {
        do throws(StoreError) {
            let database = try SQLiteDatabase(path: path, access: .reading, busyTimeout: .seconds(5))
            try database.run("PRAGMA trusted_schema = OFF")
            version = try SQLiteSchema.version(of: database)
            // All that is counted is of one moment.
            try database.run("BEGIN")
            let findings: [String] = checksPages ? try Self.findings(database) : []
            damage = findings.first.map { $0 == "ok" ? nil : $0 } ?? nil
            secretMark = version < 1 ? nil : try database.first("SELECT mark FROM secret") { $0.text(0) }
            tasks = try Self.count(
                version < 2 ? nil : "SELECT count(*) FROM task WHERE deleted_at IS NULL", database)
            unfinishedTasks = try Self.count(
                version < 1 ? nil : "SELECT count(*) FROM task WHERE stage <> 'ended'", database)
            deadCallbacks = try Self.count(
                version < 3 ? nil : "SELECT count(*) FROM callback WHERE state = 'dead'", database)
            oldestTask = version < 2 ? nil : try Self.oldestTask(database)
            let pageSize = try Self.count("PRAGMA page_size", database)
            bytes = try Self.count("PRAGMA page_count", database) * pageSize
            freeBytes = try Self.count("PRAGMA freelist_count", database) * pageSize
            let mode = try Self.count("PRAGMA auto_vacuum", database)
            givesSpaceBack = bytes == 0 || mode == 2
            logBytes = SQLiteLog(of: path, limit: 0).bytes
            try database.run("ROLLBACK")
        } catch {
            throw error.about(path)
        }
    }

    private static func findings(_ database: SQLiteDatabase) throws(StoreError) -> [String] {
        var findings: [String] = []
        try database.forEachRow("PRAGMA integrity_check(1)") { row throws(StoreError) in
            findings.append(row.text(0))
            return true
        }
        return findings
    }

    private static func oldestTask(_ database: SQLiteDatabase) throws(StoreError) -> WallTime? {
        let times = try database.first("SELECT min(created_at) FROM task WHERE deleted_at IS NULL") { row in
            row.isNull(0) ? [] : [WallTime(microseconds: row.integer(0))]
        }
        return times?.first
    }

    private static func count(_ sql: SQL?, _ database: SQLiteDatabase) throws(StoreError) -> Int {
        guard let sql else { return 0 }
        return try database.first(sql) { Int($0.integer(0)) } ?? 0
    }
}
