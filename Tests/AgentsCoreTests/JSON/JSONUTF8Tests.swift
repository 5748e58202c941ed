import AgentsCore
import Testing

/// Which bytes are text: strings must be UTF-8 (Unicode, table 3-7), and nothing else holds bytes outside of ASCII.
@Suite struct JSONUTF8Tests {
    /// The sequences of the table, written as a reader of it would: every range of each byte.
    static let wellFormed: [[ClosedRange<UInt8>]] = [
        [0xC2...0xDF, 0x80...0xBF],
        [0xE0...0xE0, 0xA0...0xBF, 0x80...0xBF],
        [0xE1...0xEC, 0x80...0xBF, 0x80...0xBF],
        [0xED...0xED, 0x80...0x9F, 0x80...0xBF],
        [0xEE...0xEF, 0x80...0xBF, 0x80...0xBF],
        [0xF0...0xF0, 0x90...0xBF, 0x80...0xBF, 0x80...0xBF],
        [0xF1...0xF3, 0x80...0xBF, 0x80...0xBF, 0x80...0xBF],
        [0xF4...0xF4, 0x80...0x8F, 0x80...0xBF, 0x80...0xBF],
    ]

    static let illFormed: [(name: String, bytes: [UInt8])] = [
        ("a continuation alone", [0x80]), ("the last continuation alone", [0xBF]), ("two continuations", [0x80, 0xBF]),
        ("an overlong slash of two", [0xC0, 0xAF]), ("an overlong slash of three", [0xE0, 0x80, 0xAF]),
        ("an overlong slash of four", [0xF0, 0x80, 0x80, 0xAF]), ("an overlong zero", [0xC0, 0x80]),
        ("the last overlong of two", [0xC1, 0xBF]),
        ("the last overlong of three", [0xE0, 0x9F, 0xBF]), ("the last overlong of four", [0xF0, 0x8F, 0xBF, 0xBF]),
        ("the first surrogate", [0xED, 0xA0, 0x80]), ("the last surrogate", [0xED, 0xBF, 0xBF]),
        ("a surrogate pair", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
        ("the first beyond Unicode", [0xF4, 0x90, 0x80, 0x80]),
        ("the last of that lead", [0xF4, 0xBF, 0xBF, 0xBF]), ("a lead beyond Unicode", [0xF5, 0x80, 0x80, 0x80]),
        ("the last of four", [0xF7, 0xBF, 0xBF, 0xBF]), ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
        ("six bytes", [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80]), ("FE", [0xFE]), ("FF", [0xFF]),
        ("a mark of UTF-16", [0xFE, 0xFF]),
        ("two without its second", [0xC3]), ("three without its second", [0xE2]),
        ("three without its third", [0xE2, 0x82]),
        ("four without its second", [0xF0]), ("four without its third", [0xF0, 0x9F]),
        ("four without its fourth", [0xF0, 0x9F, 0x98]),
        ("two with an ASCII second", [0xC3, 0x41]), ("three with an ASCII third", [0xE2, 0x82, 0x41]),
        ("four with an ASCII fourth", [0xF0, 0x9F, 0x98, 0x41]),
        ("a lead in place of a continuation", [0xE2, 0xC3, 0xA9]),
        ("a lead behind a lead", [0xC3, 0xC3, 0xA9]), ("Latin-1", [0xE9, 0x74, 0xE9]),
        ("Windows-1252", [0x93, 0x41, 0x94]),
        ("an escape inside of a sequence", [0xC3, 0x5C, 0x6E]),
    ]

    @Test(arguments: illFormed.indices)
    func illFormedTextIsRefusedAtItsFirstByte(_ index: Int) {
        let sequence = Self.illFormed[index].bytes
        for padding in 0..<34 {
            let letters = String(repeating: "x", count: padding)
            Refusal(bytes("\"\(letters)", sequence, "\""), at: padding + 1, .notUTF8).check()
            Refusal(bytes("\"\(letters)", sequence, "\(letters)\""), at: padding + 1, .notUTF8).check()
            Refusal(bytes("{\"\(letters)", sequence, "\":1}"), at: padding + 2, .notUTF8).check()
            Refusal(bytes("\"é\(letters)é", sequence, "\""), at: padding + 5, .notUTF8).check()
        }
    }

    @Test(arguments: illFormed.indices)
    func theEndOfTheTextMakesItNoBetter(_ index: Int) {
        let sequence = Self.illFormed[index].bytes
        Refusal(bytes("\"", sequence), at: 1, .notUTF8).check()
        Refusal(bytes("[\"é", sequence), at: 4, .notUTF8).check()
    }

    @Test func theTablesAreNotEmpty() {
        #expect(Self.illFormed.count == 36)
        #expect(Self.wellFormed.count == 8)
    }

    @Test func everyScalarIsAccepted() {
        var record = JSONRecord()
        for first in stride(from: UInt32(0x80), through: 0x10_FFFF, by: 64) {
            let scalars = (first..<first + 64).compactMap(Unicode.Scalar.init)
            let text = String(String.UnicodeScalarView(scalars))
            let isAccepted = (try? record.load("\"\(text)\"".utf8)) != nil
            if !isAccepted { Issue.record("U+\(String(first, radix: 16)) to its 64th is refused") }
            guard isAccepted else { continue }
            let string = record.string(.root)
            if string?.unicodeScalars.elementsEqual(scalars) != true {
                Issue.record("U+\(String(first, radix: 16)) is changed")
            }
        }
    }

    @Test func theBoundsOfEveryRangeAreKept() {
        for ranges in Self.wellFormed {
            for place in ranges.indices {
                var sequence = ranges.map(\.lowerBound)
                for byte in UInt8.min...UInt8.max where place > 0 || byte >= 0x80 {
                    sequence[place] = byte
                    let isInTable = Self.wellFormed.contains { row in
                        row.count == sequence.count && zip(row, sequence).allSatisfy { $0.contains($1) }
                    }
                    let error = fault(in: bytes("\"", sequence, "\""))
                    if isInTable != (error == nil) { Issue.record("\(sequence): \(String(describing: error))") }
                }
            }
        }
    }

    @Test func everyPairOfBytesIsJudgedAsTheStandardLibraryDoes() {
        for lead in UInt8(0x80)...0xFF {
            for second in UInt8(0x80)...0xFF {
                for tail: [UInt8] in [[], [0x80], [0x80, 0x80]] {
                    let sequence = [lead, second] + tail
                    let isAccepted = fault(in: bytes("\"", sequence, "\"")) == nil
                    if isAccepted != (String(validating: sequence, as: UTF8.self) != nil) {
                        Issue.record("\(sequence): \(isAccepted)")
                    }
                }
            }
        }
    }

    @Test func bytesOutsideOfStringsAreNoText() {
        for byte in UInt8(0x80)...0xFF {
            Refusal([byte], at: 0).check()
            Refusal(bytes("[1,", [byte], "]"), at: 3).check()
            Refusal(bytes("{", [byte], ":1}"), at: 1).check()
            Refusal(bytes("{}", [byte]), at: 2).check()
        }
    }

    @Test func otherEncodingsAreRefused() {
        for text in ["{\"a\":1}", "[1]", "1"] {
            let units = Array(text.utf16)
            let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            Refusal(big, at: 0).check()
            Refusal(little, at: 1).check()
            Refusal([0xFE, 0xFF] + big, at: 0).check()
            Refusal([0xFF, 0xFE] + little, at: 0).check()
        }
    }

    @Test func mixedTextKeepsItsPlaces() throws {
        // Scripts whose characters take one to four bytes, right to left and joined, in every order.
        let parts = ["a", "é", "Ж", "ש", "م", "ไ", "漢", "😀", "👩‍👩‍👧‍👦", "e\u{301}", "𝄞", "\u{10FFFF}", "\u{202E}"]
        for first in parts {
            for second in parts {
                for third in parts {
                    let text = first + second + third
                    let string = try decoded("\"\(text)\"")
                    if string?.unicodeScalars.elementsEqual(text.unicodeScalars) != true {
                        Issue.record("\(text) is changed")
                    }
                }
            }
        }
    }
}
