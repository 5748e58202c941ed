package import AgentsCore

/// Keeps the callbacks that are to be delivered, beside the tasks that they are about.
///
/// What a conforming type promises, beyond what a ``TaskStore`` does:
///
/// - A callback is stored together with the change that it tells, or neither is.
/// - Of a task no callback is handed out while another one of it may be on its way, and none after a later step was stored.
/// - A callback that was handed out and about which nothing is heard is handed out again once its claim is over.
/// - Callbacks go with their task when that is removed.
package protocol CallbackOutbox: Sendable {
    /// Updates a task as ``TaskStore/update(_:)`` does, and stores the callback that tells the change.
    ///
    /// A step that is told already, or a later one than that, is told no more. Callbacks of earlier steps that were not
    /// delivered are superseded.
    ///
    /// - Parameters:
    ///   - task: The task as it shall be.
    ///   - callback: The callback, of this task.
    /// - Returns: Whether the callback is to be delivered, and was not stored before.
    /// - Throws: ``StoreError``, also if there is no task with this id.
    func update(_ task: StoredTask, posting callback: OutgoingCallback) async throws(StoreError) -> Bool

    /// Hands out callbacks that are due, those first that have been for the longest time.
    ///
    /// - Parameter claim: Which ones, and for how long.
    /// - Returns: The callbacks.
    /// - Throws: ``StoreError``.
    func claimCallbacks(_ claim: CallbackClaim) async throws(StoreError) -> [OutgoingCallback]

    /// Takes back callbacks that were handed out and not sent.
    ///
    /// - Parameters:
    ///   - ids: Their ids.
    ///   - time: When they are due again.
    /// - Throws: ``StoreError``.
    func releaseCallbacks(_ ids: [String], due time: WallTime) async throws(StoreError)

    /// Notes an attempt of a callback that was handed out, and what follows from it; nothing if the callback is gone.
    ///
    /// A callback that was superseded meanwhile stays so, unless it was delivered.
    ///
    /// - Parameters:
    ///   - attempt: The attempt.
    ///   - id: The callback's id.
    ///   - state: What became of it.
    ///   - failures: Attempts that have failed.
    ///   - due: When it is sent next, if it is.
    /// - Throws: ``StoreError``.
    func note(
        _ attempt: CallbackAttempt, of id: String, state: StoredCallback.State, failures: Int, due: WallTime?
    ) async throws(StoreError)

    /// When the next callback is due, handed out ones included.
    ///
    /// - Parameter origins: Receivers that do not count.
    /// - Returns: The time; nothing if none is pending.
    /// - Throws: ``StoreError``.
    func nextCallback(except origins: [String]) async throws(StoreError) -> WallTime?

    /// Brings callbacks in line with a clock that was set.
    ///
    /// - Parameters:
    ///   - underway: Ids of those that are on their way.
    ///   - end: When these are handed out again if nothing is heard of them.
    ///   - limit: Others that are due later than that are due at `time`, and claims that end later are over; none if there is
    ///     no limit.
    ///   - time: The time.
    /// - Throws: ``StoreError``.
    func adjustCallbacks(
        underway: [String], until end: WallTime, dueAfter limit: WallTime?, at time: WallTime
    ) async throws(StoreError)

    /// Gives up callbacks that have been tried for too long, because their receivers are hardly ever up.
    ///
    /// - Parameter time: Before when they were stored, or sent again by hand.
    /// - Returns: How many there were.
    /// - Throws: ``StoreError``.
    func expireCallbacks(startedBefore time: WallTime) async throws(StoreError) -> Int

    // MARK: For the operator

    /// Some callbacks, the newest first.
    ///
    /// - Parameters:
    ///   - state: Those in this state only; all if it is none.
    ///   - cursor: Where the page before ended; nothing to begin.
    ///   - limit: The most callbacks.
    /// - Returns: The callbacks, and where the next ones begin.
    /// - Throws: ``StoreError``.
    func callbacks(
        in state: StoredCallback.State?, from cursor: String?, limit: Int
    ) async throws(StoreError) -> CallbackPage

    /// A callback with its body; nothing if there is none.
    ///
    /// - Parameter id: Its id.
    /// - Returns: The callback.
    /// - Throws: ``StoreError``.
    func callback(_ id: String) async throws(StoreError) -> OutgoingCallback?

    /// The attempts of a callback, oldest first.
    ///
    /// - Parameter id: Its id.
    /// - Returns: The attempts.
    /// - Throws: ``StoreError``.
    func attempts(of id: String) async throws(StoreError) -> [CallbackAttempt]

    /// Sends a callback again that was given up or delivered; not one that a later step of its task has made out of date.
    ///
    /// - Parameters:
    ///   - id: Its id.
    ///   - time: The time; it is due then.
    /// - Returns: Whether it is sent.
    /// - Throws: ``StoreError``.
    func replayCallback(_ id: String, at time: WallTime) async throws(StoreError) -> Bool

    /// Sends all callbacks again that were given up.
    ///
    /// - Parameters:
    ///   - start: Those only that were stored then or later.
    ///   - time: The time; they are due then.
    /// - Returns: How many there are.
    /// - Throws: ``StoreError``.
    func replayCallbacks(createdSince start: WallTime, at time: WallTime) async throws(StoreError) -> Int
}

/// Which callbacks are handed out.
package struct CallbackClaim: Sendable, Equatable {
    /// The time: what is due then or earlier.
    package let time: WallTime
    /// When callbacks are handed out again of which nothing was heard.
    package let end: WallTime
    /// The most callbacks.
    package let limit: Int
    /// Receivers that get none now.
    package let exceptOrigins: [String]
    /// Tasks of which one is on its way, whatever the time says of its claim.
    package let exceptTasks: [String]

    /// Creates a claim.
    package init(
        at time: WallTime, until end: WallTime, limit: Int, except origins: [String] = [], tasks: [String] = []
    ) {
        self.time = time
        self.end = end
        self.limit = limit
        exceptOrigins = origins
        exceptTasks = tasks
    }
}

/// Some callbacks, in an order that makes it possible to ask for those behind them.
package struct CallbackPage: Sendable, Equatable {
    /// The callbacks.
    package let callbacks: [StoredCallback]
    /// Where the next ones begin; nothing if there are no more.
    package let next: String?

    /// Creates a page.
    package init(callbacks: [StoredCallback] = [], next: String? = nil) {
        self.callbacks = callbacks
        self.next = next
    }
}
