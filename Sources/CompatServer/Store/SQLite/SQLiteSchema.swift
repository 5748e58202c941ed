/// The tables of a store, and the steps that lead to them.
enum SQLiteSchema {
    /// What marks a database as a store of this project: `AgCo`.
    static let applicationID: Int64 = 0x4167_436f

    /// The steps, in order; the first makes version 1.
    ///
    /// A step that was released never changes.
    static let migrations: [[SQL]] = [
        tables,
        listing,
        outbox,
        submissions,
        media,
        probing,
        retention,
        retentionWithoutImports,
    ]

    private static let tables: [SQL] = [
        """
        CREATE TABLE task (
            id TEXT PRIMARY KEY NOT NULL,
            upstream_id TEXT UNIQUE,
            dialect TEXT NOT NULL,
            principal TEXT NOT NULL,
            operation TEXT NOT NULL,
            trace_id TEXT NOT NULL,
            stage TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            next_poll INTEGER,
            record TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX task_trace ON task (principal, trace_id, created_at)",
        "CREATE INDEX task_unfinished ON task (id) WHERE stage <> 'ended'",
        "CREATE TABLE credential (principal TEXT PRIMARY KEY NOT NULL, sealed BLOB NOT NULL) STRICT",
        "CREATE TABLE secret (number INTEGER PRIMARY KEY CHECK (number = 1), mark TEXT NOT NULL) STRICT",
    ]

    /// Deleted tasks leave a tombstone, and a principal's others are listed by time.
    ///
    /// An intent is not listed: nobody has heard of it, and it goes again if the Agents API refuses it.
    private static let listing: [SQL] = [
        "ALTER TABLE task ADD COLUMN deleted_at INTEGER",
        """
        CREATE INDEX task_listed ON task (principal, dialect, created_at)
        WHERE deleted_at IS NULL AND stage <> 'intent'
        """,
    ]

    /// The version of a database: 0 if it is empty.
    ///
    /// Nothing is written, so that a file of another program stays as it is.
    ///
    /// - Parameter database: The database.
    /// - Returns: The version.
    /// - Throws: ``StoreError`` if it is another program's, or a later version's.
    static func version(of database: SQLiteDatabase) throws(StoreError) -> Int {
        if database.isInTransaction { return try currentVersion(of: database) }
        // All questions are about one moment: another process may be making the tables.
        try database.run("BEGIN")
        let version = Result { () throws(StoreError) in try currentVersion(of: database) }
        try database.run("ROLLBACK")
        return try version.get()
    }

    private static func currentVersion(of database: SQLiteDatabase) throws(StoreError) -> Int {
        let mark = try database.first("PRAGMA application_id") { $0.integer(0) } ?? 0
        let objects = try database.first("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } ?? 0
        if mark == 0 && objects == 0 { return 0 }
        guard mark == applicationID else {
            throw StoreError(.notAStore, "the file is a database of another program", remedy: "name another file")
        }
        let version = try database.first("SELECT max(version) FROM schema") { Int($0.integer(0)) } ?? 0
        guard version <= migrations.count else {
            throw StoreError(
                .newerSchema,
                "the store has version \(version), and this program knows versions up to \(migrations.count)",
                remedy: "use the version of the program that wrote it, or a later one")
        }
        return version
    }

    /// Brings a database to the newest version.
    ///
    /// - Parameter database: The database, without an open transaction.
    /// - Throws: ``StoreError``; the database is as it was then.
    static func migrate(_ database: SQLiteDatabase) throws(StoreError) {
        if try version(of: database) == migrations.count { return }
        try database.run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            // Another process may have been faster.
            let version = try version(of: database)
            if version == 0 {
                try database.run("PRAGMA application_id = 0x4167436f")
                try database.run(
                    "CREATE TABLE schema (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT")
            }
            for (index, statements) in migrations.enumerated().dropFirst(version) {
                for statement in statements { try database.run(statement) }
                try database.run(
                    "INSERT INTO schema VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ'))", [.integer(Int64(index + 1))])
            }
            try database.run("COMMIT")
        } catch {
            if database.isInTransaction { try database.run("ROLLBACK") }
            throw error
        }
    }
}
