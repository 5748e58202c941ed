/// A number as it is written, digit by digit.
///
/// `1`, `1.0` and `1e0` are three spellings of one quantity. A number that is only passed on must come out as it went
/// in, so this type keeps the spelling and computes ``double`` when asked. Two numbers are equal if they are written
/// alike.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number as it is written.
    public let lexeme: String

    /// Creates a number from its spelling, if that follows the grammar of JSON (RFC 8259, section 6).
    public init?(lexeme: String) {
        let text = ByteBuffer(lexeme.utf8)
        let first = text.byte(at: 0)
        guard JSONScanner.kind(first) == .number,
            let end = try? JSONScanner.scalar(text, 0, first),
            end == text.count
        else { return nil }
        self.lexeme = lexeme
    }

    /// Creates the number that is written as `value` is in decimal.
    public init(_ value: Int) {
        lexeme = String(value)
    }

    /// Creates a number with the fewest digits that give `value` again; nothing for infinity and what is not a number.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        lexeme = value.description
    }

    /// Creates a number from a lexeme that a scan has validated.
    init(scanned lexeme: String) {
        self.lexeme = lexeme
    }

    /// The nearest double; infinite if the number is too large for any.
    public var double: Double { Double(lexeme) ?? .nan }

    /// The number as it is written.
    public var description: String { lexeme }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
    /// Creates the number that is written as `value` is in decimal.
    public init(integerLiteral value: Int) {
        self.init(value)
    }
}

extension JSONNumber: ExpressibleByFloatLiteral {
    /// Creates a number with the fewest digits that give `value` again, which must be finite.
    public init(floatLiteral value: Double) {
        precondition(value.isFinite, "JSON has no infinite numbers")
        lexeme = value.description
    }
}
