/// How far the files of an ended task are copied.
package enum MediaCopyState: Int64, Sendable {
    /// Nobody has begun.
    case none
    /// There may be copies, not of all files and perhaps not whole.
    case begun
    /// There are copies of all files that can be copied.
    case complete
    /// There are no copies any more, and will be none.
    case removed
}

/// Knows the tasks whose files are still to be copied, and those whose copies are still to be removed.
package protocol MediaLedger: Sendable {
    /// Tasks that have ended and whose files are not all copied, the oldest first.
    ///
    /// - Parameters:
    ///   - last: The task behind which they begin; nothing to begin.
    ///   - limit: The most tasks.
    /// - Returns: The tasks; fewer than the limit if there are no more.
    /// - Throws: ``StoreError``.
    func uncopiedTasks(after last: TaskPlace?, limit: Int) async throws(StoreError) -> [TaskPlace]

    /// Deleted tasks of which copies may be left, ordered by id.
    ///
    /// - Parameters:
    ///   - last: The id behind which they begin; nothing to begin.
    ///   - limit: The most tasks.
    /// - Returns: Their own ids; fewer than the limit if there are no more.
    /// - Throws: ``StoreError``.
    func deletedTasksWithCopies(after last: String?, limit: Int) async throws(StoreError) -> [String]

    /// Notes how far the files of a task are copied, deleted or not.
    ///
    /// - Parameters:
    ///   - state: How far.
    ///   - id: The task's own id.
    /// - Throws: ``StoreError``.
    func note(_ state: MediaCopyState, of id: String) async throws(StoreError)
}
