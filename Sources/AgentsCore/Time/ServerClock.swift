#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The time, as everything that waits or dates something sees it.
///
/// It is injected, so that what happens over hours is tested in no time: ``SystemClock`` in a process, ``ManualClock``
/// in its tests.
package protocol ServerClock: Sendable {
    /// Time since a fixed point of the clock's own; it never goes back.
    var now: Duration { get }

    /// The time of the world's clock, for what is told to others and kept; it may jump.
    var wallTime: WallTime { get }

    /// Waits without holding a thread.
    ///
    /// - Parameter duration: How long; no time at all if it is not positive.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    func sleep(for duration: Duration) async throws(CancellationError)

    /// Waits for a point of the clock's own time, without holding a thread.
    ///
    /// - Parameter deadline: The point, as ``now`` counts; one that has passed is not waited for.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    func sleep(until deadline: Duration) async throws(CancellationError)
}

extension ServerClock {
    /// Waits for a point of the clock's own time.
    ///
    /// - Parameter deadline: The point.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    package func sleep(until deadline: Duration) async throws(CancellationError) {
        try await sleep(for: deadline - now)
    }
}

/// The clocks of the machine.
package struct SystemClock: ServerClock {
    private let start = ContinuousClock.now

    /// Creates a clock whose own time starts at zero.
    package init() {}

    /// Time since the clock was created, suspension of the machine included.
    package var now: Duration { ContinuousClock.now - start }

    /// The time of the world's clock.
    package var wallTime: WallTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// Waits without holding a thread.
    ///
    /// - Parameter duration: How long; no time at all if it is not positive.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    package func sleep(for duration: Duration) async throws(CancellationError) {
        do {
            try await Task.sleep(for: duration)
        } catch {
            throw CancellationError()
        }
    }
}
