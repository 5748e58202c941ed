/// How often a call of the client is sent, and how long it rests between.
///
/// Reads are repeated after 408, 429, statuses from 500 on, and failures of the way there and back. A creation is repeated
/// only if the failure proves that nothing was accepted: see ``RetryState``.
///
/// The pause before the second try is ``firstPause``, before each further one twice that, up to ``longestPause``; of this
/// time between a half and the whole is rested, by chance, so that those who failed together do not come back together. A
/// `Retry-After` that is longer counts instead, with up to a tenth on top.
public struct RetryPolicy: Sendable, Hashable {
    /// How often a call is sent in all; 1 is once.
    public var attempts: Int
    /// The pause before the second try.
    public var firstPause: Duration
    /// The longest pause that is chosen here.
    public var longestPause: Duration
    /// The longest `Retry-After` that is waited for; a longer one ends the call, and is in the error.
    public var longestRetryAfter: Duration

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - attempts: How often a call is sent in all, at least once.
    ///   - firstPause: The pause before the second try.
    ///   - longestPause: The longest pause that is chosen here.
    ///   - longestRetryAfter: The longest `Retry-After` that is waited for.
    public init(
        attempts: Int, firstPause: Duration = .milliseconds(500), longestPause: Duration = .seconds(8),
        longestRetryAfter: Duration = .seconds(60)
    ) {
        self.attempts = max(attempts, 1)
        self.firstPause = max(firstPause, .zero)
        self.longestPause = max(longestPause, .zero)
        self.longestRetryAfter = max(longestRetryAfter, .zero)
    }

    /// Every call is sent once, for callers that have a schedule of their own.
    public static let never = Self(attempts: 1)
    /// Three tries, within which the longest documented wait fits: a minute after too many jobs at once.
    public static let standard = Self(attempts: 3)
}
