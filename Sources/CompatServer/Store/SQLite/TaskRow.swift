import Adapters
import AgentsCore

/// A row of the table of tasks, its record not yet read.
struct TaskRow: Sendable {
    /// The task's own id.
    let id: String
    private let upstreamID: String?
    private let dialect: String
    private let principal: String
    private let operation: String
    private let traceID: String
    private let stage: String
    private let createdAt: Int64
    private let updatedAt: Int64
    private let video: VideoFinding?
    /// The record, unread.
    let line: String

    /// Creates the row that a statement of ``select`` stands on.
    init(_ row: SQLiteRow) {
        id = row.text(0)
        upstreamID = row.isNull(1) ? nil : row.text(1)
        dialect = row.text(2)
        principal = row.text(3)
        operation = row.text(4)
        traceID = row.text(5)
        stage = row.text(6)
        createdAt = row.integer(7)
        updatedAt = row.integer(8)
        line = row.text(9)
        video = VideoFinding(row, from: 10)
    }

    /// The task of the row.
    func task() throws(StoreError) -> StoredTask {
        guard let principal = Fingerprint(hex: principal) else { throw Self.unreadable }
        do throws(AdapterError) {
            return StoredTask(
                id: id, upstreamID: upstreamID, dialect: dialect, principal: principal, operation: operation,
                traceID: traceID, stage: StoredTask.Stage(rawValue: stage), record: try TaskRecord(line: line.utf8),
                createdAt: WallTime(microseconds: createdAt), updatedAt: WallTime(microseconds: updatedAt),
                video: video)
        } catch {
            throw Self.unreadable
        }
    }

    private static var unreadable: StoreError {
        StoreError(
            .corrupt, "the record of a task cannot be read", remedy: "restore a backup, or remove the task")
    }

    // MARK: Writing

