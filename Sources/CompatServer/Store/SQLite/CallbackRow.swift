import Adapters
import AgentsCore

/// A row of the table of callbacks.
struct CallbackRow: Sendable {
    private let callback: StoredCallback?
    /// The body; empty where it was not selected.
    private let body: [UInt8]
    /// The callback's own id.
    let id: String
    /// When it was stored.
    let createdAt: Int64

    /// Columns that a row is read from, the body the last of them.
    static let columns: SQL = """
        id, task_id, url, origin, event, step, acceptance, state, failures, created_at, started_at, due_at
        """

    /// Creates the row that a statement stands on.
    init(_ row: SQLiteRow) {
        id = row.text(0)
        createdAt = row.integer(9)
        body = row.blob(12)
        guard let step = Callback.Step(rawValue: Int(row.integer(5))),
            let acceptance = Callback.Acceptance(rawValue: row.text(6))
        else {
            callback = nil
            return
        }
        callback = StoredCallback(
            id: id, taskID: row.text(1), url: row.text(2), origin: row.text(3), event: row.text(4), step: step,
            acceptance: acceptance, state: StoredCallback.State(rawValue: row.text(7)),
            failures: Int(row.integer(8)), createdAt: WallTime(microseconds: createdAt),
            startedAt: WallTime(microseconds: row.integer(10)),
            due: row.isNull(11) ? nil : WallTime(microseconds: row.integer(11)))
    }

    /// The callback with its body.
    func outgoing() throws(StoreError) -> OutgoingCallback {
        OutgoingCallback(try stored(), body: body)
    }

    /// The callback alone.
    func stored() throws(StoreError) -> StoredCallback {
        guard let callback else {
            throw StoreError(
                .corrupt, "a callback cannot be read", remedy: "restore a backup, or use the version that wrote it")
        }
        return callback
    }

    // MARK: Posting

    private static let insert: SQL = """
        INSERT INTO callback (id, task_id, url, origin, event, step, acceptance, state, failures, created_at, \
        started_at, due_at, body) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13 \
        WHERE NOT EXISTS (SELECT 1 FROM callback WHERE task_id = ?2 AND step >= ?6)
        """

    private static let supersede: SQL = """
        UPDATE callback SET state = 'superseded', due_at = NULL \
        WHERE task_id = ? AND step < ? AND state IN ('pending', 'dead')
        """

    /// Adds a callback and makes earlier ones of its task out of date; whether it was added.
    static func post(_ outgoing: OutgoingCallback, in database: SQLiteDatabase) throws(StoreError) -> Bool {
        let callback = outgoing.callback
        let step = SQLValue.integer(Int64(callback.step.rawValue))
        try database.run(
            insert,
            [
                .text(callback.id), .text(callback.taskID), .text(callback.url), .text(callback.origin),
                .text(callback.event), step, .text(callback.acceptance.rawValue), .text(callback.state.rawValue),
                .integer(Int64(callback.failures)), .integer(callback.createdAt.microseconds),
                .integer(callback.startedAt.microseconds), .optional(callback.due?.microseconds),
                .blob(outgoing.body),
            ])
        guard database.changes > 0 else { return false }
        try database.run(supersede, [.text(callback.taskID), step])
        return true
    }

    // MARK: Handing out

    // A claim counts for all callbacks of a task, so that no two of them are on their way at once.
    private static let claim: SQL =
        """
        UPDATE callback SET claimed_until = ?1, due_at = ?1 WHERE id IN ( \
        SELECT due.id FROM callback AS due WHERE due.due_at <= ?2 \
        AND due.origin NOT IN (SELECT value FROM json_each(?3)) \
        AND due.task_id NOT IN (SELECT value FROM json_each(?5)) \
        AND NOT EXISTS (SELECT 1 FROM callback AS other \
        WHERE other.task_id = due.task_id AND other.claimed_until > ?2) \
        ORDER BY due.due_at, due.rowid LIMIT ?4) RETURNING
        """ + " " + columns + ", body"

    /// Hands out what is due.
    ///
    /// A callback that cannot be read is handed out to nobody, and again when its claim is over.
    static func claim(_ claim: CallbackClaim, in database: SQLiteDatabase) throws(StoreError) -> [CallbackRow] {
        try database.all(
            Self.claim,
            [
                .integer(claim.end.microseconds), .integer(claim.time.microseconds), .list(claim.exceptOrigins),
                .integer(Int64(min(max(claim.limit, 1), 1000))), .list(claim.exceptTasks),
            ], CallbackRow.init)
    }

    private static let selectNext: SQL = """
        SELECT due_at FROM callback WHERE due_at IS NOT NULL \
        AND origin NOT IN (SELECT value FROM json_each(?)) ORDER BY due_at LIMIT 1
        """

    /// When the next callback is due.
    static func next(except origins: [String], in database: SQLiteDatabase) throws(StoreError) -> Int64? {
        try database.first(selectNext, [.list(origins)]) { $0.integer(0) }
    }
}
