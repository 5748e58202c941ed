/// Work for a connection, and how to tell who asked for it what came of it.
struct SQLiteJob: Sendable {
    /// Says whether the transaction that the work was part of has failed.
    typealias Delivery = @Sendable (_ failure: StoreError?) -> Void

    /// Does the work; the result is delivered when it has been committed.
    ///
    /// It may be done several times, in one transaction after another.
    let perform: @Sendable (SQLiteDatabase) -> Delivery
    /// Delivers an error in place of a result.
    let refuse: @Sendable (StoreError) -> Void

    /// Creates a job.
    ///
    /// - Parameters:
    ///   - continuation: Who waits for the result.
    ///   - work: The work. It runs at most one statement that writes, so that nothing of it is left if it fails.
    init<Result: Sendable>(
        _ continuation: CheckedContinuation<Swift.Result<Result, StoreError>, Never>,
        _ work: @escaping @Sendable (SQLiteDatabase) throws(StoreError) -> Result
    ) {
        refuse = { continuation.resume(returning: .failure($0)) }
        perform = { database in
            let result: Swift.Result<Result, StoreError>
            do throws(StoreError) {
                result = .success(try work(database))
            } catch {
                result = .failure(error)
            }
            return { failure in continuation.resume(returning: failure.map { .failure($0) } ?? result) }
        }
    }
}
