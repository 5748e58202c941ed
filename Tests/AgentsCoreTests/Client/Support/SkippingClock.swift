import AgentsCore
import Synchronization

/// A clock on which every pause is over at once; it remembers them.
final class SkippingClock: ServerClock {
    private struct State {
        var now = Duration.zero
        var pauses: [Duration] = []
    }

    private let state = Mutex(State())
    private let start: WallTime

    init(wallTime: WallTime = WallTime(seconds: 1_775_649_600)) {
        start = wallTime
    }

    var now: Duration { state.withLock { $0.now } }

    var wallTime: WallTime { start + now }

    /// The pauses so far.
    var pauses: [Duration] { state.withLock { $0.pauses } }

    func sleep(for duration: Duration) async throws(CancellationError) {
        guard !Task.isCancelled else { throw CancellationError() }
        state.withLock { state in
            state.now += duration
            state.pauses.append(duration)
        }
    }
}
