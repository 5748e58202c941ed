import AgentsCore

/// A point in time read from RFC 3339 text, with the digits of its fraction as they were written.
struct Instant: Equatable {
    /// Whole seconds since 1970-01-01T00:00:00Z.
    let seconds: Int
    /// Digits after the decimal point, without it; empty if there is none.
    let fraction: [UInt8]
    /// Whether the text is spelled as the rendering of a number would be: `T`, capital `Z`, nothing else.
    let isPlain: Bool

    /// Reads the text of a string value; nothing if it is no date and time with a zone.
    ///
    /// Accepts what the services and their clients write: `T` or a space, `Z` or an offset.
    init?(_ ref: JSONRef, of record: borrowing JSONRecord) {
        guard let text = record.string(ref) else { return nil }
        self.init(text)
    }

    /// Reads text.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for index in range {
                guard let digit = Timestamp.digit(bytes[index]) else { return nil }
                value = value * 10 + digit
            }
            return value
        }
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard date.isValid, hour < 24, minute < 60, second < 60 else { return nil }
        var position = 19
        if bytes[position] == UInt8(ascii: ".") {
            position += 1
            while position < bytes.count, Timestamp.digit(bytes[position]) != nil { position += 1 }
            if position == 20 { return nil }
        }
        fraction = position > 20 ? Array(bytes[20..<position]) : []
        guard let offset = Self.offset(bytes[position...]) else { return nil }
        seconds = date.number * 86_400 + hour * 3600 + minute * 60 + second - offset
        guard seconds <= Timestamp.last else { return nil }
        isPlain = bytes[10] == UInt8(ascii: "T") && bytes[position...].elementsEqual("Z".utf8)
    }

    /// Seconds that a zone is ahead of UTC.
    private static func offset(_ zone: ArraySlice<UInt8>) -> Int? {
        if zone.elementsEqual("Z".utf8) || zone.elementsEqual("z".utf8) { return 0 }
        let bytes = Array(zone)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-")
        else { return nil }
        var digits: [Int] = []
        for index in [1, 2, 4, 5] {
            guard let digit = Timestamp.digit(bytes[index]) else { return nil }
            digits.append(digit)
        }
        guard digits[0] * 10 + digits[1] < 24, digits[2] < 6 else { return nil }
        let seconds = (digits[0] * 10 + digits[1]) * 3600 + (digits[2] * 10 + digits[3]) * 60
        return bytes[0] == UInt8(ascii: "+") ? seconds : -seconds
    }

    /// Whether two texts name the same point in time, however many zeros they end with.
    func isSame(as other: Instant) -> Bool {
        func trimmed(_ fraction: [UInt8]) -> ArraySlice<UInt8> {
            fraction.prefix((fraction.lastIndex { $0 != UInt8(ascii: "0") } ?? -1) + 1)
        }
        return seconds == other.seconds && trimmed(fraction) == trimmed(other.fraction)
    }

    /// Appends the time in UTC, in quotes, with at least six digits of the fraction.
    func appendDate(to output: inout ByteBuffer) {
        output.append(UInt8(ascii: "\""))
        Timestamp.appendDate(seconds, to: &output)
        appendFraction(digits: 6, to: &output)
        output.append("Z\"")
    }

    /// Appends the seconds since 1970 as a number with at least `digits` digits of the fraction.
    ///
    /// Times before 1970 have none here.
    func appendSeconds(digits: Int, to output: inout ByteBuffer) {
        output.append(decimal: max(seconds, 0))
        if fraction.isEmpty && digits == 0 { return }
        appendFraction(digits: digits, to: &output)
    }

    private func appendFraction(digits: Int, to output: inout ByteBuffer) {
        output.append(UInt8(ascii: "."))
        output.append(contentsOf: fraction)
        for _ in 0..<max(0, digits - fraction.count) { output.append(UInt8(ascii: "0")) }
    }
}
