import AgentsCore

extension CallbackRow {
    private static let selectOne: SQL = "SELECT " + columns + ", body FROM callback WHERE id = ?"
    private static let selectAll: SQL =
        "SELECT " + columns
        + " FROM callback WHERE (created_at, id) < (?1, ?2) ORDER BY created_at DESC, id DESC LIMIT ?3"
    private static let selectState: SQL =
        "SELECT " + columns
            + """
             FROM callback WHERE state = ?4 AND (created_at, id) < (?1, ?2) ORDER BY created_at DESC, id DESC LIMIT ?3
            """

    /// The row of a callback, its body included.
    static func find(_ id: String, in database: SQLiteDatabase) throws(StoreError) -> CallbackRow? {
        try database.first(selectOne, [.text(id)], CallbackRow.init)
    }

    /// Rows without bodies, the newest first, and where the next ones begin.
    static func page(
        in state: StoredCallback.State?, from cursor: String?, limit: Int, _ database: SQLiteDatabase
    ) throws(StoreError) -> (rows: [CallbackRow], next: String?) {
        let count = min(max(limit, 1), 1000)
        let start = place(of: cursor)
        var values: [SQLValue] = [.integer(start.time), .text(start.id), .integer(Int64(count) + 1)]
        if let state { values.append(.text(state.rawValue)) }
        var rows: [CallbackRow] = []
        try database.forEachRow(state == nil ? selectAll : selectState, values) { row throws(StoreError) in
            rows.append(CallbackRow(row))
            return true
        }
        guard rows.count > count, let last = rows.prefix(count).last else { return (rows, nil) }
        return (Array(rows.prefix(count)), "\(last.createdAt)/\(last.id)")
    }

    /// Where a page begins; one that says nothing sensible is the first.
    private static func place(of cursor: String?) -> (time: Int64, id: String) {
        let parts = (cursor ?? "").split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let time = Int64(parts[0]) else { return (.max, "") }
        return (time, String(parts[1]))
    }

    /// The attempts of a callback, oldest first.
    static func attempts(of id: String, in database: SQLiteDatabase) throws(StoreError) -> [CallbackAttempt] {
        try database.all(
            """
            SELECT started_at, duration, status, error FROM callback_attempt WHERE callback_id = ? \
            ORDER BY number LIMIT 1000
            """, [.text(id)]
        ) { row in
            CallbackAttempt(
                time: WallTime(microseconds: row.integer(0)), duration: .microseconds(row.integer(1)),
                status: row.isNull(2) ? nil : Int(row.integer(2)), error: row.isNull(3) ? nil : row.text(3))
        }
    }
}
