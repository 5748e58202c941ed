import Foundation

/// A point in time, read with the calendar of Foundation: the independent opinion on what a date says.
package struct Moment: Sendable, Equatable {
    /// Whole seconds since 1970.
    package let seconds: Int
    /// Digits behind the decimal point without the zeros at their end.
    package let fraction: String

    /// Reads RFC 3339 text; nothing if it is none.
    package init?(_ text: String) {
        let pattern = /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))/
        guard let match = text.wholeMatch(of: pattern)?.output else { return nil }
        func number(_ digits: Substring?) -> Int { digits.flatMap { Int($0) } ?? 0 }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
        let parts = DateComponents(
            year: number(match.1), month: number(match.2), day: number(match.3),
            hour: number(match.4), minute: number(match.5), second: number(match.6))
        guard let date = calendar.date(from: parts), parts.isValidDate(in: calendar) else { return nil }
        let offset = (number(match.9) * 60 + number(match.10)) * 60
        seconds = Int(date.timeIntervalSince1970.rounded()) - (match.8 == "-" ? -offset : offset)
        fraction = Self.trimmed(match.7 ?? "")
    }

    /// Reads a JSON number of seconds without an exponent; nothing if it is none.
    package init?(seconds lexeme: String) {
        let parts = lexeme.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let seconds = Int(parts[0]), seconds >= 0, parts.count < 2 || parts[1].allSatisfy(\.isNumber) else {
            return nil
        }
        self.seconds = seconds
        fraction = parts.count < 2 ? "" : Self.trimmed(parts[1])
    }

    private static func trimmed(_ fraction: Substring) -> String {
        String(fraction.reversed().drop { $0 == "0" }.reversed())
    }

    /// Whether some text names the same point in time.
    package func isSame(as text: String) -> Bool {
        Moment(text) == self
    }
}
