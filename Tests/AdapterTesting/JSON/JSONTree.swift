/// A document as a value: the independent opinion on what a text says.
///
/// It shares no code with the scanner under test. Two trees are equal if they say the same: members have no order and
/// strings no escapes, but numbers are what is written. Spellings and order are kept beside that, so that a tree can be
/// changed and written again.
package enum JSONTree: Sendable {
    /// A number, `true`, `false` or `null` as it is written.
    case literal([UInt8])
    /// A string.
    case string(JSONSpelling)
    /// The elements of an array.
    indirect case array([JSONTree])
    /// The members of an object as they are written.
    indirect case object([Member])

    /// A member of an object.
    package struct Member: Sendable {
        /// The key.
        package var key: JSONSpelling
        /// The value.
        package var value: JSONTree

        /// Creates a member.
        package init(_ key: JSONSpelling, _ value: JSONTree) {
            self.key = key
            self.value = value
        }
    }

    /// The literal `null`.
    package static let null = JSONTree.literal(Array("null".utf8))

    /// Creates a string of characters.
    package static func text(_ characters: String) -> JSONTree {
        .string(JSONSpelling(characters))
    }

    /// Creates a number as it is to be written.
    package static func number(_ lexeme: String) -> JSONTree {
        .literal(Array(lexeme.utf8))
    }
}

/// A JSON string: how it is written, and what it says.
package struct JSONSpelling: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The bytes with their quotes and escapes.
    package let lexeme: [UInt8]
    /// The characters as UTF-8.
    package let characters: [UInt8]

    /// Creates a string with a spelling of its own.
    package init(lexeme: [UInt8], characters: [UInt8]) {
        self.lexeme = lexeme
        self.characters = characters
    }

    /// Creates a string that is spelled with the escapes it needs.
    package init(_ text: String) {
        let characters = Array(text.utf8)
        self.init(lexeme: JSONSpelling.plainLexeme(characters), characters: characters)
    }

    /// Creates a string that is spelled with the escapes it needs.
    package init(stringLiteral text: String) {
        self.init(text)
    }

    /// The characters as text.
    package var text: String { String(decoding: characters, as: UTF8.self) }

    /// Compares characters.
    package static func == (left: JSONSpelling, right: JSONSpelling) -> Bool {
        left.characters == right.characters
    }

    /// Hashes the characters.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(characters)
    }

    private static func plainLexeme(_ characters: [UInt8]) -> [UInt8] {
        var lexeme: [UInt8] = [UInt8(ascii: "\"")]
        for byte in characters {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                lexeme += [UInt8(ascii: "\\"), byte]
            } else if byte < 0x20 {
                lexeme += Array("\\u00".utf8) + hexadecimal(byte)
            } else {
                lexeme.append(byte)
            }
        }
        return lexeme + [UInt8(ascii: "\"")]
    }

    /// Two digits of a byte.
    static func hexadecimal(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}

// MARK: - Reading

extension JSONTree {
    /// The value of a member or, by a number, of an element; nothing if it is not there.
    package subscript(_ key: String) -> JSONTree? {
        switch self {
        case .object(let members): members.first { $0.key.characters.elementsEqual(key.utf8) }?.value
        case .array(let elements): Int(key).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
        case .literal, .string: nil
        }
    }

    /// The value at a path such as `response.error.code` or `output[0].url`; nothing if it is not there.
    package func value(at path: String) -> JSONTree? {
        let steps = path.split { $0 == "." || $0 == "[" || $0 == "]" }
        return steps.reduce(self) { value, step in value?[String(step)] }
    }

    /// The characters, if it is a string.
    package var text: String? {
        if case .string(let spelling) = self { spelling.text } else { nil }
    }

    /// Whether it is `null`.
    package var isNull: Bool {
        if case .literal(let lexeme) = self { lexeme.elementsEqual("null".utf8) } else { false }
    }

    /// The elements of an array, nothing for any other kind.
    package var elements: [JSONTree]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object, nothing for any other kind.
    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }
}

// MARK: - Comparing

extension JSONTree: Hashable {
    /// Whether two documents say the same.
    package static func == (left: JSONTree, right: JSONTree) -> Bool {
        switch (left, right) {
        case (.literal(let one), .literal(let other)): one == other
        case (.string(let one), .string(let other)): one == other
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)): sameMembers(one, other)
        default: false
        }
    }

    private static func sameMembers(_ left: [Member], _ right: [Member]) -> Bool {
        guard left.count == right.count else { return false }
        // Most often the order is the same, too.
        if zip(left, right).allSatisfy({ $0.key == $1.key }) {
            return zip(left, right).allSatisfy { $0.value == $1.value }
        }
        let byKey = Dictionary(right.map { ($0.key, $0.value) }) { first, _ in first }
        return byKey.count == left.count && left.allSatisfy { byKey[$0.key] == $0.value }
    }

    /// Hashes what equal documents share.
    package func hash(into hasher: inout Hasher) {
        switch self {
        case .literal(let lexeme): hasher.combine(lexeme)
        case .string(let spelling): hasher.combine(spelling)
        case .array(let elements): hasher.combine(elements)
        case .object(let members): hasher.combine(Set(members.map(\.key)))
        }
    }
}
