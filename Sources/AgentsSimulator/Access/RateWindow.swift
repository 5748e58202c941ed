/// The requests of the last minute of one client: a sliding window without any refill boundary.
///
/// Only requests that were accepted are entered. That rejected ones do not count is inferred from the documented
/// timeline, in which the count stays at the limit.
struct RateWindow: Sendable {
    /// The length of the window.
    static let length = Duration.seconds(60)

    private var times: [Duration] = []
    /// Where in `times` those within the window begin.
    private var first = 0

    /// Requests that have not left the window.
    var count: Int { times.count - first }

    /// Forgets the requests that have left the window.
    mutating func removePast(at now: Duration) {
        while first < times.count, now - times[first] >= Self.length { first += 1 }
        if first > times.count / 2 {
            times.removeFirst(first)
            first = 0
        }
    }

    /// Enters a request.
    mutating func enter(at now: Duration) {
        times.append(now)
    }

    /// Time until the oldest request leaves the window; none if there is no request.
    func untilRoom(at now: Duration) -> Duration {
        first < times.count ? times[first] + Self.length - now : .zero
    }
}
