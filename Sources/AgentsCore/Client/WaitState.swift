/// What is known while a generation is waited for, and when to ask next.
///
/// Pure, as ``RetryState`` is. Failures that pass do not end a wait: the next question is asked later, up to a minute, and
/// not before a `Retry-After` is over; one that reaches beyond the deadline ends the wait at once. An answer that says that there is no such generation, or says nothing, ends it when
/// it comes three times in a row.
struct WaitState: Sendable, Equatable {
    /// What to do after an answer.
    enum Verdict: Sendable, Equatable {
        /// Ask after a pause.
        case ask(after: Duration)
        /// The deadline has come.
        case deadline
        /// The error is the end of the wait.
        case giveUp
    }

    private static let longestPause = Duration.seconds(60)
    private static let allowedMisses = 3

    private let schedule: WaitSchedule
    private let deadline: Duration
    private var failures = 0
    private var misses = 0

    /// Starts a wait.
    ///
    /// - Parameters:
    ///   - schedule: When to ask.
    ///   - now: The time.
    init(_ schedule: WaitSchedule, now: Duration) {
        self.schedule = schedule
        deadline = now + schedule.deadline
    }

    /// The pause before the first question.
    var firstPause: Duration { min(schedule.initialDelay, schedule.deadline) }

    /// How long a question may take that is asked now: it does not outlast the deadline by more than some seconds.
    ///
    /// - Parameters:
    ///   - timeout: How long it may take otherwise.
    ///   - now: The time.
    /// - Returns: The time.
    func patience(_ timeout: Duration, at now: Duration) -> Duration {
        min(timeout, max(deadline - now, .seconds(5)))
    }

    /// The generation has not ended.
    ///
    /// - Parameter now: The time.
    /// - Returns: What to do.
    mutating func noteUnfinished(at now: Duration) -> Verdict {
        failures = 0
        misses = 0
        return next(after: schedule.interval, at: now)
    }

    /// A question has failed.
    ///
    /// - Parameters:
    ///   - error: How.
    ///   - now: The time.
    ///   - random: A random number from 0 to 1.
    /// - Returns: What to do.
    mutating func note(_ error: ClientError, at now: Duration, random: Double) -> Verdict {
        if error.status == 404 || error.code == .unreadableAnswer {
            misses += 1
            return misses >= Self.allowedMisses ? .giveUp : next(after: schedule.interval, at: now)
        }
        guard error.isTransient else { return .giveUp }
        failures += 1
        let doubled = schedule.interval * (1 << min(failures - 1, 20))
        let pause = min(doubled, max(Self.longestPause, schedule.interval)) * (0.75 + 0.5 * min(max(random, 0), 1))
        guard let told = error.retryAfter else { return next(after: pause, at: now) }
        return now + told > deadline ? .deadline : next(after: max(pause, told), at: now)
    }

    /// The last question is asked when the deadline comes.
    private func next(after pause: Duration, at now: Duration) -> Verdict {
        now >= deadline ? .deadline : .ask(after: min(pause, deadline - now))
    }
}
