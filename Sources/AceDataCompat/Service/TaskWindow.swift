import Adapters
import AgentsCore

/// The time in which tasks that are asked for were submitted, both ends included.
///
/// Callers compare with the times that tasks show them, which have milliseconds; so whole milliseconds are compared here.
struct TaskWindow {
    /// Seconds since 1970; nothing for no bound.
    private let from: Double?
    private let until: Double?

    /// Reads the members `created_at_min` and `created_at_max`.
    init(_ body: borrowing RequestBody) throws(Failure) {
        from = try body.number("created_at_min")
        until = try body.number("created_at_max")
    }

    /// Whether a bound is given.
    var isGiven: Bool { from != nil || until != nil }

    /// Whether no time lies within.
    var isEmpty: Bool {
        (until ?? 0) < 0 || (from ?? 0) > Self.end || (from ?? -.infinity) > (until ?? .infinity)
    }

    /// The query for the tasks of this time, and for the page of them that a body asks for.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - count: How many tasks it names; nothing if it names none.
    /// - Returns: The query.
    /// - Throws: ``Failure`` if the body asks for what is no page.
    func query(_ body: borrowing RequestBody, named count: Int?) throws(Failure) -> TaskQuery {
        TaskQuery(
            limit: try Self.whole(body, "limit", 1...Self.limits.page) ?? count ?? Self.limits.usual,
            offset: try Self.whole(body, "offset", 0...Self.limits.offset) ?? 0,
            createdFrom: from.map { Self.time($0, .up) },
            createdUntil: until.map { WallTime(microseconds: Self.time($0, .down).microseconds + 999) },
            isCounted: true)
    }

    /// Tasks of a page at most and unless said otherwise, and the most that may be skipped.
    private static let limits = (page: 1000, usual: 100, offset: 1_000_000)

    /// A time that no task comes after: the end of the year 9999.
    private static let end = 253_402_300_799.0

    /// The whole millisecond at or beside a number of seconds.
    private static func time(_ seconds: Double, _ rule: FloatingPointRoundingRule) -> WallTime {
        let seconds = min(max(seconds, 0), end)
        // A number that was a decimal with milliseconds is one again, although no fraction of two says it exactly.
        let milliseconds = seconds * 1000
        let nearest = milliseconds.rounded()
        let whole = abs(milliseconds - nearest) < 0.001 ? nearest : milliseconds.rounded(rule)
        return WallTime(microseconds: Int64(whole) * 1000)
    }

    private static func whole(
        _ body: borrowing RequestBody, _ key: JSONKey, _ range: ClosedRange<Int>
    ) throws(Failure) -> Int? {
        guard let number = try body.number(key) else { return nil }
        guard let whole = Int(exactly: number), range.contains(whole) else {
            throw Failure(
                .badRequest, "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)",
                path: [.key(key.description)])
        }
        return whole
    }
}
