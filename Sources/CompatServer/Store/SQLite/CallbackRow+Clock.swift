import AgentsCore

// Rows after the clock was set.

extension CallbackRow {
    /// Lets claims end at another time.
    static func hold(_ list: SQLValue, until end: WallTime, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            """
            UPDATE callback SET claimed_until = ?1, due_at = CASE WHEN due_at IS NOT NULL THEN ?1 END \
            WHERE id IN (SELECT value FROM json_each(?2)) AND claimed_until IS NOT NULL
            """, [.integer(end.microseconds), list])
    }

    /// Makes callbacks due that are due after a time, and ends claims that end after it, but not claims of a list.
    static func hurry(
        except list: SQLValue, dueAfter limit: WallTime, at time: WallTime, in database: SQLiteDatabase
    ) throws(StoreError) {
        let values: [SQLValue] = [.integer(limit.microseconds), .integer(time.microseconds), list]
        // One that was superseded on its way keeps its claim, and is not due: it is found by the other of its task.
        try database.run(
            """
            UPDATE callback SET claimed_until = NULL WHERE claimed_until > ?1 \
            AND task_id IN (SELECT task_id FROM callback WHERE due_at IS NOT NULL) \
            AND id NOT IN (SELECT value FROM json_each(?2))
            """, [values[0], list])
        try database.run(
            """
            UPDATE callback SET due_at = ?2 WHERE due_at > ?1 \
            AND (claimed_until IS NULL OR id NOT IN (SELECT value FROM json_each(?3)))
            """, values)
    }
}
