/// The characters behind a validated JSON string whose bytes hold escapes.
enum JSONText {
    /// Walks the decoded bytes of a string, from its opening quote on.
    ///
    /// Escapes become UTF-8; `body` returns whether to go on.
    static func forEachByte(_ source: borrowing ByteBuffer, _ start: Int, _ body: (UInt8) -> Bool) {
        var position = start + 1
        while true {
            let byte = source.byte(at: position)
            if byte == UInt8(ascii: "\"") { return }
            if byte != UInt8(ascii: "\\") {
                if !body(byte) { return }
                position += 1
                continue
            }
            let (scalar, size) = escape(source, position)
            position += size
            for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter where !body(unit) { return }
        }
    }

    /// The scalar and the length of the validated escape at `position`.
    private static func escape(_ source: borrowing ByteBuffer, _ position: Int) -> (Unicode.Scalar, Int) {
        let byte = source.byte(at: position + 1)
        switch byte {
        case UInt8(ascii: "b"): return ("\u{8}", 2)
        case UInt8(ascii: "f"): return ("\u{C}", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "u"):
            let unit = codeUnit(source, position)
            guard unit & 0xFC00 == 0xD800 else { return (Unicode.Scalar(unit) ?? "\u{FFFD}", 6) }
            let low = codeUnit(source, position + 6)
            return (Unicode.Scalar(0x1_0000 + ((unit & 0x3FF) << 10 | low & 0x3FF)) ?? "\u{FFFD}", 12)
        default: return (Unicode.Scalar(byte), 2)
        }
    }

    private static func codeUnit(_ source: borrowing ByteBuffer, _ position: Int) -> UInt32 {
        var unit: UInt32 = 0
        for offset in 2..<6 {
            unit = unit << 4 | (JSONScanner.hexDigit(source.byte(at: position + offset)) ?? 0)
        }
        return unit
    }

    /// The text of a string between its quotes.
    static func decoded(_ source: borrowing ByteBuffer, _ range: Range<Int>, escaped: Bool) -> String {
        guard escaped else { return source.text((range.lowerBound + 1)..<(range.upperBound - 1)) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        forEachByte(source, range.lowerBound) { byte in
            bytes.append(byte)
            return true
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The tag of a key that holds escapes: that of the key without them.
    static func tag(_ source: borrowing ByteBuffer, _ range: Range<Int>) -> UInt32 {
        var first: UInt32 = 0
        var count = 0
        forEachByte(source, range.lowerBound) { byte in
            if count < 3 { first |= UInt32(byte) << UInt32(8 * count) }
            count += 1
            return true
        }
        return JSONKey.tag(first, count)
    }

    /// Whether two strings, given by their opening quotes, have the same characters.
    static func equal(_ source: borrowing ByteBuffer, _ first: Int, _ second: Int) -> Bool {
        var bytes: [UInt8] = []
        forEachByte(source, first) { byte in
            bytes.append(byte)
            return true
        }
        return equals(source, second, bytes)
    }

    /// Whether the string at `start` has exactly these characters, as UTF-8.
    static func equals(_ source: borrowing ByteBuffer, _ start: Int, _ expected: some RandomAccessCollection<UInt8>)
        -> Bool
    {
        var rest = expected[...]
        var same = true
        forEachByte(source, start) { byte in
            same = rest.popFirst() == byte
            return same
        }
        return same && rest.isEmpty
    }

    /// A hash of the characters of a key, the same with and without escapes.
    ///
    /// The standard library's hasher is seeded by process, so keys cannot be chosen to collide.
    static func hash(_ source: borrowing ByteBuffer, _ range: Range<Int>, escaped: Bool) -> Int {
        var hasher = Hasher()
        if escaped {
            var bytes: [UInt8] = []
            forEachByte(source, range.lowerBound) { byte in
                bytes.append(byte)
                return true
            }
            unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        } else {
            source.hash((range.lowerBound + 1)..<(range.upperBound - 1), into: &hasher)
        }
        return hasher.finalize()
    }
}

extension UTF8 {
    /// The bytes of U+FFFD.
    fileprivate static var encodedReplacementCharacter: EncodedScalar {
        encode("\u{FFFD}") ?? EncodedScalar()
    }
}
