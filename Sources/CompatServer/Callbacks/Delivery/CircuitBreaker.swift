/// Keeps callbacks from a receiver that is down: after several failures in a row it gets none for a while, then one.
///
/// Pure: it is told the time and what came of each attempt.
struct CircuitBreaker: Sendable, Equatable {
    /// Failures in a row after which nothing more is sent.
    static let threshold = 10
    /// The first pause; each one that follows without a success in between is twice as long.
    static let firstPause = Duration.seconds(30)
    /// The longest pause.
    static let longestPause = Duration.seconds(300)

    private var failures = 0
    private var pauses = 0
    /// When the next attempt may be made, while there are none.
    private(set) var reopening: Duration?

    /// Whether nothing has gone wrong since the last success.
    var isUntroubled: Bool { failures == 0 && reopening == nil }

    /// How many callbacks may be on their way to the receiver at once.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - limit: How many if the receiver is well.
    /// - Returns: How many.
    func capacity(at now: Duration, limit: Int) -> Int {
        guard let reopening else { return limit }
        return now < reopening ? 0 : 1
    }

    /// An attempt has come to its end.
    ///
    /// - Parameters:
    ///   - isUp: Whether the receiver answered, and not with a fault of its own.
    ///   - now: The time.
    mutating func note(isUp: Bool, at now: Duration) {
        guard !isUp else {
            self = CircuitBreaker()
            return
        }
        failures += 1
        // Attempts that were on their way when the pause began make it no longer.
        guard failures >= Self.threshold, reopening.map({ now >= $0 }) ?? true else { return }
        reopening = now + min(Self.firstPause * (1 << min(pauses, 10)), Self.longestPause)
        pauses += 1
    }
}
