import AdapterTesting

/// Damages texts byte by byte, the same way in every run.
struct TextMutator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    private static let marks = Array("{}[]\",:\\0u-.eE+ \n\t".utf8)
    private static let words = [
        "null", "true", "tru", "-0", "01", "1.", "1e5", "1e999", "-1E-400", "0.30000000000000004",
        "18446744073709551616", "\"a\":1,", ",", "[[", "{}", "//", "NaN", "-Infinity",
        "\\ud83d", "\\ude00", "\\ud83d\\ude00", "\\u0000", "\\/", "\\x", "\"\"", "é", "😀", "\u{FEFF}", "\u{1}",
        "\u{7F}", "\u{2028}", "\"id\":", "\"state\":1,",
    ]

    /// The text after one to three faults, most of which it does not survive.
    mutating func mutation(of text: [UInt8]) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !text.isEmpty {
            let place = Int.random(in: text.indices, using: &generator)
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: text[place] = generator.pick(Self.marks)
            case 1: text[place] = .random(in: 0...255, using: &generator)
            case 2: text.insert(contentsOf: generator.pick(Self.words).utf8, at: place)
            case 3: text.removeSubrange(place..<min(text.count, place + Int.random(in: 1...8, using: &generator)))
            case 4: text.insert(generator.pick(Self.marks), at: place)
            case 5: doubleMember(around: place, of: &text)
            default: replaceValue(behind: place, of: &text)
            }
        }
        return text
    }

    /// Repeats part of a line: often a member with its comma.
    private mutating func doubleMember(around place: Int, of text: inout [UInt8]) {
        let start = text[..<place].lastIndex(of: UInt8(ascii: ",")) ?? place
        let end = text[place...].firstIndex(of: UInt8(ascii: ",")) ?? place
        text.insert(contentsOf: Array(text[start..<end]), at: end)
    }

    /// Puts another value in the place of a number or literal: often a document comes out of it.
    private mutating func replaceValue(behind place: Int, of text: inout [UInt8]) {
        guard let colon = text[place...].firstIndex(of: UInt8(ascii: ":")) else { return }
        var start = colon + 1
        while start < text.count, text[start] == UInt8(ascii: " ") { start += 1 }
        let end = text[start...].firstIndex { ",\n}]".utf8.contains($0) } ?? start
        text.replaceSubrange(start..<end, with: generator.pick(Self.words).utf8)
    }
}
