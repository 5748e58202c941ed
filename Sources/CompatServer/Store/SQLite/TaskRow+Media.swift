import Adapters
import AgentsCore

// Rows by what they made.

extension TaskRow {
    /// How many of a principal's tasks are looked through, the newest first.
    ///
    /// Addresses of files are no column: they are asked for seldom, and those of the Agents API last an hour.
    private static let searchedTasks: Int64 = 10_000

    private static let selectByText =
        select
            + """
             WHERE rowid IN (SELECT rowid FROM task WHERE principal = ? AND deleted_at IS NULL AND stage <> 'intent' \
            ORDER BY created_at DESC LIMIT ?) AND instr(record, ?) > 0 ORDER BY created_at DESC, rowid DESC
            """

    /// The row of a principal's task that made the file at an address; of several, the one that was submitted last.
    static func find(
        mediaURL url: String, of principal: String, in database: SQLiteDatabase
    ) throws(StoreError) -> TaskRow? {
        var found: TaskRow?
        // The text may stand elsewhere in a record too, such as in its request.
        let values: [SQLValue] = [.text(principal), .integer(searchedTasks), .text("\"url\":\(url.jsonString)")]
        try database.forEachRow(selectByText, values) { row throws(StoreError) in
            let row = TaskRow(row)
            if row.outputs.contains(where: { $0.url.value == url }) { found = row }
            return found == nil
        }
        return found
    }

    /// What the task made; nothing if its record cannot be read.
    private var outputs: [Generation.Output] {
        do throws(StoreError) {
            return try task().record.generation.output.value ?? []
        } catch {
            return []
        }
    }
}
