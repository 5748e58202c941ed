import AgentsCore

/// What is known about asking after one generation, and what follows from an answer.
///
/// Pure: it is told the time and the answers, and says when to ask next and when to give up.
struct PollState: Sendable, Hashable {
    /// What came of a question.
    enum Finding: Sendable, Equatable {
        /// The generation, in a state that is not final.
        case unfinished
        /// The Agents API does not know the generation.
        case missing
        /// The key is not accepted any more.
        case keyRefused
        /// No answer, or none that says anything; perhaps with a time before which not to ask again.
        case unavailable(retryAfter: Duration?)
    }

    /// Why a task is given up.
    enum Surrender: Sendable, Equatable {
        /// The Agents API has not known the generation several times in a row.
        case missing
        /// There was no final state in time.
        case overdue
        /// It was never learnt whether the generation was created.
        case inDoubt
        /// It was never submitted.
        case unsent
    }

    /// What to do after an answer.
    enum Verdict: Sendable, Equatable {
        /// Ask again when it is due.
        case goOn
        /// Do not ask before somebody brings a key that works.
        case pause
        /// Stop asking; the task has failed.
        case giveUp(Surrender)
    }

    /// However many clients ask, the Agents API is asked no more often than this.
    static let freshness = Duration.seconds(1)
    private static let longestBackoff = Duration.seconds(60)
    private static let allowedMisses = 3

    @Compact private var interval: Duration
    /// When the task is given up, on the clock that `now` is read from.
    @Compact private(set) var deadline: Duration
    /// When the next question is due.
    @Compact private(set) var due: Duration
    /// The last moment at which the task is known to have been unfinished.
    @Compact private(set) var unfinishedAt: Duration
    @Compact private var lastQuestion: Duration
    @Compact private var notBefore: Duration
    /// When regular questions begin.
    @Compact private var regularStart: Duration
    private var failures: UInt8 = 0
    private var misses: UInt8 = 0

    /// Starts for a generation that was accepted, or found again, just now.
    ///
    /// - Parameters:
    ///   - cadence: When to ask if nothing special happens.
    ///   - now: The time.
    ///   - deadline: When the task is given up.
    ///   - isDueNow: Whether to ask at once, as after a restart.
    ///   - silence: How long ago the generation was last known to be unfinished.
    init(
        _ cadence: PollCadence, now: Duration, deadline: Duration, isDueNow: Bool = false, silence: Duration = .zero
    ) {
        interval = cadence.interval
        self.deadline = deadline
        due = isDueNow ? now : min(now + (cadence.glance ?? cadence.first), max(deadline, now))
        unfinishedAt = now - silence
        regularStart = isDueNow || cadence.glance == nil ? now : now + cadence.first
        lastQuestion = isDueNow ? now - Self.freshness : now
        notBefore = now
    }

    /// Whether what is known is new enough to answer a client with it.
    func isFresh(at now: Duration) -> Bool {
        now - lastQuestion < Self.freshness
    }

    /// Makes the question due for a client that asks, unless it is too early for one.
    mutating func bringForward(at now: Duration) {
        due = min(due, max(now, notBefore))
    }

    /// Puts the question off, so that not all of many come at once.
    mutating func putOff(until time: Duration) {
        due = max(due, min(time, deadline))
    }

    /// A question goes out.
    mutating func ask(at now: Duration) {
        lastQuestion = now
    }

    /// An answer has come in.
    ///
    /// - Parameters:
    ///   - finding: What it said.
    ///   - now: The time.
    ///   - jitter: A random number from 0 to 1, which spreads questions that failed together.
    /// - Returns: What to do.
    mutating func note(_ finding: Finding, at now: Duration, jitter: Double) -> Verdict {
        switch finding {
        case .unfinished:
            failures = 0
            misses = 0
            // The answer was true at some time after the question had gone out.
            unfinishedAt = max(unfinishedAt, lastQuestion)
            schedule(after: max(interval, regularStart - now), at: now)
        case .missing:
            misses += 1
            if misses >= Self.allowedMisses { return .giveUp(.missing) }
            schedule(after: interval, at: now)
        case .keyRefused:
            schedule(after: interval, at: now)
            return now >= deadline ? .giveUp(.overdue) : .pause
        case .unavailable(let retryAfter):
            failures = min(failures + 1, 100)
            let doubled = interval * (1 << min(Int(failures) - 1, 10))
            let spread = min(doubled, Self.longestBackoff) * (0.75 + 0.5 * jitter)
            let wait = max(spread, retryAfter ?? .zero)
            schedule(after: wait, at: now)
            if retryAfter != nil { notBefore = min(now + wait, max(deadline, now)) }
        }
        return now >= deadline ? .giveUp(.overdue) : .goOn
    }

    private mutating func schedule(after wait: Duration, at now: Duration) {
        due = now < deadline ? min(now + wait, deadline) : now + wait
    }
}
