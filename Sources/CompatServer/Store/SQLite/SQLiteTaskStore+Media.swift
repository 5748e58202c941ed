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
        after last: TaskPlace?, limit: Int
    ) async throws(StoreError) -> [TaskPlace] {
        let values = TaskPlace.values(after: last) + [.integer(Int64(limit))]
        return try await reader.run { database throws(StoreError) in
            try database.all(
                """
                SELECT id, created_at FROM task WHERE stage = 'ended' AND copy_state < 2 AND deleted_at IS NULL \
                AND (created_at, id) > (?1, ?2) ORDER BY created_at, id LIMIT ?3
                """, values, TaskPlace.init)
        }
    }

    /// Deleted tasks of which copies may be left.
    package func deletedTasksWithCopies(
        after last: String?, limit: Int
    ) async throws(StoreError) -> [String] {
        try await reader.run { database throws(StoreError) in
            try database.all(
                """
                SELECT id FROM task WHERE deleted_at IS NOT NULL AND copy_state IN (1, 2) AND id > ? ORDER BY id LIMIT ?
                """, [.text(last ?? ""), .integer(Int64(limit))]
            ) { $0.text(0) }
        }
    }

    /// Notes how far the files of a task are copied.
    package func note(_ state: MediaCopyState, of id: String) async throws(StoreError) {
        try await writer.run { database throws(StoreError) in
            try database.run("UPDATE task SET copy_state = ? WHERE id = ?", [.integer(state.rawValue), .text(id)])
        }
    }
}
