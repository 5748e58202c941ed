/// The identifier of a job, a file or a request: a UUID.
struct Identifier: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Creates an identifier from its two halves.
    init(high: UInt64, low: UInt64) {
        (self.high, self.low) = (high, low)
    }

    /// A new identifier, a random UUID (version 4).
    static func random() -> Identifier {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & ~0xF000 | 0x4000
        let low = generator.next() & ~(0xC000 << 48) | 0x8000 << 48
        return Identifier(high: high, low: low)
    }

    /// Reads the usual spelling, five groups of hexadecimal digits in either case; nothing for any other text.
    init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard bytes.count == 36 else { return nil }
        var digits: (UInt64, UInt64) = (0, 0)
        for (offset, byte) in bytes.enumerated() {
            if offset == 8 || offset == 13 || offset == 18 || offset == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = byte.hexadecimalDigit else { return nil }
                digits.0 = digits.0 << 4 | digits.1 >> 60
                digits.1 = digits.1 << 4 | UInt64(digit)
            }
        }
        (high, low) = digits
    }
}

extension Identifier: CustomStringConvertible {
    /// The usual spelling, in lower case.
    var description: String {
        unsafe String(unsafeUninitializedCapacity: 36) { text in
            var next = 0
            for digit in 0..<32 {
                if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                    unsafe text[next] = UInt8(ascii: "-")
                    next += 1
                }
                let half = digit < 16 ? high : low
                unsafe text[next] = Hexadecimal.digits[Int(half >> UInt64(60 - digit % 16 * 4) & 15)]
                next += 1
            }
            return next
        }
    }
}
