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
