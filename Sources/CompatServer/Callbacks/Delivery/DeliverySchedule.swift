/// When a callback that was not taken is sent again.
struct DeliverySchedule: Sendable, Equatable {
    /// Waits of the first moments, as the legacy service has them.
    ///
    /// Source: Dream Machine API, callbacks: up to three retries, 100 ms apart.
    var burst: [Duration] = [.milliseconds(100), .milliseconds(100), .milliseconds(100)]
    /// Waits after that, each a little longer or shorter by chance.
    var durable: [Duration] = [
        .seconds(5), .seconds(300), .seconds(1800), .seconds(7200), .seconds(18_000), .seconds(36_000),
        .seconds(36_000),
    ]
    /// The part of a wait by which it may be longer or shorter.
    var spread = 0.2

    /// The most attempts.
    var attempts: Int { burst.count + durable.count + 1 }

    /// The longest wait, unless the receiver asks for a longer one.
    var longestWait: Duration { (durable.max() ?? .zero) * (1 + spread) }

    /// The wait after an attempt that failed.
    ///
    /// - Parameters:
    ///   - failures: Attempts that have failed so far, that one included.
    ///   - jitter: A random number from 0 to 1.
    /// - Returns: The wait; nothing if that was the last attempt.
    func wait(after failures: Int, jitter: Double) -> Duration? {
        let index = failures - 1
        if index < burst.count { return burst[max(index, 0)] }
        guard index - burst.count < durable.count else { return nil }
        return durable[index - burst.count] * (1 - spread + 2 * spread * min(max(jitter, 0), 1))
    }
}
