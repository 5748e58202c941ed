/// The parser behind ``ReferenceJSON``: one function a rule of the grammar, one byte at a time.
struct ReferenceParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth: Int

    init(_ bytes: [UInt8], depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    /// The document: all of the text.
    mutating func document() throws(ReferenceJSON.Refusal) -> ReferenceJSON {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw ReferenceJSON.Refusal() }
        skipSpaces()
        let value = try value()
        skipSpaces()
        guard position == bytes.count else { throw ReferenceJSON.Refusal() }
        return value
    }

    private mutating func value() throws(ReferenceJSON.Refusal) -> ReferenceJSON {
        switch peek {
        case "{": try nested(object)
        case "[": try nested(array)
        case "\"": .string(try string())
        case "t": try word("true", .bool(true))
        case "f": try word("false", .bool(false))
        case "n": try word("null", .null)
        default: .number(try number())
        }
    }

    // MARK: Bytes

    private var peek: Unicode.Scalar? {
        position < bytes.count ? Unicode.Scalar(bytes[position]) : nil
    }

    private mutating func skipSpaces() {
        while let byte = peek, byte == " " || byte == "\t" || byte == "\n" || byte == "\r" { position += 1 }
    }

    /// Steps over a byte if it comes next.
    private mutating func takes(_ byte: Unicode.Scalar) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: Unicode.Scalar) throws(ReferenceJSON.Refusal) {
        guard takes(byte) else { throw ReferenceJSON.Refusal() }
    }

    private mutating func word(
        _ word: StaticString, _ value: ReferenceJSON
    ) throws(ReferenceJSON.Refusal) -> ReferenceJSON {
        for scalar in word.description.unicodeScalars { try expect(scalar) }
        return value
    }

    // MARK: Containers

    private mutating func nested(
        _ container: (inout Self) throws(ReferenceJSON.Refusal) -> ReferenceJSON
    ) throws(ReferenceJSON.Refusal) -> ReferenceJSON {
        guard depth > 0 else { throw ReferenceJSON.Refusal() }
        depth -= 1
        position += 1
        skipSpaces()
        let value = try container(&self)
        depth += 1
        return value
    }

    private func object(_ parser: inout Self) throws(ReferenceJSON.Refusal) -> ReferenceJSON {
        var members: [ReferenceJSON.Member] = []
        var keys: Set<[UInt8]> = []
        if parser.takes("}") { return .object([]) }
        repeat {
            parser.skipSpaces()
            let key = try parser.string()
            guard keys.insert(key).inserted else { throw ReferenceJSON.Refusal() }
            parser.skipSpaces()
            try parser.expect(":")
            parser.skipSpaces()
            members.append(ReferenceJSON.Member(key: key, value: try parser.value()))
            parser.skipSpaces()
        } while parser.takes(",")
        try parser.expect("}")
        return .object(members)
    }

    private func array(_ parser: inout Self) throws(ReferenceJSON.Refusal) -> ReferenceJSON {
        var elements: [ReferenceJSON] = []
        if parser.takes("]") { return .array([]) }
        repeat {
            parser.skipSpaces()
            elements.append(try parser.value())
            parser.skipSpaces()
        } while parser.takes(",")
        try parser.expect("]")
        return .array(elements)
    }

    // MARK: Scalars

    private mutating func string() throws(ReferenceJSON.Refusal) -> [UInt8] {
        try expect("\"")
        var text: [UInt8] = []
        while let scalar = peek, scalar.value >= 0x20 {
            if scalar == "\\" {
                text += try escape()
            } else {
                position += 1
                if scalar == "\"" { return text }
                text.append(UInt8(scalar.value))
            }
        }
        throw ReferenceJSON.Refusal()
    }

    private mutating func escape() throws(ReferenceJSON.Refusal) -> [UInt8] {
        position += 1
        guard let name = peek else { throw ReferenceJSON.Refusal() }
        position += 1
        switch name {
        case "\"", "\\", "/": return [UInt8(name.value)]
        case "b": return [0x08]
        case "f": return [0x0C]
        case "n": return [0x0A]
        case "r": return [0x0D]
        case "t": return [0x09]
        case "u":
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]) {
                try expect("\\")
                try expect("u")
                units.append(try unit())
            }
            guard let text = String(validating: units, as: UTF16.self) else { throw ReferenceJSON.Refusal() }
            return Array(text.utf8)
        default: throw ReferenceJSON.Refusal()
        }
    }

    private mutating func unit() throws(ReferenceJSON.Refusal) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek.flatMap({ Character($0).hexDigitValue }), bytes[position] < 0x80 else {
                throw ReferenceJSON.Refusal()
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private mutating func number() throws(ReferenceJSON.Refusal) -> [UInt8] {
        let start = position
        _ = takes("-")
        if !takes("0") { try digits() }
        if takes(".") { try digits() }
        if takes("e") || takes("E") {
            if !takes("+") { _ = takes("-") }
            try digits()
        }
        return Array(bytes[start..<position])
    }

    private mutating func digits() throws(ReferenceJSON.Refusal) {
        let start = position
        while let byte = peek, ("0"..."9").contains(byte) { position += 1 }
        guard position > start else { throw ReferenceJSON.Refusal() }
    }
}
