import Adapters
import AgentsCore

// Rows by their owner: a page of them, and the end of one.

extension TaskRow {
    /// Rows of a page.
    struct Page: Sendable {
        var rows: [TaskRow] = []
        /// Whether there are none behind them.
        var isComplete = true
        /// How many there are in all, if they were counted.
        var total: Int?
    }

    private static let listed: SQL = """
         WHERE principal = ? AND dialect = ? AND deleted_at IS NULL AND stage <> 'intent' \
        AND created_at BETWEEN ? AND ?
        """
    private static let selectPage = select + listed + " ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?"
    private static let countListed: SQL = "SELECT count(*) FROM task" + listed
    /// The most rows of a page, whoever asks.
    private static let maximumPage = 1000

    /// A page of a principal's rows, the newest first: as many as fit into the bounds, but one at least.
    static func page(
        _ query: TaskQuery, of principal: String, in dialect: String, _ database: SQLiteDatabase
    ) throws(StoreError) -> Page {
        var page = Page()
        var bytes = 0
        let count = min(max(query.limit, 0), maximumPage)
        let range: [SQLValue] = [
            .text(principal), .text(dialect), .integer(query.createdFrom?.microseconds ?? 0),
            .integer(query.createdUntil?.microseconds ?? .max),
        ]
        // One row more tells whether there are more.
        let bounds: [SQLValue] = [.integer(Int64(count + 1)), .integer(Int64(max(query.offset, 0)))]
        try database.forEachRow(selectPage, range + bounds) { row throws(StoreError) in
            if page.rows.count == count || bytes > maximumBatchBytes {
                page.isComplete = false
                return false
            }
            let row = TaskRow(row)
            bytes += row.line.utf8.count
            page.rows.append(row)
            return true
        }
        if query.isCounted { page.total = try database.first(countListed, range) { Int($0.integer(0)) } }
        return page
    }

    // MARK: Deleting

    /// What is left of a deleted task: ids, so that nobody else's get them, and when it was there.
    private static let bury: SQL = """
        UPDATE task SET deleted_at = ?, stage = 'ended', trace_id = '', record = '', \
        video_width = NULL, video_height = NULL, thumbnail_width = NULL, thumbnail_height = NULL, thumbnail = NULL \
        WHERE deleted_at IS NULL AND
        """
    private static let buryOwn = bury + " id = ? AND principal = ? AND dialect = ?"

    /// Deletes tasks that have ended and about which nobody waits to be called: the time, and a list of ids.
    static let outlive =
        bury
            + """
             stage = 'ended' AND id IN (SELECT value FROM json_each(?)) \
            AND NOT EXISTS (SELECT 1 FROM callback WHERE task_id = task.id AND state = 'pending') RETURNING id
            """

    /// Deletes a principal's task.
    ///
    /// - Returns: The task's own id; nothing if there was none.
    static func delete(
        _ key: TaskKey, of principal: String, in dialect: String, at time: WallTime, in database: SQLiteDatabase
    ) throws(StoreError) -> String? {
        guard let id = try find(key, of: principal, in: database)?.id else { return nil }
        try database.run(
            buryOwn, [.integer(time.microseconds), .text(id), .text(principal), .text(dialect)])
        return database.changes > 0 ? id : nil
    }
}
