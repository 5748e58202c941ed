/// A clock of the standard library as the project's own kind.
struct AdaptedClock<Base: Clock>: ServerClock where Base.Duration == Duration {
    private let base: Base
    private let start: Base.Instant

    /// Adapts a clock; its own time starts at zero.
    init(_ base: Base) {
        self.base = base
        start = base.now
    }

    /// Time since the clock was adapted.
    var now: Duration { start.duration(to: base.now) }

    /// The time of the machine.
    var wallTime: WallTime { SystemClock().wallTime }

    /// Waits by the clock.
    func sleep(for duration: Duration) async throws(CancellationError) {
        do {
            try await base.sleep(for: duration)
        } catch {
            throw CancellationError()
        }
    }
}
