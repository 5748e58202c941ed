/// When a server wants to be asked again, as the field `Retry-After` says it.
///
/// Seconds are what the Agents API gives; a date may come from what stands in front of it.
///
/// Source: RFC 9110, section 10.2.3; Luma Agents API, rate limits.
public struct RetryAfter: Sendable, Hashable {
    /// Seconds to wait, 0 to 86 400; a longer wait is cut to a day.
    public let seconds: Int

    /// Reads the field of an answer; nothing if it has none that can be read.
    ///
    /// A date counts from the answer's own `Date`, so that clocks that differ do no harm, else from the time that is given,
    /// and without one it is as good as nothing.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - now: The time at which it came.
    public init?(_ response: HTTPResponse, now: WallTime? = nil) {
        guard let text = response.fields["Retry-After"] else { return nil }
        let sent = response.fields["Date"].flatMap { WallTime(httpDate: $0) }
        self.init(text, now: sent ?? now)
    }

    /// Reads the value of the field; nothing if it is neither a number nor a date that a time is known for.
    ///
    /// - Parameters:
    ///   - text: The value.
    ///   - now: The time that a date counts from.
    package init?(_ text: String, now: WallTime? = nil) {
        if let seconds = Self.number(text) {
            self.seconds = min(seconds, Self.longest)
        } else if let now, let date = WallTime(httpDate: text) {
            // A started second is waited for.
            let microseconds = max(date.microseconds - now.microseconds, 0)
            seconds = Int(min((microseconds + 999_999) / 1_000_000, Int64(Self.longest)))
        } else {
            return nil
        }
    }

    /// The time to wait.
    public var duration: Duration { .seconds(seconds) }

    private static let longest = 86_400

    private static func number(_ text: String) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Int(text)
    }
}
