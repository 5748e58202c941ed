/// The quantity that a number's text stands for, digit by digit: `1`, `1.0` and `10e-1` are one, and no digit is lost.
struct DecimalValue: Equatable {
    private let isNegative: Bool
    /// The digits without zeros at either end; none for zero.
    private let digits: [UInt8]
    /// The power of ten of the last digit.
    private let exponent: Int

    /// Reads the text of a number that was scanned; nothing if its exponent is beyond reason.
    init?(_ lexeme: String) {
        var rest = Substring(lexeme).utf8
        isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        let mantissa = rest.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        let power = rest.dropFirst(mantissa.count + 1).drop { $0 == UInt8(ascii: "+") }
        guard let written = power.isEmpty ? 0 : Int(String(Substring(power))), abs(written) < 1 << 40 else {
            return nil
        }
        let parts = mantissa.split(separator: UInt8(ascii: "."), maxSplits: 1)
        let fraction = parts.count > 1 ? Array(parts[1]) : []
        var digits = Array(parts.first ?? mantissa) + fraction
        var exponent = written - fraction.count
        digits.removeFirst(digits.prefix { $0 == UInt8(ascii: "0") }.count)
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        self.digits = digits
        self.exponent = digits.isEmpty ? 0 : exponent
    }

    /// Whether two values are the same; zero has no sign.
    static func == (left: DecimalValue, right: DecimalValue) -> Bool {
        left.digits == right.digits && left.exponent == right.exponent
            && (left.isNegative == right.isNegative || left.digits.isEmpty)
    }
}
