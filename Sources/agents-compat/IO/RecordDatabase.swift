import AgentsCore
import CSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A SQLite database of records, which appears under its name only when it is complete.
final class RecordDatabase {
    private static let schema = """
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        CREATE TABLE generations (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL, dialect TEXT NOT NULL, shape TEXT NOT NULL, type TEXT,
            state TEXT, model TEXT, created_at TEXT, output_url TEXT, outputs INTEGER, failure_reason TEXT,
            failure_code TEXT, line TEXT NOT NULL);
        BEGIN;
        """
    private static let ending = """
        COMMIT;
        CREATE INDEX generations_by_id ON generations (id);
        CREATE INDEX generations_by_state ON generations (state, created_at);
        CREATE INDEX generations_by_time ON generations (created_at);
        PRAGMA user_version = 1;
        """

    private let name: String
    private let target: String
    private let temporary: String
    private var connection: OpaquePointer?
    private var insertion: OpaquePointer?

    /// Creates an empty database beside the place of the complete one.
    init(_ name: String) throws(IOFailure) {
        self.name = name
        target = OutputFile.resolved(name)
        temporary = "\(target).\(getpid()).partial"
        unlink(temporary)
        guard sqlite3_open_v2(temporary, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) == SQLITE_OK
        else { throw failure() }
        Interruption.removes(temporary)
        try run(Self.schema)
        let statement = "INSERT INTO generations VALUES (NULL\(String(repeating: ",?", count: 12)))"
        guard sqlite3_prepare_v2(connection, statement, -1, &insertion, nil) == SQLITE_OK else { throw failure() }
    }

    deinit {
        close()
        unlink(temporary)
        Interruption.keeps(temporary)
    }

    /// Adds a canonical line.
    func add(_ record: borrowing JSONRecord) throws(IOFailure) {
        let values = RecordColumns.values(of: record) + [record.json(.root)]
        for (index, value) in values.enumerated() {
            guard var value else {
                sqlite3_bind_null(insertion, Int32(index + 1))
                continue
            }
            let status = value.withUTF8 {
                csqlite_bind_text(insertion, Int32(index + 1), $0.baseAddress, UInt64($0.count))
            }
            guard status == SQLITE_OK else { throw failure() }
        }
        guard sqlite3_step(insertion) == SQLITE_DONE, sqlite3_reset(insertion) == SQLITE_OK else { throw failure() }
    }

    /// Makes the indexes, and gives the database its name.
    func finish() throws(IOFailure) {
        try run(Self.ending)
        close()
        guard rename(temporary, target) == 0 else { throw IOFailure("create", name) }
    }

    private func close() {
        sqlite3_finalize(insertion)
        sqlite3_close_v2(connection)
        (insertion, connection) = (nil, nil)
    }

    private func run(_ sql: String) throws(IOFailure) {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    private func failure() -> IOFailure {
        IOFailure("write", name, reason: String(cString: sqlite3_errmsg(connection)))
    }
}
