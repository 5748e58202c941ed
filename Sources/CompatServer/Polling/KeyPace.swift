/// How fast the Agents API is asked with one key.
///
/// Pure: it is told the time and what came of each question, and says when the next may go out. A key that answers is given
/// more room little by little; one that is told to ask less gets half, and is left alone for as long as it was told; one that
/// is not accepted is not used before somebody brings it again. Questions of a key also keep a distance from each other, so
/// that the many tasks of one key do not come all at once.
struct KeyPace: Sendable, Hashable {
    /// What came of a question, as far as the key is concerned.
    enum Finding: Sendable, Hashable {
        /// The Agents API has answered.
        case answered
        /// It wants to be asked less with this key, perhaps not before some time has passed.
        case limited(retryAfter: Duration?)
        /// It does not accept the key.
        case refused
        /// There was no answer, or a fault.
        case unavailable
    }

    /// Bounds of a key.
    struct Limits: Sendable, Hashable {
        /// Questions that may be on their way at once, at most.
        var concurrency = 64
        /// Questions a second, at most.
        var rate = 500.0
    }

    /// Questions that may be on their way at once in the beginning, and after trouble.
    private static let firstRoom = 4.0
    private static let longestPause = Duration.seconds(60)
    /// How far behind its rate a key may be and catch up.
    private static let burst = Duration.milliseconds(250)

    private var room = Self.firstRoom
    /// Questions on their way.
    private(set) var running = 0
    /// Whether the key is not accepted.
    private(set) var isRefused = false
    @Compact private var opening: Duration = .zero
    @Compact private var schedule: Duration = .zero
    private var refusals: UInt8 = 0

    /// Starts with a key.
    ///
    /// - Parameter isRefused: Whether it is not used before somebody brings it.
    init(isRefused: Bool = false) {
        self.isRefused = isRefused
    }

    /// When the next question may go out; nothing as long as one of those on their way, or somebody who brings the key, must
    /// come first.
    var nextMoment: Duration? {
        isRefused || Double(running) >= max(1, room.rounded(.down)) ? nil : max(opening, schedule)
    }

    /// When a question could go out if no others were on their way; nothing without a key.
    func earliest(from due: Duration) -> Duration? {
        isRefused ? nil : max(due, opening, schedule)
    }

    /// A question goes out.
    mutating func begin(at now: Duration, _ limits: Limits) {
        running += 1
        schedule = max(schedule, now - Self.burst) + .seconds(1) / limits.rate
    }

    /// A question has come to its end.
    ///
    /// - Parameters:
    ///   - finding: What came of it.
    ///   - now: The time.
    ///   - jitter: A random number from 0 to 1, which spreads keys that are told to wait together.
    ///   - limits: The bounds.
    mutating func end(_ finding: Finding, at now: Duration, jitter: Double, _ limits: Limits) {
        running = max(running - 1, 0)
        switch finding {
        case .answered:
            refusals = 0
            isRefused = false
            // One more for each round of answers.
            room = min(room + 1 / max(room, 1), Double(limits.concurrency))
        case .limited(let retryAfter):
            // Those that were on their way when the first was refused say the same.
            if now >= opening {
                room = max(room / 2, 1)
                refusals = min(refusals + 1, 100)
            }
            let pause =
                min(.seconds(1) * (1 << min(max(Int(refusals) - 1, 0), 6)), Self.longestPause) * (0.75 + 0.5 * jitter)
            opening = max(opening, now + max(retryAfter ?? .zero, pause))
        case .refused:
            isRefused = true
            room = 1
        case .unavailable: room = max(room / 2, 1)
        }
    }

    /// Somebody has brought the key: one question shows whether it is good now.
    mutating func retry() {
        isRefused = false
    }
}
