package import AgentsCore

extension JSONTree {
    /// Reads a document, strictly: the grammar of RFC 8259, UTF-8, whole surrogate pairs, no key twice.
    ///
    /// - Throws: `JSONError`, with the code that the scanner is to give as well.
    package init(_ json: some Sequence<UInt8>) throws(JSONError) {
        var parser = JSONTreeParser(bytes: Array(json))
        self = try parser.document()
    }
}

/// A recursive descent parser, as plain as can be: what it is good for is being right.
private struct JSONTreeParser {
    let bytes: [UInt8]
    var position = 0
    var depth = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws(JSONError) -> JSONTree {
        skipSpaces()
        let tree = try value()
        skipSpaces()
        if position < bytes.count { throw fault("text after the end") }
        return tree
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func fault(_ reason: String, _ code: JSONError.Code = .notJSON) -> JSONError {
        JSONError(code, at: position, reason)
    }

    private mutating func skipSpaces() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(JSONError) -> JSONTree {
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true")
        case UInt8(ascii: "f"): return try word("false")
        case UInt8(ascii: "n"): return try word("null")
        default: return .literal(try number())
        }
    }

    private mutating func object() throws(JSONError) -> JSONTree {
        try open()
        var members: [JSONTree.Member] = []
        var keys: Set<JSONSpelling> = []
        skipSpaces()
        if take(UInt8(ascii: "}")) { return close(.object([])) }
        while true {
            skipSpaces()
            guard next == UInt8(ascii: "\"") else { throw fault("no key") }
            let key = try string()
            guard keys.insert(key).inserted else { throw fault("a key twice", .duplicateKey) }
            skipSpaces()
            guard take(UInt8(ascii: ":")) else { throw fault("no colon") }
            skipSpaces()
            members.append(JSONTree.Member(key, try value()))
            skipSpaces()
            if take(UInt8(ascii: "}")) { return close(.object(members)) }
            guard take(UInt8(ascii: ",")) else { throw fault("no comma") }
        }
    }

    private mutating func array() throws(JSONError) -> JSONTree {
        try open()
        var elements: [JSONTree] = []
        skipSpaces()
        if take(UInt8(ascii: "]")) { return close(.array([])) }
        while true {
            skipSpaces()
            elements.append(try value())
            skipSpaces()
            if take(UInt8(ascii: "]")) { return close(.array(elements)) }
            guard take(UInt8(ascii: ",")) else { throw fault("no comma") }
        }
    }

    private mutating func open() throws(JSONError) {
        position += 1
        depth += 1
        if depth > 600 { throw fault("too deep", .tooDeep) }
    }

    private mutating func close(_ tree: JSONTree) -> JSONTree {
        depth -= 1
        return tree
    }

    private mutating func word(_ word: String) throws(JSONError) -> JSONTree {
        guard bytes[position...].starts(with: word.utf8) else { throw fault("no value") }
        position += word.utf8.count
        return .literal(Array(word.utf8))
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) -> [UInt8] {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return Array(bytes[start..<position])
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        if position == start { throw fault("no digit") }
    }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> JSONSpelling {
        let start = position
        position += 1
        var characters: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "\"") {
            if byte < 0x20 { throw fault("raw control character") }
            if byte == UInt8(ascii: "\\") {
                characters += try escape()
            } else {
                characters.append(byte)
                position += 1
            }
        }
        guard take(UInt8(ascii: "\"")) else { throw fault("no end of the string") }
        if String(validating: characters, as: UTF8.self) == nil { throw fault("not UTF-8", .notUTF8) }
        return JSONSpelling(lexeme: Array(bytes[start..<position]), characters: characters)
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        position += 1
        guard let byte = next else { throw fault("no escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try scalar()
        default: throw fault("unknown escape")
        }
    }

    private mutating func scalar() throws(JSONError) -> [UInt8] {
        let unit = try codeUnit()
        var units = [unit]
        if unit & 0xF800 == 0xD800 {
            guard unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                throw fault("half a pair", .loneSurrogate)
            }
            units.append(try codeUnit())
            if units[1] & 0xFC00 != 0xDC00 { throw fault("half a pair", .loneSurrogate) }
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw fault("four digits wanted") }
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        guard !digits.contains("+"), !digits.contains("-"), let unit = UInt16(digits, radix: 16) else {
            throw fault("four digits wanted")
        }
        position += 4
        return unit
    }
}
