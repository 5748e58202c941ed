import CSQLite

/// A row of a result, good until the statement goes on.
@safe struct SQLiteRow {
    private let statement: OpaquePointer

    /// Creates the row that a statement stands on.
    init(_ statement: OpaquePointer) {
        unsafe self.statement = unsafe statement
    }

    /// The text of a column; what is no UTF-8 in it is replaced.
    func text(_ column: Int32) -> String {
        // The bytes are counted after the text was asked for, which may convert it.
        guard let text = unsafe sqlite3_column_text(statement, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// The integer of a column.
    func integer(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(statement, column)
    }

    /// The bytes of a column.
    func blob(_ column: Int32) -> [UInt8] {
        guard let bytes = unsafe sqlite3_column_blob(statement, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// Whether a column holds nothing.
    func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(statement, column) == SQLITE_NULL
    }
}
