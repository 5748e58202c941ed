import Adapters

/// How far the delivery of one callback has come, and what follows from an attempt.
///
/// Pure: it is told what came of the attempts, and says what to do next.
struct DeliveryState: Sendable, Equatable {
    /// What came of an attempt.
    enum Finding: Sendable, Equatable {
        /// The receiver has answered, perhaps with a time before which it does not want to be called again.
        case answered(status: Int, retryAfter: Duration?)
        /// There was no answer, or nobody who may be called.
        case unanswered
    }

    /// What to do after an attempt.
    enum Verdict: Sendable, Equatable {
        /// Nothing more: the receiver has it.
        case delivered
        /// Send it again.
        case retry(after: Duration)
        /// Nothing more: that was the last attempt.
        case giveUp
    }

    private let acceptance: Callback.Acceptance
    private let schedule: DeliverySchedule
    /// Attempts that have failed.
    private(set) var failures: Int

    /// Continues a delivery.
    ///
    /// - Parameters:
    ///   - acceptance: The answers with which the callback is taken.
    ///   - failures: Attempts that have failed so far.
    ///   - schedule: When it is sent again.
    init(_ acceptance: Callback.Acceptance, failures: Int = 0, schedule: DeliverySchedule = DeliverySchedule()) {
        self.acceptance = acceptance
        self.failures = failures
        self.schedule = schedule
    }

    /// An attempt has come to its end.
    ///
    /// - Parameters:
    ///   - finding: What came of it.
    ///   - jitter: A random number from 0 to 1, which spreads callbacks that failed together.
    /// - Returns: What to do.
    mutating func note(_ finding: Finding, jitter: Double) -> Verdict {
        var pause: Duration?
        if case .answered(let status, let retryAfter) = finding {
            if acceptance.includes(status) { return .delivered }
            pause = retryAfter
        }
        failures += 1
        guard let wait = schedule.wait(after: failures, jitter: jitter) else { return .giveUp }
        return .retry(after: max(wait, pause ?? .zero))
    }
}
