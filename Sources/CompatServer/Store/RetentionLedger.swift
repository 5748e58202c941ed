package import AgentsCore

/// Lets go of tasks that are older than they are kept, a few at a time.
///
/// What a conforming type promises, beyond what a ``TaskStore`` does: no call holds others up for longer than a few writes
/// take, however many tasks there are.
package protocol RetentionLedger: Sendable {
    /// Tasks that have ended, the first of them first.
    ///
    /// - Parameters:
    ///   - last: The task behind which they begin; nothing to begin.
    ///   - end: The last place that counts.
    ///   - limit: The most tasks.
    /// - Returns: The tasks; fewer than the limit if there are no more.
    /// - Throws: ``StoreError``.
    func endedTasks(after last: TaskPlace?, upTo end: TaskPlace, limit: Int) async throws(StoreError) -> [TaskPlace]

    /// A task further back in the order in which tasks have ended.
    ///
    /// - Parameters:
    ///   - place: Where to begin; nothing for the task that ended last.
    ///   - distance: How many tasks further back; the store walks no more than some thousands at once.
    /// - Returns: The task; nothing if there are not so many.
    /// - Throws: ``StoreError``.
    func endedTask(before place: TaskPlace?, by distance: Int) async throws(StoreError) -> TaskPlace?

    /// Deletes tasks as ``TaskStore/delete(_:of:in:at:)`` does, those only that have ended and about which nobody waits to be
    /// called.
    ///
    /// - Parameters:
    ///   - ids: The tasks' own ids; a few.
    ///   - time: When.
    /// - Returns: The ids of those that were deleted.
    /// - Throws: ``StoreError``.
    func outlive(_ ids: [String], at time: WallTime) async throws(StoreError) -> [String]

    /// Forgets what is left of deleted tasks, unless there are copies of their files.
    ///
    /// - Parameters:
    ///   - time: Those only that were deleted before.
    ///   - limit: The most tasks.
    /// - Returns: How many there were.
    /// - Throws: ``StoreError``.
    func forgetDeleted(before time: WallTime, limit: Int) async throws(StoreError) -> Int

    /// Gives some of the space back that nothing is stored in.
    ///
    /// - Returns: Whether there is more to give back.
    /// - Throws: ``StoreError``.
    func giveSpaceBack() async throws(StoreError) -> Bool

    /// When the task ended that was the last to end; nothing if none has.
    ///
    /// - Returns: The time.
    /// - Throws: ``StoreError``.
    func lastEnd() async throws(StoreError) -> WallTime?
}
