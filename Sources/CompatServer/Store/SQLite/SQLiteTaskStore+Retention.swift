import Adapters
package import AgentsCore

extension SQLiteSchema {
    /// Ended tasks and tombstones in the orders in which they are let go.
    static let retention: [SQL] = [
        "CREATE INDEX task_ended ON task (updated_at, id) WHERE stage = 'ended' AND deleted_at IS NULL",
        "CREATE INDEX task_tombstone ON task (deleted_at) WHERE deleted_at IS NOT NULL AND copy_state NOT IN (1, 2)",
    ]

    /// The same without tasks of histories, which stay: there may be very many, and nobody shall walk over them.
    static let retentionWithoutImports: [SQL] = [
        "DROP INDEX task_ended",
        "DROP INDEX task_tombstone",
        """
        CREATE INDEX task_ended ON task (updated_at, id)
        WHERE stage = 'ended' AND deleted_at IS NULL AND operation <> 'import'
        """,
        """
        CREATE INDEX task_tombstone ON task (deleted_at)
        WHERE deleted_at IS NOT NULL AND copy_state NOT IN (1, 2) AND operation <> 'import'
        """,
    ]
}

// Tasks that are let go, as ``RetentionLedger`` promises it.

extension SQLiteTaskStore {
    /// The most tasks that are walked over at once.
    static let longestWalk = 4096
    /// The most pages that are given back at once.
    static let pagesAtOnce = 64
    /// Free pages that stay, for what is stored next: the file would only grow again.
    static let sparePages = 256

    /// Tasks that have ended, the first of them first.
    package func endedTasks(
        after last: TaskPlace?, upTo end: TaskPlace, limit: Int
    ) async throws(StoreError) -> [TaskPlace] {
        let values =
            TaskPlace.values(after: last) + [
                .integer(end.time.microseconds), .text(end.id), .integer(Int64(min(max(limit, 1), Self.longestWalk))),
            ]
        return try await reader.run { database throws(StoreError) in
            try database.all(
                """
                SELECT id, updated_at FROM task WHERE stage = 'ended' AND deleted_at IS NULL AND operation <> 'import' \
                AND (updated_at, id) > (?1, ?2) AND (updated_at, id) <= (?3, ?4) ORDER BY updated_at, id LIMIT ?5
                """, values, TaskPlace.init)
        }
    }

    /// A task further back in the order in which tasks have ended.
    package func endedTask(
        before place: TaskPlace?, by distance: Int
    ) async throws(StoreError) -> TaskPlace? {
        var place = place
        var rest = distance
        repeat {
            let step = min(max(rest, 1), Self.longestWalk)
            let values: [SQLValue] = [
                .integer(place?.time.microseconds ?? .max), .text(place?.id ?? ""), .integer(Int64(step - 1)),
            ]
            place = try await reader.run { database throws(StoreError) in
                try database.first(
                    """
                    SELECT id, updated_at FROM task WHERE stage = 'ended' AND deleted_at IS NULL AND operation <> 'import' \
                    AND (updated_at, id) < (?1, ?2) ORDER BY updated_at DESC, id DESC LIMIT 1 OFFSET ?3
                    """, values, TaskPlace.init)
            }
            rest -= step
        } while rest > 0 && place != nil
        return place
    }

    /// Deletes tasks that have ended and about which nobody waits to be called.
    package func outlive(_ ids: [String], at time: WallTime) async throws(StoreError) -> [String] {
        let values: [SQLValue] = [.integer(time.microseconds), .list(ids)]
        return try await writer.run { database throws(StoreError) in
            try database.all(TaskRow.outlive, values) { $0.text(0) }
        }
    }

    /// Forgets what is left of deleted tasks.
    package func forgetDeleted(before time: WallTime, limit: Int) async throws(StoreError) -> Int {
        try await writer.run { database throws(StoreError) in
            try database.run(
                """
                DELETE FROM task WHERE rowid IN (SELECT rowid FROM task WHERE deleted_at IS NOT NULL \
                AND operation <> 'import' AND copy_state NOT IN (1, 2) AND deleted_at < ? ORDER BY deleted_at LIMIT ?)
                """, [.integer(time.microseconds), .integer(Int64(limit))])
            return database.changes
        }
    }

    /// Gives some of the space back that nothing is stored in.
    ///
    /// A store that was made before space was given back keeps what it has, for what is stored next.
    package func giveSpaceBack() async throws(StoreError) -> Bool {
        try await writer.run { database throws(StoreError) in
            // What was deleted shall be in the log no longer than in the database.
            database.hasTraces = true
            let mode = try database.first("PRAGMA auto_vacuum") { $0.integer(0) }
            let free = try database.first("PRAGMA freelist_count") { $0.integer(0) } ?? 0
            guard mode == 2, free > Self.sparePages else { return false }
            // Moves as many pages at most as it gives back: those of ``pagesAtOnce``.
            try database.run("PRAGMA incremental_vacuum(64)")
            return free - Int64(Self.pagesAtOnce) > Self.sparePages
        }
    }

    /// When the task ended that was the last to end.
    package func lastEnd() async throws(StoreError) -> WallTime? {
        try await endedTask(before: nil, by: 1)?.time
    }
}
