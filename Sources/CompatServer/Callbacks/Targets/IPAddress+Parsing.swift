extension IPAddress {
    /// Reads an address in its usual form; nothing if it is in no such form.
    ///
    /// Version 4 is four decimal numbers without leading zeros. Other forms, which some resolvers take for addresses too,
    /// are none here: octal, hexadecimal, fewer numbers. Version 6 has neither brackets nor a zone.
    ///
    /// - Parameter text: The text.
    init?(_ text: some StringProtocol) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            self.init(six: String(text))
        } else {
            guard let number = Self.four(text) else { return nil }
            self.init(four: number)
        }
    }

    private static func four(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
                part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"), let byte = UInt8(part)
            else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return number
    }

    /// Groups before and behind the one gap that may stand for zeros.
    private init?(six text: String) {
        guard text.utf8.count <= 45 else { return nil }
        var groups: [UInt16] = []
        var gap: Int?
        var rest = text.utf8[...]
        while !rest.isEmpty {
            if rest.starts(with: "::".utf8), gap == nil {
                gap = groups.count
                rest = rest.dropFirst(2)
            } else if !groups.isEmpty, gap != groups.count {
                guard rest.first == UInt8(ascii: ":") else { return nil }
                rest = rest.dropFirst()
                if rest.isEmpty { return nil }
            }
            if rest.isEmpty { break }
            let piece = rest.prefix { $0 != UInt8(ascii: ":") }
            if piece.contains(UInt8(ascii: ".")) {
                guard piece.endIndex == rest.endIndex, let four = String(piece).flatMap({ Self.four($0) }) else {
                    return nil
                }
                groups += [UInt16(four >> 16), UInt16(four & 0xFFFF)]
            } else {
                guard (1...4).contains(piece.count), piece.allSatisfy(Self.isHexDigit),
                    let group = String(piece).flatMap({ UInt16($0, radix: 16) })
                else { return nil }
                groups.append(group)
            }
            if groups.count > 8 { return nil }
            rest = rest.dropFirst(piece.count)
        }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: [UInt16](repeating: 0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        let words = [groups[..<4], groups[4...]].map { $0.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
        self.init(six: words[0], words[1])
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x66 ~= byte | 0x20
    }
}
