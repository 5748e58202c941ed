import AgentsCore
import Synchronization

/// Watches the world's clock, so that nothing is deleted because somebody has set it wrong.
///
/// A step forward makes everything look old at once. So for a day after one, as the server's own clock counts, nothing is
/// taken to be old; time enough to set the clock right. A step back makes everything look young, which deletes nothing.
final class ClockWatch: Sendable {
    /// What is watched, as a value of its own: it is told both times.
    struct State: Sendable, Equatable {
        /// A larger step than that is one that somebody has made.
        static let tolerance = Duration.seconds(3600)
        /// How long after a step nothing is taken to be old.
        static let doubt = Duration.seconds(86_400)
        /// A pause between two runs that is longer than that may be none.
        static let plausiblePause = Duration.seconds(7 * 86_400)

        private var last: (time: WallTime, now: Duration)?
        private var doubtEnd: Duration?

        /// Whether ages by the world's clock can be believed.
        func isTrusted(at now: Duration) -> Bool {
            doubtEnd.map { now >= $0 } ?? true
        }

        /// Looks at both clocks.
        ///
        /// - Parameters:
        ///   - time: The world's.
        ///   - now: The server's own.
        /// - Returns: How far the world's clock has stepped since the look before, if that is far; forward is positive.
        mutating func look(_ time: WallTime, _ now: Duration) -> Duration? {
            defer { last = (time, now) }
            guard let last else { return nil }
            let step = (time - last.time) - (now - last.now)
            if step > Self.tolerance { doubtEnd = now + Self.doubt }
            return step > Self.tolerance || step < .zero - Self.tolerance ? step : nil
        }

        /// Takes up what an earlier run has left.
        ///
        /// - Parameters:
        ///   - end: When something happened last in it.
        ///   - time: The world's clock now.
        ///   - now: The server's own.
        /// - Returns: Whether so much time lies between that the clock may be wrong.
        mutating func resume(after end: WallTime, _ time: WallTime, _ now: Duration) -> Bool {
            guard time - end > Self.plausiblePause else { return false }
            doubtEnd = now + Self.doubt
            return true
        }

        static func == (left: State, right: State) -> Bool {
            left.last?.time == right.last?.time && left.last?.now == right.last?.now && left.doubtEnd == right.doubtEnd
        }
    }

    private let state = Mutex(State())
    private let clock: any ServerClock
    private let log: EventLog

    init(_ clock: any ServerClock, log: EventLog) {
        self.clock = clock
        self.log = log
        _ = isTrusted
    }

    /// Whether ages by the world's clock can be believed now.
    var isTrusted: Bool {
        let (time, now) = (clock.wallTime, clock.now)
        let (step, isTrusted) = state.withLock { state in (state.look(time, now), state.isTrusted(at: now)) }
        if let step {
            log.warn(
                "the world's clock was set; nothing is taken to be old for a day if it went forward",
                ["step_seconds": "\(step.components.seconds)"])
        }
        return isTrusted
    }

    /// Takes up what an earlier run has left.
    ///
    /// - Parameter end: When something happened last in it.
    func resume(after end: WallTime) {
        let (time, now) = (clock.wallTime, clock.now)
        if state.withLock({ $0.resume(after: end, time, now) }) {
            log.warn(
                "nothing has happened for long, or the world's clock is wrong; nothing is taken to be old for a day",
                ["last": end.rfc3339()])
        }
    }
}
