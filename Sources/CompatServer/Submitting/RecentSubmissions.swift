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

        /// Whether somebody else made the submission that this one waits for.
        var hasJoined: Bool { number > 0 }

        /// Somebody whose submission came to nothing.
        static let nobody = Caller(id: "", number: 0)
    }

    fileprivate struct Entry {
        let key: Key
        /// When it came, or what became of its answer was noted last.
        var time: Duration
        /// Retries that have joined.
        var joined = 0
        var answer = Answer.pending
        /// When the client was told of a failure first; telling it again does not give it more time.
        var firstFailure: Duration?
    }

    /// Equal submissions.
    private struct Equals {
        /// Those whose answers have not left.
        var open: [TaskName] = []
        /// Those whose answers have left, the last at the end; some may have been joined or forgotten since.
        var delivered = Queue<TaskName>()
    }

    /// How long a submission can be joined, counted from when nobody waits for its answer any more.
    static let window = Duration.seconds(600)
    /// The longest that a caller waits for an answer.
    static let longestWait = Duration.seconds(3600)
    /// How long a client's own retries of a failure take; what comes later wants another try.
    static let retryWindow = Duration.seconds(30)

    private var entries: [TaskName: Entry] = [:]
    private var equals: [Key: Equals] = [:]
    /// When those whose answers have left are forgotten.
    private var leaving = Queue<(name: TaskName, time: Duration)>()
    /// When the others are, as soon as nobody waits for their answers.
    private var ageing = Queue<(name: TaskName, time: Duration)>()

    /// Submissions that are remembered.
    var count: Int { entries.count }

    /// Joins the earlier submission that this one repeats; its answer is pending again.
    mutating func join(_ key: Key, _ attempt: Attempt, at now: Duration) -> Caller? {
        guard attempt != .first, let open = equals[key]?.open else { return nil }
        let candidates = open.compactMap { name in entries[name].map { (name: name, entry: $0) } }
            .filter { !$0.entry.isOver(at: now) }
        func oldest(_ isJoined: (Answer) -> Bool) -> TaskName? {
            candidates.filter { isJoined($0.entry.answer) }.min { $0.entry.time < $1.entry.time }?.name
        }
        let missed = oldest { answer in
            if case .failed(let time) = answer { return now - time < Self.retryWindow }
            return answer == .undelivered
        }
        // A client that says it tries again has lost an answer, even if its hanging up was not noticed yet.
        guard let name = missed ?? (attempt == .retry ? oldest { $0 == .pending } ?? lost(key, at: now) : nil) else {
            return nil
        }
        return take(name)
    }

    /// The submission whose answer left last, if that was moments ago: a client that tries again has not got it.
    private mutating func lost(_ key: Key, at now: Duration) -> TaskName? {
        while let name = equals[key]?.delivered.last {
            if case .delivered(let time) = entries[name]?.answer { return now - time < Self.retryWindow ? name : nil }
            _ = equals[key]?.delivered.popLast()
        }
        return nil
    }

    /// Joins a submission that the caller has named; its answer is pending again.
    mutating func rejoin(_ id: String) -> Caller {
        take(TaskName(id)) ?? Caller(id: id, number: 0)
    }

    /// Lets a caller wait for the answer to a submission.
    private mutating func take(_ name: TaskName) -> Caller? {
        guard var entry = entries[name] else { return nil }
        if case .delivered = entry.answer { equals[entry.key, default: Equals()].open.append(name) }
        entry.answer = .pending
        entry.joined += 1
        entries[name] = entry
        return Caller(id: name.text, number: entry.joined)
    }

    /// Remembers a new submission.
    mutating func add(_ id: String, _ key: Key, at now: Duration) -> Caller {
        let name = TaskName(id)
        entries[name] = Entry(key: key, time: now)
        equals[key, default: Equals()].open.append(name)
        return Caller(id: id, number: 0)
    }

    /// Remembers a submission of an earlier run; the oldest come first.
    ///
    /// A client that still waited then has lost its answer with that run.
    mutating func restore(_ id: String, _ key: Key, _ answer: Answer, age: Duration, at now: Duration) {
        let caller = add(id, key, at: now - age)
        note(caller, answer == .pending ? .undelivered : answer, at: now - age)
    }

    /// Notes what became of the answer to a caller; only that to the last one counts.
    ///
    /// - Parameters:
    ///   - caller: The caller.
    ///   - answer: What became of it.
    ///   - now: The time.
    /// - Returns: Whether it counts.
    @discardableResult
    mutating func note(_ caller: Caller, _ answer: Answer, at now: Duration) -> Bool {
        let name = TaskName(caller.id)
        guard var entry = entries[name], entry.joined == caller.number else { return false }
        let wasDelivered = if case .delivered = entry.answer { true } else { false }
        entry.note(answer)
        entry.time = max(entry.time, now)
        entries[name] = entry
        if case .delivered(let time) = answer {
            if !wasDelivered {
                equals[entry.key]?.open.removeAll { $0 == name }
                equals[entry.key]?.delivered.append(name)
            }
            leaving.append((name, time + Self.retryWindow))
        } else {
            if wasDelivered { equals[entry.key]?.open.append(name) }
            ageing.append((name, entry.time + Self.window))
        }
        return true
    }

    /// Forgets a submission: nothing came of it, so it can be made again.
    mutating func forget(_ id: String) {
        forget(TaskName(id))
    }

    private mutating func forget(_ name: TaskName) {
        guard let entry = entries.removeValue(forKey: name) else { return }
        equals[entry.key]?.open.removeAll { $0 == name }
        while let first = equals[entry.key]?.delivered.first, !isDelivered(first) {
            _ = equals[entry.key]?.delivered.popFirst()
        }
        if let rest = equals[entry.key], rest.open.isEmpty, rest.delivered.isEmpty { equals[entry.key] = nil }
    }

    private func isDelivered(_ name: TaskName) -> Bool {
        if case .delivered = entries[name]?.answer { true } else { false }
    }

    /// Forgets what nobody can join any more.
    ///
    /// - Parameter now: The time.
    /// - Returns: The ids that are forgotten.
    mutating func expire(at now: Duration) -> [String] {
        var old: [TaskName] = []
        while let next = leaving.first, next.time <= now {
            _ = leaving.popFirst()
            guard case .delivered(let time) = entries[next.name]?.answer, now - time >= Self.retryWindow else {
                continue
            }
            old.append(next.name)
            forget(next.name)
        }
        while let next = ageing.first, next.time <= now {
            _ = ageing.popFirst()
            // What is waited for, or was since, comes again.
            guard entries[next.name]?.isOver(at: now) == true, !isDelivered(next.name) else { continue }
            old.append(next.name)
            forget(next.name)
        }
        return old.map(\.text)
    }
}

extension RecentSubmissions.Entry {
    /// Whether no retry comes any more.
    fileprivate func isOver(at now: Duration) -> Bool {
        answer != .pending && now - time >= RecentSubmissions.window
    }

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
