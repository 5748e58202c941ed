extension SQLiteDatabase {
    /// Runs several statements that write, of which all or none is kept; within a transaction.
    ///
    /// - Parameter body: Runs the statements.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or ``StoreError``.
    func atomically<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        try run("SAVEPOINT change")
        do throws(StoreError) {
            let result = try body()
            try run("RELEASE change")
            return result
        } catch {
            // Some faults end the whole transaction, and the savepoint with it.
            if isInTransaction {
                try run("ROLLBACK TO change")
                try run("RELEASE change")
            }
            throw error
        }
    }
}
