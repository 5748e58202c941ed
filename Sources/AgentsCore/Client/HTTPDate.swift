extension WallTime {
    /// Reads a date of HTTP in any of the three forms that a recipient must accept; nothing for any other text.
    ///
    /// Years of two digits are those from 1970 to 2069. The name of the day is not compared with the date.
    ///
    /// Source: RFC 9110, section 5.6.7.
    package init?(httpDate text: String) {
        guard text.utf8.count <= 40, text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else { return nil }
        let words = text.split { $0 == " " || $0 == "," }.dropFirst()
        guard let fields = Self.fields(of: Array(words)), let time = Self.seconds(fields.time),
            let month = Self.months.firstIndex(of: fields.month), let day = Self.number(fields.day, 1...2),
            let year = Self.year(fields.year)
        else { return nil }
        let date = CivilDate(year: year, month: month + 1, day: day)
        guard date.isValid, date.number >= 0 else { return nil }
        self.init(seconds: Int64(date.number) * 86_400 + time)
    }

    private typealias Fields = (day: Substring, month: Substring, year: Substring, time: Substring)

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The parts behind the name of the day, by the number of words.
    private static func fields(of words: [Substring]) -> Fields? {
        switch words.count {
        // Sun, 06 Nov 1994 08:49:37 GMT
        case 5 where words[4] == "GMT" && words[2].utf8.count == 4: (words[0], words[1], words[2], words[3])
        // Sun Nov  6 08:49:37 1994
        case 4 where words[3].utf8.count == 4: (words[1], words[0], words[3], words[2])
        // Sunday, 06-Nov-94 08:49:37 GMT
        case 3 where words[2] == "GMT": dashed(words[0], words[1])
        default: nil
        }
    }

    private static func dashed(_ date: Substring, _ time: Substring) -> Fields? {
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].utf8.count == 2 else { return nil }
        return (parts[0], parts[1], parts[2], time)
    }

    private static func year(_ text: Substring) -> Int? {
        guard let year = number(text, 2...4) else { return nil }
        guard text.utf8.count == 2 else { return year }
        return year < 70 ? 2000 + year : 1900 + year
    }

    /// Seconds since midnight; the sixtieth second of a minute is the leap second's.
    private static func seconds(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = number(parts[0], 2...2), let minute = number(parts[1], 2...2),
            let second = number(parts[2], 2...2), hour < 24, minute < 60, second <= 60
        else { return nil }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    private static func number(_ text: Substring, _ length: ClosedRange<Int>) -> Int? {
        guard length.contains(text.utf8.count), text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Int(text)
    }
}
