import AgentsCore

/// Points in time as they are spelled: seconds since 1970 on one wire, RFC 3339 on the others.
///
/// Both directions work on digits, never through floating point: the fraction is copied, so nothing is rounded.
enum Timestamp {
    /// Appends the RFC 3339 form, in quotes, of a number of seconds.
    ///
    /// - Returns: Whether there is one whose way back gives the same number: not for negative numbers, exponents and years
    ///   after 9999. Nothing is appended otherwise.
    static func appendDate(fromSeconds node: JSONNode, of record: borrowing JSONRecord, to output: inout ByteBuffer)
        -> Bool
    {
        let start = Int(node.start)
        let end = Int(node.end)
        var position = start
        var seconds = 0
        while position < end, let digit = digit(record.source.byte(at: position)) {
            seconds = seconds &* 10 &+ digit
            position &+= 1
        }
        guard position > start, position &- start <= 12, seconds <= Self.last else { return false }
        let fraction = position
        if position < end {
            guard record.source.byte(at: position) == UInt8(ascii: ".") else { return false }
            position &+= 1
            while position < end {
                if digit(record.source.byte(at: position)) == nil { return false }
                position &+= 1
            }
        }
        output.append(UInt8(ascii: "\""))
        appendDate(seconds, to: &output)
        output.append(record.source, fraction, end &- fraction)
        output.append("Z\"")
        return true
    }

    /// 9999-12-31T23:59:59Z.
    static let last = 253_402_300_799

    /// Appends date and time of a second, without zone.
    static func appendDate(_ seconds: Int, to output: inout ByteBuffer) {
        let date = CivilDate(day: seconds / 86_400)
        let time = seconds % 86_400
        appendTwo(date.year / 100, to: &output)
        appendTwo(date.year % 100, to: &output)
        output.append(UInt8(ascii: "-"))
        appendTwo(date.month, to: &output)
        output.append(UInt8(ascii: "-"))
        appendTwo(date.day, to: &output)
        output.append(UInt8(ascii: "T"))
        appendTwo(time / 3600, to: &output)
        output.append(UInt8(ascii: ":"))
        appendTwo(time / 60 % 60, to: &output)
        output.append(UInt8(ascii: ":"))
        appendTwo(time % 60, to: &output)
    }

    @inline(__always)
    private static func appendTwo(_ value: Int, to output: inout ByteBuffer) {
        output.append(UInt8(truncatingIfNeeded: 48 &+ value / 10))
        output.append(UInt8(truncatingIfNeeded: 48 &+ value % 10))
    }

    @inline(__always)
    static func digit(_ byte: UInt8) -> Int? {
        let value = byte &- 0x30
        return value < 10 ? Int(value) : nil
    }
}

/// A day of the Gregorian calendar, and its number counted from 1970-01-01.
struct CivilDate: Equatable {
    var year: Int
    var month: Int
    var day: Int

    init(year: Int, month: Int, day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Years are counted from March, so that the leap day is the last of its year, in cycles of 400 years.
    init(day number: Int) {
        let shifted = number + 719_468
        let cycle = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfCycle = shifted - cycle * 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    var number: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let cycle = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfCycle = shiftedYear - cycle * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }

    /// Whether the calendar has this day.
    var isValid: Bool {
        (1...12).contains(month) && day >= 1 && CivilDate(day: number) == self
    }
}
