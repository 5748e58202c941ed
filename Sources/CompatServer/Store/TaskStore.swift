package import Adapters
package import AgentsCore

/// Keeps tasks and sealed credentials, so that a restart loses nothing that was promised to a caller.
///
/// What a conforming type promises:
///
/// - A write has reached the disk when it returns. If it throws, nothing of it was kept, except that after
///   ``StoreError/Code-swift.struct/unavailable`` nobody knows.
/// - A call that begins after a write has returned sees it.
/// - Someone else's task looks exactly like one that does not exist.
/// - Calls may come from anywhere at any time; none of them blocks a thread of its caller. A call goes on when its task is
///   cancelled.
package protocol TaskStore: CallbackOutbox, SubmissionLedger, MediaLedger, ProbeLedger, RetentionLedger {
    /// Adds a task.
    ///
    /// - Parameter task: The task.
    /// - Throws: ``StoreError``; a conflict if its id, or its id of the Agents API, is another task's.
    func insert(_ task: StoredTask) async throws(StoreError)

    /// Replaces what can change of a task: the Agents API's id, the stage, the record and the time of the change.
    ///
    /// - Parameter task: The task as it shall be.
    /// - Throws: ``StoreError``, also if there is no task with this id, if it was deleted, or if there is no way from the
    ///   stage that it is in: what has ended stays as it is.
    func update(_ task: StoredTask) async throws(StoreError)

    /// Removes a task without a trace of which nothing came; one that is not there is none to remove.
    ///
    /// - Parameter id: The task's own id.
    /// - Throws: ``StoreError``, also if the task is no mere intent.
    func remove(_ id: String) async throws(StoreError)

    /// Deletes a principal's task: its record, and with it the request, is gone, and nobody finds the task any more.
    ///
    /// Its ids stay taken. A task that was submitted in another dialect is none to delete.
    ///
    /// - Parameters:
    ///   - key: How the caller names the task.
    ///   - principal: The caller.
    ///   - dialect: The dialect in which the task was submitted.
    ///   - time: When.
    /// - Returns: The task's own id; nothing if there was no such task.
    /// - Throws: ``StoreError``.
    func delete(
        _ key: TaskKey, of principal: Fingerprint, in dialect: String, at time: WallTime
    ) async throws(StoreError) -> String?

    /// A page of a principal's tasks that were submitted in a dialect, those submitted last first.
    ///
    /// Intents are not listed: nobody has been told of them. Of several tasks of one moment, the one that was stored last
    /// comes first. A page is bounded in bytes as well, and holds one task at least if there is one.
    ///
    /// - Parameters:
    ///   - query: Which tasks.
    ///   - principal: The caller.
    ///   - dialect: The dialect in which they were submitted.
    /// - Returns: The tasks, and whether there are more behind them, all at one moment.
    /// - Throws: ``StoreError``.
    func list(
        _ query: TaskQuery, of principal: Fingerprint, in dialect: String
    ) async throws(StoreError) -> ListedTasks

    /// Looks for the tasks of a principal, all at one moment.
    ///
    /// An id is first looked for among the tasks' own, then among those of the Agents API. Of several tasks with a trace id,
    /// the one that was submitted last is found.
    ///
    /// - Parameters:
    ///   - keys: How the caller names the tasks.
    ///   - principal: The caller.
    /// - Returns: As many as there are keys, in their order; nothing for those that the caller may not see.
    /// - Throws: ``StoreError``, also if the tasks are too large together.
    func find(_ keys: [TaskKey], of principal: Fingerprint) async throws(StoreError) -> [StoredTask?]

    /// A task by its own id, whoever it belongs to: for callers who prove their right otherwise.
    ///
    /// - Parameter id: The task's own id.
    /// - Returns: The task; nothing if there is none, or it was deleted.
    /// - Throws: ``StoreError``.
    func task(_ id: String) async throws(StoreError) -> StoredTask?

    /// Some of the tasks that have not ended.
    ///
    /// Asked again and again from where the last answer ended, it yields every task once that was there all the time and did
    /// not end meanwhile. The size of a batch is bounded in bytes as well.
    ///
    /// - Parameters:
    ///   - cursor: Where the batch before ended; nothing to begin.
    ///   - limit: The most tasks.
    /// - Returns: The tasks, and where the next ones begin.
    /// - Throws: ``StoreError``.
    func unfinished(from cursor: String?, limit: Int) async throws(StoreError) -> UnfinishedTasks

    /// Keeps a principal's credential in place of the one that was kept before.
    ///
    /// - Parameters:
    ///   - sealed: The credential as ``ServerSecret/seal(_:)`` returned it.
    ///   - principal: Whose it is.
    /// - Throws: ``StoreError``.
    func keepCredential(_ sealed: [UInt8], for principal: Fingerprint) async throws(StoreError)

    /// The credential that was kept last for a principal; nothing if there was none.
    ///
    /// - Parameter principal: Whose it is.
    /// - Returns: The credential for ``ServerSecret/open(_:)``.
    /// - Throws: ``StoreError``.
    func credential(of principal: Fingerprint) async throws(StoreError) -> [UInt8]?

    /// Forgets the credentials of principals that have no task but deleted ones.
    ///
    /// Only before anybody is served: whoever has kept a credential in this run takes it to be there.
    ///
    /// - Returns: How many there were.
    /// - Throws: ``StoreError``.
    @discardableResult
    func forgetUnusedCredentials() async throws(StoreError) -> Int

    /// Makes the store that of a secret, if it is nobody's yet, and makes sure that it is otherwise.
    ///
    /// With another secret every caller would be a stranger and no credential could be opened.
    ///
    /// - Parameter mark: The secret's ``ServerSecret/mark``.
    /// - Throws: ``StoreError``, also if the store is another secret's.
    func claim(for mark: Fingerprint) async throws(StoreError)

    /// Writes something that changes nothing, to see whether anything can be written.
    ///
    /// - Throws: ``StoreError`` if nothing can be.
    func tryWriting() async throws(StoreError)

    /// What writing has cost so far.
    var statistics: StoreStatistics { get }

    /// Finishes what was asked for before, and refuses what comes later.
    func close() async
}

extension TaskStore {
    /// Looks for a task of a principal.
    ///
    /// - Parameters:
    ///   - key: How the caller names the task.
    ///   - principal: The caller.
    /// - Returns: The task; nothing if there is none that the caller may see.
    /// - Throws: ``StoreError``.
    package func find(_ key: TaskKey, of principal: Fingerprint) async throws(StoreError) -> StoredTask? {
        try await find([key], of: principal).first ?? nil
    }

    /// The first tasks that have not ended.
    ///
    /// - Parameter limit: The most tasks.
    /// - Returns: The tasks, and where the next ones begin.
    /// - Throws: ``StoreError``.
    package func unfinished(limit: Int = 500) async throws(StoreError) -> UnfinishedTasks {
        try await unfinished(from: nil, limit: limit)
    }
}
