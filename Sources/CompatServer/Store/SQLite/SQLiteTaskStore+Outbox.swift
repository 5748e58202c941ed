import Adapters
package import AgentsCore

// Callbacks, as ``CallbackOutbox`` promises them.

extension SQLiteTaskStore {
    /// Updates a task and stores the callback that tells the change.
    package func update(
        _ task: StoredTask, posting callback: OutgoingCallback
    ) async throws(StoreError) -> Bool {
        let values = TaskRow.changedValues(of: task)
        return try await writer.run { database throws(StoreError) in
            try database.atomically { () throws(StoreError) in
                try TaskRow.change(values, of: task.id, in: database)
                return try CallbackRow.post(callback, in: database)
            }
        }
    }

    /// Hands out callbacks that are due.
    package func claimCallbacks(_ claim: CallbackClaim) async throws(StoreError) -> [OutgoingCallback] {
        let rows = try await writer.run { database throws(StoreError) in
            try CallbackRow.claim(claim, in: database)
        }
        // One that cannot be read must not keep the others.
        return rows.compactMap { try? $0.outgoing() }
            .sorted { ($0.callback.startedAt, $0.callback.id) < ($1.callback.startedAt, $1.callback.id) }
    }

    /// Takes back callbacks that were handed out and not sent.
    package func releaseCallbacks(_ ids: [String], due time: WallTime) async throws(StoreError) {
        let list = SQLValue.list(ids)
        try await writer.run { database throws(StoreError) in
            try database.run(
                """
                UPDATE callback SET claimed_until = NULL, due_at = CASE state WHEN 'pending' THEN ?1 END \
                WHERE id IN (SELECT value FROM json_each(?2)) AND claimed_until IS NOT NULL
                """, [.integer(time.microseconds), list])
        }
    }

    /// Notes an attempt and what follows from it.
    package func note(
        _ attempt: CallbackAttempt, of id: String, state: StoredCallback.State, failures: Int, due: WallTime?
    ) async throws(StoreError) {
        try await writer.run { database throws(StoreError) in
            try database.atomically { () throws(StoreError) in
                try database.run(
                    """
                    UPDATE callback SET claimed_until = NULL, failures = ?1, \
                    state = CASE WHEN state = 'pending' OR ?2 = 'delivered' THEN ?2 ELSE state END, \
                    due_at = CASE WHEN state = 'pending' AND ?2 = 'pending' THEN ?3 END WHERE id = ?4
                    """,
                    [
                        .integer(Int64(failures)), .text(state.rawValue), .optional(due?.microseconds), .text(id),
                    ])
                guard database.changes > 0 else { return }
                try database.run(
                    """
                    INSERT INTO callback_attempt SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5 \
                    FROM callback_attempt WHERE callback_id = ?1
                    """,
                    [
                        .text(id), .integer(attempt.time.microseconds),
                        .integer(Int64(attempt.duration / .microseconds(1))),
                        .optional(attempt.status.map(Int64.init)), .optional(attempt.error),
                    ])
            }
        }
    }

    /// When the next callback is due.
    package func nextCallback(except origins: [String]) async throws(StoreError) -> WallTime? {
        try await reader.run { database throws(StoreError) in
            try CallbackRow.next(except: origins, in: database)
        }.map(WallTime.init(microseconds:))
    }

    /// Brings callbacks in line with a clock that was set.
    package func adjustCallbacks(
        underway: [String], until end: WallTime, dueAfter limit: WallTime?, at time: WallTime
    ) async throws(StoreError) {
        let list = SQLValue.list(underway)
        try await writer.run { database throws(StoreError) in
            try database.atomically { () throws(StoreError) in
                try CallbackRow.hold(list, until: end, in: database)
                if let limit { try CallbackRow.hurry(except: list, dueAfter: limit, at: time, in: database) }
            }
        }
    }

    /// Gives up callbacks that have been tried for too long.
    package func expireCallbacks(startedBefore time: WallTime) async throws(StoreError) -> Int {
        try await writer.runSteps { database, limit throws(StoreError) in
            // None was started before it was stored, and when that was is in the index.
            try database.run(
                """
                UPDATE callback SET state = 'dead', due_at = NULL WHERE rowid IN (SELECT rowid FROM callback \
                WHERE state = 'pending' AND created_at < ?1 AND started_at < ?1 AND claimed_until IS NULL \
                ORDER BY created_at, id LIMIT ?2)
                """, [.integer(time.microseconds), limit])
        }
    }
}

// MARK: - For the operator

extension SQLiteTaskStore {
    /// Some callbacks, the newest first.
    package func callbacks(
        in state: StoredCallback.State?, from cursor: String?, limit: Int
    ) async throws(StoreError) -> CallbackPage {
        let page = try await reader.run { database throws(StoreError) in
            try CallbackRow.page(in: state, from: cursor, limit: limit, database)
        }
        var callbacks: [StoredCallback] = []
        for row in page.rows { callbacks.append(try row.stored()) }
        return CallbackPage(callbacks: callbacks, next: page.next)
    }

    /// A callback with its body.
    package func callback(_ id: String) async throws(StoreError) -> OutgoingCallback? {
        let row = try await reader.run { database throws(StoreError) in try CallbackRow.find(id, in: database) }
        return try row?.outgoing()
    }

    /// The attempts of a callback, oldest first.
    package func attempts(of id: String) async throws(StoreError) -> [CallbackAttempt] {
        try await reader.run { database throws(StoreError) in try CallbackRow.attempts(of: id, in: database) }
    }

    /// Sends a callback again that was given up or delivered.
    package func replayCallback(_ id: String, at time: WallTime) async throws(StoreError) -> Bool {
        try await writer.run { database throws(StoreError) in
            try database.run(
                """
                UPDATE callback SET state = 'pending', failures = 0, started_at = ?1, due_at = ?1 WHERE id = ?2 \
                AND state IN ('dead', 'delivered') AND NOT EXISTS (SELECT 1 FROM callback AS later \
                WHERE later.task_id = callback.task_id AND later.step > callback.step)
                """, [.integer(time.microseconds), .text(id)])
            return database.changes > 0
        }
    }

    /// Sends all callbacks again that were given up.
    package func replayCallbacks(
        createdSince start: WallTime, at time: WallTime
    ) async throws(StoreError) -> Int {
        try await writer.run { database throws(StoreError) in
            try database.run(
                """
                UPDATE callback SET state = 'pending', failures = 0, started_at = ?1, due_at = ?1 \
                WHERE state = 'dead' AND created_at >= ?2
                """, [.integer(time.microseconds), .integer(start.microseconds)])
            return database.changes
        }
    }
}
