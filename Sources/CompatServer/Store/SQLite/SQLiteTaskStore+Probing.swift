import Adapters
package import AgentsCore

extension SQLiteSchema {
    /// What was read from the videos of ended tasks; whoever was looked into is `probed`, whatever came of it.
    ///
    /// The thumbnail stands in the row, so that it is there with the sizes and goes with the task, and at its end, so that
    /// whoever reads the rest does not read it.
    static let probing: [SQL] = [
        "ALTER TABLE task ADD COLUMN probed INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE task ADD COLUMN video_width INTEGER",
        "ALTER TABLE task ADD COLUMN video_height INTEGER",
        "ALTER TABLE task ADD COLUMN thumbnail_width INTEGER",
        "ALTER TABLE task ADD COLUMN thumbnail_height INTEGER",
        "ALTER TABLE task ADD COLUMN thumbnail BLOB",
        """
        CREATE INDEX task_unprobed ON task (created_at, id)
        WHERE stage = 'ended' AND probed = 0 AND deleted_at IS NULL
        """,
    ]
}

// What was read from videos, as ``ProbeLedger`` promises it.

extension SQLiteTaskStore {
    private static let unprobed: SQL = """
        SELECT id, created_at FROM task WHERE stage = 'ended' AND probed = 0 AND deleted_at IS NULL \
        AND created_at >= ?1 AND (created_at, id) > (?2, ?3) AND copy_state >= ?4 ORDER BY created_at, id LIMIT ?5
        """

    /// Tasks whose files nobody has looked into.
    package func unprobedTasks(
        after last: TaskPlace?, since start: WallTime, _ files: ProbedFiles, limit: Int
    ) async throws(StoreError) -> [TaskPlace] {
        let state: MediaCopyState =
            switch files {
            case .all: .none
            case .copied: .complete
            }
        let values =
            [.integer(start.microseconds)] + TaskPlace.values(after: last) + [
                .integer(state.rawValue), .integer(Int64(limit)),
            ]
        return try await reader.run { database throws(StoreError) in
            try database.all(Self.unprobed, values, TaskPlace.init)
        }
    }

    /// Keeps what was found in the files of a task.
    package func keep(_ finding: VideoFinding?, thumbnail: [UInt8]?, of id: String) async throws(StoreError) {
        func number(_ value: Int?) -> SQLValue { .optional(value.map(Int64.init)) }
        let picture = finding?.thumbnail
        let values: [SQLValue] = [
            number(finding?.size.width), number(finding?.size.height), number(picture?.width),
            number(picture?.height), picture == nil ? .null : thumbnail.map { .blob($0) } ?? .null, .text(id),
        ]
        try await writer.run { database throws(StoreError) in
            try database.run(
                """
                UPDATE task SET probed = 1, video_width = ?, video_height = ?, thumbnail_width = ?, \
                thumbnail_height = ?, thumbnail = ? WHERE id = ? AND deleted_at IS NULL
                """, values)
        }
    }

    /// The thumbnail of a task.
    package func thumbnail(of id: String) async throws(StoreError) -> [UInt8]? {
        try await reader.run { database throws(StoreError) in
            try database.first(
                "SELECT thumbnail FROM task WHERE id = ? AND deleted_at IS NULL", [.text(id)]
            ) { $0.isNull(0) ? nil : $0.blob(0) } ?? nil
        }
    }
}

extension VideoFinding {
    /// Reads a finding from the columns of a row; nothing if there is none.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - column: The first of four columns: width and height of the video, then of the thumbnail.
    init?(_ row: SQLiteRow, from column: Int32) {
        func size(_ column: Int32) -> PixelSize? {
            row.isNull(column) ? nil : PixelSize(width: Int(row.integer(column)), height: Int(row.integer(column + 1)))
        }
        guard let video = size(column) else { return nil }
        self.init(size: video, thumbnail: size(column + 2))
    }
}
