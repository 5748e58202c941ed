/// Whether a call that failed is sent again, and when.
///
/// Pure: it is told what happened and a random number, and neither waits nor sends. ``GenerationClient`` asks it after every
/// failure.
///
/// ```swift
/// var state = RetryState(.standard, for: .creation)
/// switch state.verdict(on: error, random: .random(in: 0..<1)) {
/// case .tryAgain(let pause): try await Task.sleep(for: pause)
/// case .giveUp: throw error
/// }
/// ```
public struct RetryState: Sendable, Equatable {
    /// What a call does.
    public enum Purpose: Sendable {
        /// It only asks.
        case reading
        /// It creates something that costs money, and that the service cannot tell from a second one.
        case creation
    }

    /// What to do after a failure.
    public enum Verdict: Sendable, Equatable {
        /// Send the call again after a pause.
        case tryAgain(after: Duration)
        /// Tell the caller.
        case giveUp
    }

    private let policy: RetryPolicy
    private let purpose: Purpose
    /// Tries that have failed.
    public private(set) var failures = 0

    /// Starts before the first try.
    ///
    /// - Parameters:
    ///   - policy: How often and how soon.
    ///   - purpose: What the call does.
    public init(_ policy: RetryPolicy, for purpose: Purpose) {
        self.policy = policy
        self.purpose = purpose
    }

    /// Decides about a failure.
    ///
    /// - Parameters:
    ///   - error: What happened to the last try.
    ///   - random: A random number from 0 to 1.
    /// - Returns: What to do.
    public mutating func verdict(on error: ClientError, random: Double) -> Verdict {
        failures += 1
        guard failures < policy.attempts, isRepeatable(error) else { return .giveUp }
        let chance = min(max(random, 0), 1)
        let doubled = policy.firstPause * (1 << min(failures - 1, 20))
        let pause = min(doubled, policy.longestPause) * (0.5 + 0.5 * chance)
        guard let told = error.retryAfter else { return .tryAgain(after: pause) }
        guard told <= policy.longestRetryAfter else { return .giveUp }
        return .tryAgain(after: max(pause, told * (1 + 0.1 * chance)))
    }

    /// Whether another try may help, and can do no harm.
    ///
    /// A creation is repeated where the server cannot have seen it (connection refused, name unknown, no TLS), or has said
    /// that it did not take it, in the two ways that the service documents as passing: 429 and its own 503.
    private func isRepeatable(_ error: ClientError) -> Bool {
        guard error.isTransient else { return false }
        switch purpose {
        case .reading: return true
        case .creation:
            return error.transportError?.isUndelivered == true || error.status == 429 || error.status == 503
        }
    }
}
