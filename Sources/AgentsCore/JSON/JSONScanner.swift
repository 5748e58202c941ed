/// The loops over bytes: strings, numbers, literals and white space.
///
/// No loop tests for the end of the text. A raw newline (in lines) or the zero of the slack (in documents) is legal nowhere
/// inside a token, so every loop stops at it by its own rules.
enum JSONScanner {
    /// The white space of JSON as a set of bits; a newline belongs to it only where it does not end the document.
    @inline(__always)
    static func spaces(_ framing: JSONFraming) -> UInt64 {
        let inLine: UInt64 = 1 << 0x20 | 1 << 0x09 | 1 << 0x0D
        return framing == .document ? inLine | 1 << 0x0A : inLine
    }

    /// The offset of the first byte from `position` on that is not in `spaces`.
    @inline(never)
    static func skip(_ source: borrowing ByteBuffer, _ position: Int, _ spaces: UInt64) -> Int {
        var position = position
        while true {
            let byte = source.byte(at: position)
            if byte > 0x20 || (spaces >> UInt64(byte)) & 1 == 0 { return position }
            position &+= 1
        }
    }

    /// The kind of a literal or number by its first byte.
    @inline(__always)
    static func kind(_ first: UInt8) -> JSONKind {
        switch first {
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        default: .number
        }
    }

    /// Validates the literal or number at `start` and returns the offset after it.
    @inline(__always)
    static func scalar(_ source: borrowing ByteBuffer, _ start: Int, _ first: UInt8) throws(JSONError) -> Int {
        switch first {
        case UInt8(ascii: "t"):
            if source.word32(at: start) == 0x6575_7274 { return start &+ 4 }
        case UInt8(ascii: "f"):
            if source.word32(at: start &+ 1) == 0x6573_6C61 { return start &+ 5 }
        case UInt8(ascii: "n"):
            if source.word32(at: start) == 0x6C6C_756E { return start &+ 4 }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number(source, start)
        default: break
        }
        throw unexpected(source, start, "expected a value")
    }

    // MARK: Strings

    /// Where a string ends.
    struct StringEnd {
        /// The offset after its closing quote.
        var offset: Int
        /// Whether it holds a backslash.
        var isEscaped = false
    }

    /// Validates a string from the byte after its opening quote.
    @inline(__always)
    static func string(_ source: borrowing ByteBuffer, _ start: Int) throws(JSONError) -> StringEnd {
        let end = nextSpecial(source, start)
        return source.byte(at: end) == UInt8(ascii: "\"") ? StringEnd(offset: end &+ 1) : try unusual(source, end)
    }

