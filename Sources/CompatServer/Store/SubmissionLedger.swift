package import AgentsCore

/// Remembers submissions beside their tasks, so that a retry finds the one that it repeats after a restart as well.
///
/// What a conforming type promises, beyond what a ``TaskStore`` does:
///
/// - A submission is stored together with its task, or neither is; it goes with its task when that is removed.
/// - No two submissions of a principal have the same idempotency key.
package protocol SubmissionLedger: Sendable {
    /// Adds a task as ``TaskStore/insert(_:)`` does, and the submission that it comes from.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - submission: The submission, of this task.
    /// - Throws: ``StoreError``; a conflict also if another submission has the idempotency key.
    func insert(_ task: StoredTask, from submission: StoredSubmission) async throws(StoreError)

    /// Updates a task as ``TaskStore/update(_:)`` does, and keeps the request that is to be sent for it later.
    ///
    /// - Parameters:
    ///   - task: The task as it shall be.
    ///   - request: The request to the Agents API as JSON.
    /// - Throws: ``StoreError``, also if there is no task with this id.
    func update(_ task: StoredTask, toSend request: [UInt8]) async throws(StoreError)

    /// The request that was kept to be sent for a task; nothing if there is none.
    ///
    /// - Parameter task: The task's own id.
    /// - Returns: The request as JSON.
    /// - Throws: ``StoreError``.
    func request(of task: String) async throws(StoreError) -> [UInt8]?

    /// Notes what became of the answer to a submission; nothing if that is gone.
    ///
    /// - Parameters:
    ///   - answer: What became of it.
    ///   - task: The task's own id.
    ///   - time: When.
    /// - Throws: ``StoreError``.
    func note(_ answer: StoredSubmission.Answer, of task: String, at time: WallTime) async throws(StoreError)

    /// Notes of many answers together that they have left for their clients; nothing of submissions that are gone.
    ///
    /// - Parameter answers: When, by the tasks' own ids.
    /// - Throws: ``StoreError``.
    func noteDelivered(_ answers: [String: WallTime]) async throws(StoreError)

    /// The submission of a principal with an idempotency key.
    ///
    /// - Parameters:
    ///   - key: A fingerprint of the key.
    ///   - principal: The principal.
    /// - Returns: The submission; nothing if there is none.
    /// - Throws: ``StoreError``.
    func submission(
        withKey key: Fingerprint, of principal: Fingerprint
    ) async throws(StoreError) -> StoredSubmission?

    /// Submissions whose answers may not have reached their clients, the oldest first.
    ///
    /// - Parameters:
    ///   - time: Those only that came then or later.
    ///   - delivery: Those as well that came then and whose answers were delivered since this time, as nobody knows whether
    ///     they have arrived.
    ///   - limit: The most submissions.
    /// - Returns: The submissions.
    /// - Throws: ``StoreError``.
    func unansweredSubmissions(
        since time: WallTime, orDeliveredSince delivery: WallTime, limit: Int
    ) async throws(StoreError) -> [StoredSubmission]

    /// Forgets old submissions; their tasks stay.
    ///
    /// - Parameter time: Those that came before.
    /// - Returns: How many there were.
    /// - Throws: ``StoreError``.
    func forgetSubmissions(before time: WallTime) async throws(StoreError) -> Int
}

/// A submission as the store remembers it.
package struct StoredSubmission: Sendable, Equatable {
    /// What became of an answer.
    package struct Answer: OpenVocabulary {
        /// The word that is stored.
        package let rawValue: String

        /// Creates a word.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// None is known to have been given.
        package static let pending = Self(rawValue: "pending")
        /// The client has it.
        package static let delivered = Self(rawValue: "delivered")
        /// The client does not know what became of its task.
        package static let undelivered = Self(rawValue: "undelivered")
        /// The client was told that its task has failed, in a way that it may take for a fault of the way.
        package static let failed = Self(rawValue: "failed")
        /// The words above.
        package static let known: [Self] = [.pending, .delivered, .undelivered, .failed]
    }

    /// The task's own id.
    package let task: String
    /// Who submitted it.
    package let principal: Fingerprint
    /// A fingerprint of route and body.
    package let content: Fingerprint
    /// A fingerprint of the idempotency key that the client gave; nothing if it gave none.
    package let key: Fingerprint?
    /// When it came.
    package let time: WallTime
    /// What became of the answer.
    package var answer: Answer
    /// When that was noted.
    package var answeredAt: WallTime?

    /// Creates a submission.
    package init(
        task: String, principal: Fingerprint, content: Fingerprint, key: Fingerprint? = nil, time: WallTime,
        answer: Answer = .pending, answeredAt: WallTime? = nil
    ) {
        self.task = task
        self.principal = principal
        self.content = content
        self.key = key
        self.time = time
        self.answer = answer
        self.answeredAt = answeredAt
    }
}
