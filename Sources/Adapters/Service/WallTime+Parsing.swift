package import AgentsCore

// Times back from the texts in which records keep them.

extension WallTime {
    /// Reads seconds since 1970 as a decimal number; what is beyond the microsecond is cut off.
    ///
    /// Nothing for other spellings, such as exponents and negative numbers.
    package init?(decimalSeconds text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...12).contains(whole.utf8.count), let seconds = Self.digits(whole),
            let fraction = Self.microseconds(parts.count > 1 ? Array(parts[1].utf8) : nil)
        else { return nil }
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }

    /// Reads an RFC 3339 time with a zone; what is beyond the microsecond is cut off.
    ///
    /// Nothing for a text that is none, or a time before 1970.
    package init?(rfc3339 text: String) {
        guard let instant = Instant(text), instant.seconds >= 0,
            let fraction = Self.microseconds(instant.fraction.isEmpty ? nil : instant.fraction)
        else { return nil }
        self.init(microseconds: Int64(instant.seconds) * 1_000_000 + fraction)
    }

    private static func digits(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { Timestamp.digit($0) != nil } ? Int64(text) : nil
    }

    /// The first six digits of a fraction, which has at least one if it is there.
    private static func microseconds(_ fraction: [UInt8]?) -> Int64? {
        guard let fraction else { return 0 }
        guard !fraction.isEmpty else { return nil }
        var value: Int64 = 0
        for place in 0..<6 {
            guard place < fraction.count else {
                value *= 10
                continue
            }
            guard let digit = Timestamp.digit(fraction[place]) else { return nil }
            value = value * 10 + Int64(digit)
        }
        return fraction.dropFirst(6).allSatisfy { Timestamp.digit($0) != nil } ? value : nil
    }
}
