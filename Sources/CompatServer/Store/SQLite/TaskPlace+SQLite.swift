import AgentsCore

extension TaskPlace {
    /// Reads a place from a row of an id and a time.
    init(_ row: SQLiteRow) {
        self.init(id: row.text(0), time: WallTime(microseconds: row.integer(1)))
    }

    /// Time and id for `(time, id) > (?, ?)`.
    ///
    /// - Parameter place: The place behind which tasks begin; nothing to begin with the first.
    /// - Returns: The values.
    static func values(after place: TaskPlace?) -> [SQLValue] {
        [.integer(place?.time.microseconds ?? -1), .text(place?.id ?? "")]
    }
}
