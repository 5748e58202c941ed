extension ReferenceJSON {
    /// The document as text, spelled in one of many ways: spaces, line breaks and escapes vary.
    func text(_ random: inout SeededRandom) -> [UInt8] {
        let style = Style(
            space: random.among(["", "", "", " ", "\n", "\t "]), escapesOften: random.below(8) == 0)
        var text: [UInt8] = []
        write(to: &text, style, &random)
        return text
    }

    /// How a document is spelled.
    private struct Style {
        /// What stands behind a comma, a colon and an opening bracket.
        var space: String
        /// Whether any character may be escaped.
        var escapesOften: Bool
    }

    private func write(to text: inout [UInt8], _ style: Style, _ random: inout SeededRandom) {
        switch self {
        case .null: text += "null".utf8
        case .bool(let value): text += "\(value)".utf8
        case .number(let lexeme): text += lexeme
        case .string(let characters): Self.write(characters, to: &text, style, &random)
        case .array(let elements):
            text += "[\(style.space)".utf8
            for (index, element) in elements.enumerated() {
                if index > 0 { text += ",\(style.space)".utf8 }
                element.write(to: &text, style, &random)
            }
            text += "]".utf8
        case .object(let members):
            text += "{\(style.space)".utf8
            for (index, member) in members.enumerated() {
                if index > 0 { text += ",\(style.space)".utf8 }
                Self.write(member.key, to: &text, style, &random)
                text += ":\(style.space)".utf8
                member.value.write(to: &text, style, &random)
            }
            text += "}".utf8
        }
    }

    private static func write(
        _ characters: [UInt8], to text: inout [UInt8], _ style: Style, _ random: inout SeededRandom
    ) {
        text += "\"".utf8
        for scalar in characters.text.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || (style.escapesOften && random.below(6) == 0) {
                for unit in UTF16.encode(scalar) ?? .init() {
                    let digits = String(unit, radix: 16)
                    text += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
                }
            } else {
                text += String(scalar).utf8
            }
        }
        text += "\"".utf8
    }
}
