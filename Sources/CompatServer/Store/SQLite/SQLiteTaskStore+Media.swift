import AgentsCore

extension SQLiteSchema {
    /// How far the files of ended tasks are copied, as ``MediaCopyState`` says it.
    static let media: [SQL] = [
        "ALTER TABLE task ADD COLUMN copy_state INTEGER NOT NULL DEFAULT 0",
        """
        CREATE INDEX task_uncopied ON task (created_at, id)
        WHERE stage = 'ended' AND copy_state < 2 AND deleted_at IS NULL
        """,
        "CREATE INDEX task_copied ON task (id) WHERE deleted_at IS NOT NULL AND copy_state IN (1, 2)",
    ]
}

// Copies of files, as ``MediaLedger`` promises them.

extension SQLiteTaskStore {
    /// Tasks whose files are not all copied.
    package func uncopiedTasks(
        after last: UncopiedTask?, limit: Int
    ) async throws(StoreError) -> [UncopiedTask] {
        let values: [SQLValue] = [
            .integer(last?.createdAt.microseconds ?? -1), .text(last?.id ?? ""), .integer(Int64(limit)),
        ]
        return try await reader.run { database throws(StoreError) in
            var tasks: [UncopiedTask] = []
            try database.forEachRow(
                """
                SELECT created_at, id FROM task WHERE stage = 'ended' AND copy_state < 2 AND deleted_at IS NULL \
                AND (created_at, id) > (?1, ?2) ORDER BY created_at, id LIMIT ?3
                """, values
            ) { row throws(StoreError) in
                tasks.append(UncopiedTask(id: row.text(1), createdAt: WallTime(microseconds: row.integer(0))))
                return true
            }
            return tasks
        }
    }

    /// Deleted tasks of which copies may be left.
    package func deletedTasksWithCopies(
        after last: String?, limit: Int
    ) async throws(StoreError) -> [String] {
        try await reader.run { database throws(StoreError) in
            var ids: [String] = []
            try database.forEachRow(
                """
                SELECT id FROM task WHERE deleted_at IS NOT NULL AND copy_state IN (1, 2) AND id > ? ORDER BY id LIMIT ?
                """, [.text(last ?? ""), .integer(Int64(limit))]
            ) { row throws(StoreError) in
                ids.append(row.text(0))
                return true
            }
            return ids
        }
    }

    /// Notes how far the files of a task are copied.
    package func note(_ state: MediaCopyState, of id: String) async throws(StoreError) {
        try await writer.run { database throws(StoreError) in
            try database.run("UPDATE task SET copy_state = ? WHERE id = ?", [.integer(state.rawValue), .text(id)])
        }
    }
}
