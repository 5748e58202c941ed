import Adapters
import AgentsCore

// Tasks of histories, as ``ImportLedger`` promises them.

extension SQLiteTaskStore: ImportLedger {
    /// Takes over tasks, in one transaction.
    package func importTasks(_ tasks: [StoredTask]) async throws(StoreError) -> [ImportOutcome] {
        try await writer.run { database throws(StoreError) in
            try database.atomically { () throws(StoreError) in
                var outcomes: [ImportOutcome] = []
                for task in tasks { outcomes.append(try ImportRow.put(task, in: database)) }
                return outcomes
            }
        }
    }
}

/// What taking over a history asks of the table of tasks, and writes to it.
enum ImportRow {
    private static let select: SQL = "SELECT principal, operation, deleted_at, record FROM task"
    /// An id of the Agents API is that of a task as well.
    private static let selectByID = select + " WHERE id = ?"
    private static let selectByUpstreamID = select + " WHERE upstream_id = ?"
    /// Those of a kind of record that says less may have come first, so that everything but the id can change.
    private static let update: SQL = """
        UPDATE task SET dialect = ?, trace_id = ?, created_at = ?, updated_at = ?, record = ? WHERE id = ?
        """
    /// Nobody copies files of other services.
    private static let excludeFromCopies: SQL = "UPDATE task SET copy_state = ? WHERE id = ?"

    /// What would become of a task.
    static func outcome(of task: StoredTask, in database: SQLiteDatabase) throws(StoreError) -> ImportOutcome {
        let id = SQLValue.text(task.id)
        var stored = try database.first(selectByID, [id], StoredState.init)
        if stored == nil { stored = try database.first(selectByUpstreamID, [id], StoredState.init) }
        return ImportOutcome(of: task, over: stored)
    }

    /// Takes over a task; within a transaction.
    static func put(_ task: StoredTask, in database: SQLiteDatabase) throws(StoreError) -> ImportOutcome {
        let outcome = try outcome(of: task, in: database)
        switch outcome {
        case .imported:
            try database.run(TaskRow.insert, TaskRow.values(of: task))
            try database.run(
                excludeFromCopies, [.integer(MediaCopyState.removed.rawValue), .text(task.id)])
        case .updated:
            try database.run(
                update,
                [
                    .text(task.dialect), .text(task.traceID), .integer(task.createdAt.microseconds),
                    .integer(task.updatedAt.microseconds), .text(task.record.line), .text(task.id),
                ])
        case .unchanged, .refused: break
        }
        return outcome
    }
}

extension StoredState {
    /// Creates the state of the row that a statement stands on.
    fileprivate init(_ row: SQLiteRow) {
        principal = row.text(0)
        operation = row.text(1)
        isDeleted = !row.isNull(2)
        line = row.text(3)
    }
}

/// Says what taking over a history would do to a store, and changes nothing; a server may be using it.
package final class ImportPreview {
    private let path: String
    private let database: SQLiteDatabase
    /// The mark of the secret that the store was made with, if it has one.
    package let secretMark: String?

    /// Opens a store.
    ///
    /// - Parameter path: The database.
    /// - Throws: ``StoreError`` with the file's name, also if the store is of another version.
    package init(_ path: String) throws(StoreError) {
        self.path = path
        do throws(StoreError) {
            database = try SQLiteDatabase(path: path, access: .reading, busyTimeout: .seconds(5))
            try database.run("PRAGMA trusted_schema = OFF")
            let version = try SQLiteSchema.version(of: database)
            guard version == SQLiteSchema.migrations.count else {
                throw StoreError(
                    .unavailable, "the store has version \(version), which is not \(SQLiteSchema.migrations.count)",
                    remedy: "start the server of this program once, which brings it there")
            }
            secretMark = try database.first("SELECT mark FROM secret") { $0.text(0) }
        } catch {
            throw error.about(path)
        }
    }

    /// What would become of some tasks.
    ///
    /// - Parameter tasks: The tasks.
    /// - Returns: What ``ImportLedger/importTasks(_:)`` would return.
    /// - Throws: ``StoreError``.
    package func outcomes(of tasks: [StoredTask]) throws(StoreError) -> [ImportOutcome] {
        do throws(StoreError) {
            try database.run("BEGIN")
            defer { try? database.run("ROLLBACK") }
            var outcomes: [ImportOutcome] = []
            for task in tasks { outcomes.append(try ImportRow.outcome(of: task, in: database)) }
            return outcomes
        } catch {
            throw error.about(path)
        }
    }
}
