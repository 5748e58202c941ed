/// A point in time of the world's clock, to the microsecond.
///
/// For what is told to others and kept; what has to be waited for is measured with a `Clock`.
public struct WallTime: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z; never negative.
    public let microseconds: Int64

    /// Creates a time, no earlier than 1970 and no later than the year 9999.
    public init(microseconds: Int64) {
        self.microseconds = min(max(microseconds, 0), 253_402_300_799_999_999)
    }

    /// Creates a time from whole seconds.
    public init(seconds: Int64) {
        self.init(microseconds: min(max(seconds, 0), 1 << 40) * 1_000_000)
    }

    /// Whole seconds since 1970.
    public var seconds: Int64 { microseconds / 1_000_000 }

    /// Orders times.
    public static func < (left: WallTime, right: WallTime) -> Bool {
        left.microseconds < right.microseconds
    }

    /// A later time.
    ///
    /// - Parameters:
    ///   - time: A time.
    ///   - duration: How much later; cut to the microsecond.
    /// - Returns: The time after `duration`.
    public static func + (time: WallTime, duration: Duration) -> WallTime {
        let (seconds, attoseconds) = duration.components
        return WallTime(microseconds: time.microseconds &+ seconds &* 1_000_000 &+ attoseconds / 1_000_000_000_000)
    }

    /// The time from one point to another.
    public static func - (left: WallTime, right: WallTime) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }

    /// RFC 3339 text in UTC: `2026-04-08T12:00:00Z`, or with digits `2026-04-08T12:00:00.123456Z`.
    ///
    /// - Parameter fractionDigits: Digits behind the point, 0 to 6; what is beyond them is cut off.
    /// - Returns: The text.
    public func rfc3339(fractionDigits: Int = 0) -> String {
        let date = CivilDate(day: Int(seconds / 86_400))
        let time = Int(seconds % 86_400)
        let day = "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
        let clock = [time / 3600, time / 60 % 60, time % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(day)T\(clock)\(fraction(fractionDigits))Z"
    }

    /// Seconds since 1970 as a decimal number, as in `1725077411.961`.
    ///
    /// - Parameter fractionDigits: Digits behind the point, 0 to 6; what is beyond them is cut off.
    /// - Returns: The number's text.
    public func decimalSeconds(fractionDigits: Int) -> String {
        "\(seconds)\(fraction(fractionDigits))"
    }

    private func fraction(_ digits: Int) -> String {
        guard digits > 0 else { return "" }
        return "." + Self.padded(Int(microseconds % 1_000_000), 6).prefix(digits)
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
