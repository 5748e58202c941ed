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

    /// What became of an answer.
    enum Answer: Sendable, Equatable {
        /// The client still waits.
        case pending
        /// It has left for the client, who has it unless the network lost it.
        case delivered(at: Duration)
        /// The client has hung up, or was told that something went wrong on the way: it does not know the task.
        case undelivered
        /// The client was told of a failure in a way that it takes for one of the way, and tries again by itself, if it
        /// does, within moments.
        case failed(at: Duration)
    }

    /// Somebody who waits for the answer to a submission: the first who made it, or one whose retry joined it.
    struct Caller: Sendable, Equatable {
        /// The task's own id.
        let id: String
        /// How many were there before.
        fileprivate let number: Int

        /// Somebody whose submission came to nothing.
        static let nobody = Caller(id: "", number: 0)
    }

    fileprivate struct Entry {
        let id: String
        let time: Duration
        /// Retries that have joined.
        var joined = 0
        var answer = Answer.pending
        /// When the client was told of a failure first; telling it again does not give it more time.
        var firstFailure: Duration?
    }

    /// How long a submission can be joined.
    static let window = Duration.seconds(600)
    /// How long a client's own retries of a failure take; what comes later wants another try.
    static let retryWindow = Duration.seconds(30)

    private var entries: [Key: [Entry]] = [:]
    private var keys: [String: Key] = [:]
    private var order: [(id: String, time: Duration)] = []

    /// Submissions that are remembered.
    var count: Int { keys.count }

    /// Joins the earlier submission that this one repeats; its answer is pending again.
    mutating func join(_ key: Key, _ attempt: Attempt, at now: Duration) -> Caller? {
        guard attempt != .first, let candidates = entries[key] else { return nil }
        func oldest(_ isJoined: (Answer) -> Bool) -> Int? {
            candidates.firstIndex { isJoined($0.answer) && now - $0.time < Self.window }
        }
        let missed = oldest { answer in
            if case .failed(let time) = answer { return now - time < Self.retryWindow }
            return answer == .undelivered
        }
        // A client that says it tries again has lost an answer, even if its hanging up was not noticed yet.
        guard let index = missed ?? (attempt == .retry ? oldest { $0 == .pending } ?? lost(key, at: now) : nil) else {
            return nil
        }
        return take(key, index)
    }

    /// The submission whose answer left last, if that was moments ago: a client that tries again has not got it.
    private func lost(_ key: Key, at now: Duration) -> Int? {
        entries[key]?.lastIndex {
            if case .delivered(let time) = $0.answer { return now - time < Self.retryWindow }
            return false
        }
    }

    /// Joins a submission that the caller has named; its answer is pending again.
    mutating func rejoin(_ id: String) -> Caller {
        guard let key = keys[id], let index = entries[key]?.firstIndex(where: { $0.id == id }) else {
            return Caller(id: id, number: 0)
        }
        return take(key, index)
    }

    /// Lets a caller wait for the answer to a submission.
    private mutating func take(_ key: Key, _ index: Int) -> Caller {
        guard var entry = entries[key]?[index] else { return .nobody }
        entry.answer = .pending
        entry.joined += 1
        entries[key]?[index] = entry
        return Caller(id: entry.id, number: entry.joined)
    }

    /// Remembers a new submission.
    mutating func add(_ id: String, _ key: Key, at now: Duration) -> Caller {
        entries[key, default: []].append(Entry(id: id, time: now))
        keys[id] = key
        order.append((id, now))
        return Caller(id: id, number: 0)
    }

    /// Remembers a submission of an earlier run; the oldest come first.
    ///
    /// A client that still waited then has lost its answer with that run.
    mutating func restore(_ id: String, _ key: Key, _ answer: Answer, age: Duration, at now: Duration) {
        entries[key, default: []].append(
            Entry(id: id, time: now - age, answer: answer == .pending ? .undelivered : answer))
        keys[id] = key
        order.append((id, now - age))
    }

    /// Notes what became of the answer to a caller; only that to the last one counts.
    ///
    /// - Parameters:
    ///   - caller: The caller.
    ///   - answer: What became of it.
    /// - Returns: Whether it counts.
    @discardableResult
    mutating func note(_ caller: Caller, _ answer: Answer) -> Bool {
        guard let key = keys[caller.id], let index = entries[key]?.firstIndex(where: { $0.id == caller.id }),
            entries[key]?[index].joined == caller.number
        else { return false }
        entries[key]?[index].note(answer)
        return true
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

extension RecentSubmissions.Entry {
    fileprivate mutating func note(_ answer: RecentSubmissions.Answer) {
        guard case .failed(let time) = answer else {
            self.answer = answer
            return
        }
        let first = firstFailure ?? time
        firstFailure = first
        self.answer = .failed(at: first)
    }
}
