import CSQLite

/// A connection to a database, for one thread.
///
/// Statements are prepared once and kept.
@safe final class SQLiteDatabase {
    /// What a connection is for.
    enum Access {
        /// Reading and writing; a missing file is created.
        case writing
        /// Reading what is there.
        case reading
    }

    private let connection: OpaquePointer
    private let busyTimeout: Duration
    private var statements: [SQL: OpaquePointer]
    /// Whether the write-ahead log may hold what was deleted since.
    var hasTraces = false
    /// From when on the log may be emptied again, after somebody was in the way.
    private var erasure: ContinuousClock.Instant?
    /// The write-ahead log, where this connection sees to it that it stays short.
    var log: SQLiteLog?

    /// Opens a database.
    ///
    /// - Parameters:
    ///   - path: An absolute path, or `:memory:`; never a URI, which some builds of SQLite would follow.
    ///   - access: What it is for.
    ///   - busyTimeout: How long a lock of another program is waited for.
    /// - Throws: ``StoreError`` if it cannot be opened.
    init(path: String, access: Access = .writing, busyTimeout: Duration) throws(StoreError) {
        var connection: OpaquePointer?
        let mode = access == .writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let flags = mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let status = unsafe sqlite3_open_v2(path, &connection, flags, nil)
        guard status == SQLITE_OK, let connection = unsafe connection else {
            unsafe sqlite3_close_v2(connection)
            throw StoreError(sqlite: status)
        }
        unsafe self.connection = unsafe connection
        unsafe statements = [:]
        self.busyTimeout = busyTimeout
        waitForLocks(busyTimeout)
        unsafe sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Self.maximumValueBytes)
        unsafe sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0)
    }

    deinit {
        while let statement = unsafe sqlite3_next_stmt(connection, nil) { unsafe sqlite3_finalize(statement) }
        unsafe sqlite3_close_v2(connection)
    }

    /// The most bytes of a value, and of a row: some times the largest request.
    static let maximumValueBytes: Int32 = 32 << 20

    /// Whether a transaction is open.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(connection) == 0 }

    /// Whether the database can only be read.
    var isReadOnly: Bool { unsafe sqlite3_db_readonly(connection, "main") == 1 }

    /// Rows that the last statement changed.
    var changes: Int { Int(unsafe sqlite3_changes64(connection)) }

    /// Rows that were changed since the connection was opened.
    var totalChanges: Int64 { unsafe sqlite3_total_changes64(connection) }

    /// Runs a statement to its end.
    ///
    /// - Parameters:
    ///   - sql: The statement.
    ///   - values: The values of its parameters, in their order.
    /// - Throws: ``StoreError``; the statement has changed nothing then.
    func run(_ sql: SQL, _ values: [SQLValue] = []) throws(StoreError) {
        try forEachRow(sql, values) { _ throws(StoreError) in true }
    }

    /// The first row of a result.
    ///
    /// - Parameters:
    ///   - sql: The statement.
    ///   - values: The values of its parameters, in their order.
    ///   - read: Reads the row.
    /// - Returns: What `read` returns; nothing if there is no row.
    /// - Throws: ``StoreError``.
    func first<Result>(
        _ sql: SQL, _ values: [SQLValue] = [], _ read: (SQLiteRow) -> Result
    ) throws(StoreError) -> Result? {
        var result: Result?
        try forEachRow(sql, values) { row throws(StoreError) in
            result = read(row)
            return false
        }
        return result
    }

    /// All rows of a result.
    ///
    /// - Parameters:
    ///   - sql: The statement.
    ///   - values: The values of its parameters, in their order.
    ///   - read: Reads a row.
    /// - Returns: What `read` returns of each.
    /// - Throws: ``StoreError``.
    func all<Result>(
        _ sql: SQL, _ values: [SQLValue] = [], _ read: (SQLiteRow) -> Result
    ) throws(StoreError) -> [Result] {
        var results: [Result] = []
        try forEachRow(sql, values) { row throws(StoreError) in
            results.append(read(row))
            return true
        }
        return results
    }

    /// Walks the rows of a result.
    ///
    /// - Parameters:
    ///   - sql: The statement.
    ///   - values: The values of its parameters, in their order.
    ///   - body: Reads a row, and says whether to go on.
    /// - Throws: ``StoreError``, or what `body` throws.
    func forEachRow(
        _ sql: SQL, _ values: [SQLValue] = [], _ body: (SQLiteRow) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let statement = unsafe try prepared(sql)
        defer {
            unsafe sqlite3_reset(statement)
            unsafe sqlite3_clear_bindings(statement)
        }
        for (index, value) in values.enumerated() { unsafe try bind(value, Int32(index + 1), of: statement) }
        while true {
            switch unsafe sqlite3_step(statement) {
            case SQLITE_ROW: if unsafe try !body(SQLiteRow(statement)) { return }
            case SQLITE_DONE: return
            case let status: throw StoreError(sqlite: status)
            }
        }
    }

    /// Whether the write-ahead log is to be emptied as soon as there is nothing else to do.
    ///
    /// Whoever reads for long shall not make everyone wait time and again.
    ///
    /// - Parameter time: The time.
    /// - Returns: Whether it is.
    func isErasureDue(at time: ContinuousClock.Instant) -> Bool {
        hasTraces && erasure.map { $0 <= time } ?? true
    }

    /// Empties the write-ahead log, unless somebody reads from it; outside of transactions.
    ///
    /// What was deleted is overwritten in the database, but would stay in the log until that is written anew.
    func eraseTraces() {
        // Whoever waits for the writer shall not wait for a long reader; there will be another occasion.
        waitForLocks(.milliseconds(50))
        defer { waitForLocks(busyTimeout) }
        // The result has a row with a 1 if somebody was in the way.
        let isBusy = try? first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.integer(0) != 0 }
        hasTraces = isBusy != false
        erasure = hasTraces ? .now + .seconds(1) : nil
        if hasTraces { log?.postpone() }
    }

    /// Leaves the write-ahead log as it is when the connection is closed, instead of bringing it into the database.
    ///
    /// - Parameter isLeft: Whether it is left.
    func leaveLog(_ isLeft: Bool) {
        unsafe csqlite_keep_log(connection, isLeft ? 1 : 0)
    }

    private func waitForLocks(_ duration: Duration) {
        unsafe sqlite3_busy_timeout(connection, Int32(clamping: Int(duration / .milliseconds(1))))
    }

    private func prepared(_ sql: SQL) throws(StoreError) -> OpaquePointer {
        if let statement = unsafe statements[sql] { return unsafe statement }
        var statement: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let status = unsafe sqlite3_prepare_v3(connection, sql.text, -1, flags, &statement, nil)
        guard status == SQLITE_OK, let statement = unsafe statement else { throw StoreError(sqlite: status) }
        unsafe statements[sql] = unsafe statement
        return unsafe statement
    }

    private func bind(_ value: SQLValue, _ index: Int32, of statement: OpaquePointer) throws(StoreError) {
        let status =
            switch value {
            case .null: unsafe sqlite3_bind_null(statement, index)
            case .integer(let integer): unsafe sqlite3_bind_int64(statement, index, integer)
            case .text(var text):
                text.withUTF8 { bytes in
                    unsafe csqlite_bind_text(statement, index, bytes.baseAddress, UInt64(bytes.count))
                }
            case .blob(let bytes):
                unsafe bytes.withUnsafeBytes { bytes in
                    unsafe csqlite_bind_blob(statement, index, bytes.baseAddress, UInt64(bytes.count))
                }
            }
        guard status == SQLITE_OK else { throw StoreError(sqlite: status) }
    }
}
