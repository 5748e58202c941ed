/// A JSON document as a plain parser reads it that shares nothing with the project's own scanner.
///
/// It follows RFC 8259 and the project's rules on top: no duplicate keys, no halves of surrogate pairs, bounded depth.
indirect enum ReferenceJSON: Sendable {
    case null
    case bool(Bool)
    /// A number by its text.
    case number([UInt8])
    /// The characters of a string as UTF-8.
    case string([UInt8])
    case array([ReferenceJSON])
    case object([Member])

    /// A member of an object.
    struct Member: Sendable {
        var key: [UInt8]
        var value: ReferenceJSON
    }

    /// Why a text is no document; where does not matter here.
    struct Refusal: Error {}

    /// Reads a document with white space around it.
    init(_ bytes: some Sequence<UInt8>, depth: Int = .max) throws(Refusal) {
        var parser = ReferenceParser(Array(bytes), depth: depth)
        self = try parser.document()
    }

    /// A member of an object.
    subscript(_ key: String) -> ReferenceJSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.elementsEqual(key.utf8) }?.value
    }

    /// The characters of a string.
    var characters: String? {
        guard case .string(let bytes) = self else { return nil }
        return bytes.text
    }

    /// Whether two documents say the same: in objects the order of members does not count, in numbers each digit does.
    func isSame(as other: ReferenceJSON) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let one), .bool(let two)): one == two
        case (.number(let one), .number(let two)), (.string(let one), .string(let two)): one == two
        case (.array(let one), .array(let two)):
            one.count == two.count && zip(one, two).allSatisfy { $0.isSame(as: $1) }
        case (.object(let one), .object(let two)): Self.areSame(one, two)
        default: false
        }
    }

    private static func areSame(_ one: [Member], _ two: [Member]) -> Bool {
        guard one.count == two.count else { return false }
        let values = Dictionary(two.map { ($0.key, $0.value) }) { first, _ in first }
        return one.allSatisfy { member in values[member.key].map { member.value.isSame(as: $0) } ?? false }
    }

    /// A text without the white space between its tokens.
    static func minified(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var isInside = false
        var isEscaped = false
        for byte in bytes {
            if !isInside && [0x20, 0x09, 0x0A, 0x0D].contains(byte) { continue }
            if byte == UInt8(ascii: "\"") && !isEscaped { isInside.toggle() }
            isEscaped = isInside && byte == UInt8(ascii: "\\") && !isEscaped
            result.append(byte)
        }
        return result
    }
}