    /// Goes on with a string at a byte that may be a backslash or no ASCII.
    @inline(never)
    private static func unusual(_ source: borrowing ByteBuffer, _ start: Int) throws(JSONError) -> StringEnd {
        var position = start
        var isEscaped = false
        while true {
            let byte = source.byte(at: position)
            if byte == UInt8(ascii: "\"") { return StringEnd(offset: position &+ 1, isEscaped: isEscaped) }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                position = try escape(source, position)
            } else {
                position = try nonASCII(source, position)
            }
            position = nextSpecial(source, position)
        }
    }

    /// The offset of the first quote, backslash, control character or byte outside ASCII from `start` on.
    ///
    /// Identifiers and times fit into the first sixty-four bytes: no loop whose end cannot be foretold.
    @inline(__always)
    private static func nextSpecial(_ source: borrowing ByteBuffer, _ start: Int) -> Int {
        var position = start
        while true {
            let lanes = source.lanes16x4(at: position)
            let first = LaneMask.bits(specialBytes(lanes.0)) | LaneMask.bits(specialBytes(lanes.1)) << 16
            let second = LaneMask.bits(specialBytes(lanes.2)) | LaneMask.bits(specialBytes(lanes.3)) << 16
            let special = UInt64(first) | UInt64(second) << 32
            if special != 0 { return position &+ special.trailingZeroBitCount }
            position &+= 64
        }
    }

    /// The quotes, backslashes, control characters and bytes outside ASCII.
    ///
    /// Both sides of each comparison are vectors: compared with a scalar, this becomes a loop of sixteen steps.
    @inline(__always)
    static func specialBytes(_ lanes: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
        // With one bit changed, a quote is a space and the space is none. As signed numbers, control characters and bytes
        // from 0x80 on are both below it, so that one comparison finds them all.
        let changed = lanes ^ SIMD16<UInt8>(repeating: UInt8(ascii: "\"") ^ UInt8(ascii: " "))
        let backslashes = changed .== SIMD16<UInt8>(repeating: UInt8(ascii: "\\") ^ 0x02)
        let others = unsafe unsafeBitCast(changed, to: SIMD16<Int8>.self) .< SIMD16<Int8>(repeating: 0x21)
        return backslashes .| others
    }

    /// Validates the escape at `position` and returns the offset after it; a pair of surrogates counts as one.
    @inline(never)
    private static func escape(_ source: borrowing ByteBuffer, _ position: Int) throws(JSONError) -> Int {
        switch source.byte(at: position &+ 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return position &+ 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit(source, position)
            guard unit & 0xF800 == 0xD800 else { return position &+ 6 }
            if unit < 0xDC00, source.byte(at: position &+ 6) == UInt8(ascii: "\\"),
                source.byte(at: position &+ 7) == UInt8(ascii: "u"),
                try codeUnit(source, position &+ 6) & 0xFC00 == 0xDC00
            {
                return position &+ 12
            }
            throw JSONError(.loneSurrogate, at: position, "half of a surrogate pair")
        default:
            throw JSONError(.notJSON, at: position, "unknown escape in a string")
        }
    }

    /// The code unit of the `\u` escape at `position`.
    private static func codeUnit(_ source: borrowing ByteBuffer, _ position: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for offset in 2..<6 {
            guard let digit = hexDigit(source.byte(at: position &+ offset)) else {
                throw JSONError(.notJSON, at: position, "\\u needs four hexadecimal digits")
            }
            unit = unit << 4 | digit
        }
        return unit
    }

    /// The value of a hexadecimal digit.
    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte | 0x20) - 0x57
        default: nil
        }
    }

    /// Validates a run of characters outside ASCII; control characters are refused here.
    @inline(never)
    private static func nonASCII(_ source: borrowing ByteBuffer, _ start: Int) throws(JSONError) -> Int {
        var position = start
        while true {
            let lead = source.byte(at: position)
            if lead < 0x80 {
                if position > start || lead >= 0x20 { return position }
                let atEnd = position >= source.count || lead == 0x0A
                throw unexpected(
                    source, position, atEnd ? "the string is not closed" : "raw control character in a string")
            }
            let size = sequenceLength(source, position, lead)
            if size == 0 { throw JSONError(.notUTF8, at: position, "not UTF-8") }
            position &+= size
        }
    }

    /// Bytes of the well-formed sequence that `lead` starts (Unicode, table 3-7); 0 where it is ill-formed.
    @inline(__always)
    private static func sequenceLength(_ source: borrowing ByteBuffer, _ position: Int, _ lead: UInt8) -> Int {
        @inline(__always)
        func continues(_ offset: Int) -> Bool {
            source.byte(at: position &+ offset) & 0xC0 == 0x80
        }
        let second = source.byte(at: position &+ 1)
        switch lead {
        case 0xC2...0xDF:
            return continues(1) ? 2 : 0
        case 0xE0...0xEF:
            // No overlong forms, no surrogates.
            if (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) { return 0 }
            return continues(1) && continues(2) ? 3 : 0
        case 0xF0...0xF4:
            if (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F) { return 0 }
            return continues(1) && continues(2) && continues(3) ? 4 : 0
        default:
            return 0
        }
    }

    /// The offset after the closing quote of a string that was validated before.
    static func endOfString(_ source: borrowing ByteBuffer, _ start: Int) -> Int {
        var position = start &+ 1
        while source.byte(at: position) != UInt8(ascii: "\"") {
            position &+= source.byte(at: position) == UInt8(ascii: "\\") ? 2 : 1
        }
        return position &+ 1
    }

    // MARK: Numbers

    /// Validates the number at `start` and returns the offset after it.
    @inline(__always)
    private static func number(_ source: borrowing ByteBuffer, _ start: Int) throws(JSONError) -> Int {
        var position = start
        if source.byte(at: position) == UInt8(ascii: "-") { position &+= 1 }
        if source.byte(at: position) == UInt8(ascii: "0") {
            position &+= 1
        } else {
            position = try digits(source, position)
        }
        if source.byte(at: position) == UInt8(ascii: ".") {
            position = try digits(source, position &+ 1)
        }
        if source.byte(at: position) | 0x20 == UInt8(ascii: "e") {
            position &+= 1
            let sign = source.byte(at: position)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position &+= 1 }
            position = try digits(source, position)
        }
        return position
    }

    @inline(__always)
    private static func digits(_ source: borrowing ByteBuffer, _ start: Int) throws(JSONError) -> Int {
        var position = start
        while true {
            let count = leadingDigits(source.word64(at: position))
            position &+= count
            if count < 8 { break }
        }
        if position == start { throw unexpected(source, position, "expected a digit") }
        return position
    }

    /// How many bytes from the lowest on are digits.
    @inline(__always)
    private static func leadingDigits(_ word: UInt64) -> Int {
        // A digit becomes 0 to 9, which gets no top bit when 0x76 is added; any other byte gets one, or has it already.
        let distance = word ^ 0x3030_3030_3030_3030
        let others = ((distance & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | distance) & 0x8080_8080_8080_8080
        return others.trailingZeroBitCount >> 3
    }

    // MARK: Errors

    /// The error for a byte that cannot stand at `position`; the end of the text is named as such.
    @inline(never)
    static func unexpected(_ source: borrowing ByteBuffer, _ position: Int, _ reason: StaticString) -> JSONError {
        let atEnd = position >= source.count || source.byte(at: position) == 0x0A
        return JSONError(.notJSON, at: min(position, source.count), atEnd ? "ends too early: \(reason)" : "\(reason)")
    }
}
