import AgentsCore

extension JSONTree {
    /// How a document is laid out.
    package enum Layout: CaseIterable, Sendable {
        /// No white space.
        case compact
        /// A space behind each colon and comma.
        case spaced
        /// Two spaces for each level, each member on its own line.
        case indented
    }

    /// The document as text, every string and number as it was spelled.
    package func json(_ layout: Layout = .compact) -> [UInt8] {
        var output: [UInt8] = []
        write(layout, 0, &output)
        return output
    }

    private func write(_ layout: Layout, _ level: Int, _ output: inout [UInt8]) {
        switch self {
        case .literal(let lexeme): output += lexeme
        case .string(let spelling): output += spelling.lexeme
        case .array(let elements):
            writeItems(elements, "[", "]", layout, level, &output) { element, output in
                element.write(layout, level + 1, &output)
            }
        case .object(let members):
            writeItems(members, "{", "}", layout, level, &output) { member, output in
                output += member.key.lexeme
                output += Array((layout == .compact ? ":" : ": ").utf8)
                member.value.write(layout, level + 1, &output)
            }
        }
    }

    private func writeItems<Item>(
        _ items: [Item], _ open: String, _ close: String, _ layout: Layout, _ level: Int, _ output: inout [UInt8],
        _ item: (Item, inout [UInt8]) -> Void
    ) {
        output += Array(open.utf8)
        for index in items.indices {
            if index > 0 { output += Array((layout == .spaced ? ", " : ",").utf8) }
            if layout == .indented { output += Self.lineBreak(level + 1) }
            item(items[index], &output)
        }
        if layout == .indented && !items.isEmpty { output += Self.lineBreak(level) }
        output += Array(close.utf8)
    }

    private static func lineBreak(_ level: Int) -> [UInt8] {
        [0x0A] + [UInt8](repeating: 0x20, count: 2 * level)
    }
}

extension JSONTree: CustomStringConvertible {
    /// The document as compact text.
    package var description: String { json().text }
}

/// A document without the white space between its tokens.
///
/// It only looks at quotes and backslashes, so that it works for text that is no JSON, too.
package func minified(_ json: some Sequence<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var isInString = false
    var isEscaped = false
    for byte in json {
        if isInString {
            if !isEscaped && byte == UInt8(ascii: "\"") { isInString = false }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        } else if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            continue
        } else if byte == UInt8(ascii: "\"") {
            isInString = true
        }
        output.append(byte)
    }
    return output
}

extension [UInt8] {
    /// The bytes as text.
    package var text: String { String(decoding: self, as: UTF8.self) }
}
