import Adapters
import AgentsCore

extension AdapterLaws {
    /// A document that became canonical lines comes back from them, and the way back loses nothing.
    ///
    /// It comes back as the same value with the same spelling of numbers and strings; members may change their order, and
    /// keys lose escapes.
    ///
    /// - Parameters:
    ///   - document: Any text.
    ///   - isExact: Whether it must come back byte for byte, white space apart: its members are in documented order.
    /// - Returns: How the law is broken.
    package func roundTrip(_ document: [UInt8], isExact: Bool = false) -> String? {
        let conversion = convert([document])
        guard conversion.isComplete, let first = conversion.lines.first else { return nil }
        guard let line = Self.line(first) else { return "the line is no JSON: \(first.text)" }
        guard registry.shapes.contains(where: { $0.fullName == line.shape }) else {
            return "no known shape: \(line.tree)"
        }
        if !conversion.losses.isEmpty { return "normalising reports losses: \(conversion.losses)" }
        let back = convert(
            conversion.lines, Route(source: .canonical, target: .dialect(line.dialect), isWayBack: true))
        if let error = back.refusals.first { return "the way back is refused (\(error)): \(conversion.output.text)" }
        if !back.losses.isEmpty { return "the way back reports losses: \(back.losses)" }
        guard back.lines.count == 1 else { return "\(back.lines.count) documents come back: \(back.output.text)" }
        let wanted = minified(document)
        if back.lines[0] == wanted { return nil }
        let change = "came as \(wanted.text), came back as \(back.lines[0].text)"
        if isExact { return change }
        guard let tree = try? JSONTree(back.lines[0]) else { return "no JSON comes back: \(change)" }
        guard let original = try? JSONTree(document), tree.isSpelledLike(original) else { return change }
        return nil
    }
}

extension JSONTree {
    /// Whether two documents are equal, and all their strings but the keys have the same escapes.
    package func isSpelledLike(_ other: JSONTree) -> Bool {
        switch (self, other) {
        case (.string(let one), .string(let other)): return one.lexeme == other.lexeme
        case (.array(let one), .array(let other)):
            return one.count == other.count && zip(one, other).allSatisfy { $0.isSpelledLike($1) }
        case (.object(let one), .object(let other)):
            let byKey = Dictionary(other.map { ($0.key, $0.value) }) { first, _ in first }
            return one.count == other.count && one.allSatisfy { byKey[$0.key].map($0.value.isSpelledLike) ?? false }
        default: return self == other
        }
    }
}
