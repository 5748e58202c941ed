/// Submissions of the last minutes, so that a client's retry finds the one that it repeats.
///
/// Legacy clients submit again by themselves when an answer does not reach them, without a key that would say so. A
/// submission joins an earlier one only if it can be told to be such a retry, and each of them joins at most one, so that
/// equal requests in parallel stay several. Pure: it is told what happens and when.
struct RecentSubmissions: Sendable {
    /// What makes two submissions equal.
    struct Key: Sendable, Hashable {
        let principal: Fingerprint
        /// A fingerprint of route and body.
        let content: Fingerprint
    }

    /// What a client says about itself.
    enum Attempt: Sendable, Equatable {
        /// That it is the first try of a request (`x-stainless-retry-count: 0`).
        case first
        /// That it is a later one.
        case retry
        /// Nothing.
        case unmarked
    }

    /// What is known about an answer.
    private enum Answer {
        /// The client still waits.
        case pending
        /// The client has it.
        case delivered
        /// The client has hung up, or was told that something went wrong here.
        case undelivered
    }

    private struct Entry {
        let id: String
        let time: Duration
        var answer = Answer.pending
    }

    /// How long a submission can be joined.
    static let window = Duration.seconds(600)

    private var entries: [Key: [Entry]] = [:]
    private var keys: [String: Key] = [:]
    private var order: [(id: String, time: Duration)] = []

    /// Submissions that are remembered.
    var count: Int { keys.count }

    /// The earlier submission that this one repeats; its answer is pending again.
    mutating func join(_ key: Key, _ attempt: Attempt, at now: Duration) -> String? {
        guard attempt != .first, let candidates = entries[key] else { return nil }
        func oldest(_ answer: Answer) -> Int? {
            candidates.firstIndex { $0.answer == answer && now - $0.time < Self.window }
        }
        // A client that says it tries again has lost an answer, even if its hanging up was not noticed yet.
        guard let index = oldest(.undelivered) ?? (attempt == .retry ? oldest(.pending) : nil) else { return nil }
        entries[key]?[index].answer = .pending
        return candidates[index].id
    }

    /// Remembers a new submission.
    mutating func add(_ id: String, _ key: Key, at now: Duration) {
        entries[key, default: []].append(Entry(id: id, time: now))
        keys[id] = key
        order.append((id, now))
    }

    /// Notes what became of the answer to a submission.
    mutating func note(_ id: String, isDelivered: Bool) {
        guard let key = keys[id], let index = entries[key]?.firstIndex(where: { $0.id == id }) else { return }
        entries[key]?[index].answer = isDelivered ? .delivered : .undelivered
    }

    /// Forgets a submission: nothing came of it, so it can be made again.
    mutating func forget(_ id: String) {
        guard let key = keys.removeValue(forKey: id) else { return }
        entries[key]?.removeAll { $0.id == id }
        if entries[key]?.isEmpty == true { entries[key] = nil }
    }

    /// Forgets what is older than the window.
    ///
    /// - Parameter now: The time.
    /// - Returns: The ids that are forgotten.
    mutating func expire(at now: Duration) -> [String] {
        let end = order.firstIndex { now - $0.time < Self.window } ?? order.count
        let old = order[..<end].map(\.id)
        order.removeFirst(end)
        for id in old { forget(id) }
        return old
    }
}
