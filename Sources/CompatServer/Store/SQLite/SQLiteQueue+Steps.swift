extension SQLiteQueue {
    /// Rows that one step changes at most, so that others need not wait for long.
    static let stepRows = 256

    /// Changes rows, however many there are, a few at a time: others that write go between.
    ///
    /// - Parameter step: A statement that changes some of those rows that are left to change, no more than its second
    ///   argument says.
    /// - Returns: How many rows were changed.
    /// - Throws: ``StoreError``; steps before stay done.
    func runSteps(
        _ step: @escaping @Sendable (SQLiteDatabase, _ limit: SQLValue) throws(StoreError) -> Void
    ) async throws(StoreError) -> Int {
        var sum = 0
        while true {
            let count = try await run { database throws(StoreError) in
                try step(database, .integer(Int64(Self.stepRows)))
                return database.changes
            }
            sum += count
            if count < Self.stepRows { return sum }
        }
    }
}