    /// Adds a row.
    static let insert: SQL = """
        INSERT INTO task (id, upstream_id, dialect, principal, operation, trace_id, stage, created_at, updated_at, \
        record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// The parameters of ``insert``.
    static func values(of task: StoredTask) -> [SQLValue] {
        [
            .text(task.id), .optional(task.upstreamID), .text(task.dialect), .text(task.principal.hex),
            .text(task.operation), .text(task.traceID), .text(task.stage.rawValue),
            .integer(task.createdAt.microseconds), .integer(task.updatedAt.microseconds), .text(task.record.line),
        ]
    }

    /// Changes a row.
    private static let update: SQL = """
        UPDATE task SET upstream_id = ?, stage = ?, updated_at = ?, record = ? \
        WHERE id = ? AND deleted_at IS NULL AND instr(?, ' ' || stage || ' ') > 0
        """

    /// Changes a row, unless its task has no way from its stage to the other.
    ///
    /// - Parameters:
    ///   - values: The parameters of ``update``.
    ///   - id: The task's own id.
    ///   - database: The database.
    /// - Throws: ``StoreError``, also if there is no task with this id, or if it was deleted.
    static func change(_ values: [SQLValue], of id: String, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(update, values)
        guard database.changes == 0 else { return }
        throw try find(id, in: database) == nil ? StoreError.unknownTask : StoreError.illegalChange
    }

    /// Removes a row, if nothing came of its submission.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - database: The database.
    /// - Throws: ``StoreError``, also if something did.
    static func remove(_ id: String, in database: SQLiteDatabase) throws(StoreError) {
        try database.run("DELETE FROM task WHERE id = ? AND deleted_at IS NULL AND stage = 'intent'", [.text(id)])
        guard database.changes == 0 else { return }
        if try database.first("SELECT 1 FROM task WHERE id = ?", [.text(id)], { _ in true }) != nil {
            throw StoreError.illegalChange
        }
    }

    /// The stages from which there is a way to each, with a space around every one.
    private static let origins = Dictionary(
        uniqueKeysWithValues: StoredTask.Stage.known.map { stage in
            (stage, " \(stage.origins.map(\.rawValue).sorted().joined(separator: " ")) ")
        })

    /// The parameters of ``change(_:of:in:)``.
    static func changedValues(of task: StoredTask) -> [SQLValue] {
        [
            .optional(task.upstreamID), .text(task.stage.rawValue), .integer(task.updatedAt.microseconds),
            .text(task.record.line), .text(task.id), .text(origins[task.stage] ?? ""),
        ]
    }

    // MARK: Reading

    /// Selects what a row is read from; what is selected follows.
    static let select: SQL = """
        SELECT id, upstream_id, dialect, principal, operation, trace_id, stage, created_at, updated_at, record, \
        video_width, video_height, thumbnail_width, thumbnail_height FROM task
        """
    private static let selectByID = select + " WHERE id = ? AND principal = ? AND deleted_at IS NULL"
    private static let selectByUpstreamID =
        select + " WHERE upstream_id = ? AND principal = ? AND deleted_at IS NULL"
    private static let selectByTraceID =
        select + " WHERE trace_id = ? AND principal = ? AND deleted_at IS NULL"
        // Tasks of histories may have none, and do not share it.
        + " AND (trace_id <> '' OR operation <> 'import') ORDER BY created_at DESC, rowid DESC LIMIT 1"
    private static let selectUnfinished = select + " WHERE stage <> 'ended' AND id > ? ORDER BY id LIMIT ?"

    /// The row of a principal's task.
    static func find(
        _ key: TaskKey, of principal: String, in database: SQLiteDatabase
    ) throws(StoreError) -> TaskRow? {
        switch key {
        case .id(let id):
            let values: [SQLValue] = [.text(id), .text(principal)]
            if let row = try database.first(selectByID, values, TaskRow.init) { return row }
            return try database.first(selectByUpstreamID, values, TaskRow.init)
        case .traceID(let id):
            return try database.first(selectByTraceID, [.text(id), .text(principal)], TaskRow.init)
        case .mediaURL(let url):
            return try find(mediaURL: url, of: principal, in: database)
        }
    }

    /// The row of a task, whoever it belongs to.
    static func find(_ id: String, in database: SQLiteDatabase) throws(StoreError) -> TaskRow? {
        try database.first(select + " WHERE id = ? AND deleted_at IS NULL", [.text(id)], TaskRow.init)
    }

    /// Rows of a principal's tasks, in the order of the keys; a task that is named twice is read once.
    static func find(
        _ keys: [TaskKey], of principal: String, in database: SQLiteDatabase
    ) throws(StoreError) -> [TaskRow?] {
        var found: [TaskKey: TaskRow?] = [:]
        var bytes = 0
        for key in keys where found[key] == nil {
            let row = try find(key, of: principal, in: database)
            found[key] = .some(row)
            bytes += row?.line.utf8.count ?? 0
            guard bytes <= maximumFoundBytes else {
                throw StoreError(
                    .tooLarge, "the tasks are more than \(maximumFoundBytes >> 20) MiB together",
                    remedy: "ask for fewer at once")
            }
        }
        return keys.map { found[$0] ?? nil }
    }

    /// Bytes of records beyond which tasks are not looked for together.
    private static let maximumFoundBytes = 16 << 20

    /// Rows of tasks that have not ended, ordered by id: as many as fit into the bounds, but one at least.
    static func unfinished(
        after id: String?, limit: Int, in database: SQLiteDatabase
    ) throws(StoreError) -> (rows: [TaskRow], isComplete: Bool) {
        var rows: [TaskRow] = []
        var bytes = 0
        var isComplete = true
        let count = Int64(min(max(limit, 1), 10_000))
        // One row more tells whether there are more.
        try database.forEachRow(selectUnfinished, [.text(id ?? ""), .integer(count + 1)]) { row throws(StoreError) in
            if rows.count == count || bytes > maximumBatchBytes {
                isComplete = false
                return false
            }
            let row = TaskRow(row)
            bytes += row.line.utf8.count
            rows.append(row)
            return true
        }
        return (rows, isComplete)
    }

    /// Bytes of records beyond which a batch or a page ends.
    static let maximumBatchBytes = 8 << 20
}
