import Synchronization

/// A clock that stands still until it is moved, for tests of what happens over time.
///
/// ```swift
/// let clock = ManualClock()
/// async let woken: Void = clock.sleep(for: .seconds(30))
/// await clock.waitForSleepers(1)
/// clock.advance(by: .seconds(30))
/// try await woken
/// ```
package final class ManualClock: ServerClock {
    private struct Sleeper {
        let deadline: Duration
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct Watcher {
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Duration.zero
        var wallTime: WallTime
        var lastID = 0
        var sleepers: [Int: Sleeper] = [:]
        var watchers: [Watcher] = []
    }

    private let state: Mutex<State>

    /// Creates a clock whose own time is zero.
    ///
    /// - Parameter wallTime: The time of the world's clock; 2026-04-08T12:00:00Z if not given.
    package init(wallTime: WallTime = WallTime(seconds: 1_775_649_600)) {
        state = Mutex(State(wallTime: wallTime))
    }

    /// Time by which the clock was moved.
    package var now: Duration { state.withLock { $0.now } }

    /// The time of the world's clock; it moves along.
    package var wallTime: WallTime { state.withLock { $0.wallTime } }

    /// Tasks that wait for the clock.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Moves the clock and wakes those whose time has come, the earliest first.
    ///
    /// - Parameter duration: How far; not backwards.
    package func advance(by duration: Duration) {
        let woken = state.withLock { state in
            let step = max(duration, .zero)
            state.now += step
            state.wallTime = state.wallTime + step
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }.map(\.value)
        }
        for sleeper in woken { sleeper.continuation.resume(returning: true) }
    }

    /// Sets the world's clock alone, as an administrator does.
    ///
    /// - Parameter wallTime: The new time.
    package func setWallTime(_ wallTime: WallTime) {
        state.withLock { $0.wallTime = wallTime }
    }

    /// Waits until the clock has been moved far enough.
    ///
    /// - Parameter duration: How far; no time at all if it is not positive.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    package func sleep(for duration: Duration) async throws(CancellationError) {
        try await sleep { $0 + duration }
    }

    /// Waits until the clock has come to a point of its time, also if it is moved before anybody waits.
    ///
    /// - Parameter deadline: The point.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    package func sleep(until deadline: Duration) async throws(CancellationError) {
        try await sleep { _ in deadline }
    }

    private func sleep(_ deadline: (_ now: Duration) -> Duration) async throws(CancellationError) {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let isWoken = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in enter(id, deadline, continuation) }
        } onCancel: {
            cancel(id)
        }
        guard isWoken else { throw CancellationError() }
    }

    /// Waits until so many tasks wait for the clock.
    ///
    /// - Parameter count: How many, at least.
    package func waitForSleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard state.sleepers.count < count else { return true }
                state.watchers.append(Watcher(count: count, continuation: continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// A task that was cancelled before it came here finds nobody to wake it later: it must not wait at all.
    private func enter(
        _ id: Int, _ deadline: (_ now: Duration) -> Duration, _ continuation: CheckedContinuation<Bool, Never>
    ) {
        enum Entry {
            case waits([Watcher])
            case returns(Bool)
        }
        let entry = state.withLock { state -> Entry in
            guard !Task.isCancelled else { return .returns(false) }
            let deadline = deadline(state.now)
            guard deadline > state.now else { return .returns(true) }
            state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
            let satisfied = state.watchers.filter { $0.count <= state.sleepers.count }
            state.watchers.removeAll { $0.count <= state.sleepers.count }
            return .waits(satisfied)
        }
        switch entry {
        case .waits(let watchers): for watcher in watchers { watcher.continuation.resume() }
        case .returns(let isWoken): continuation.resume(returning: isWoken)
        }
    }

    private func cancel(_ id: Int) {
        state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(returning: false)
    }
}
