import AgentsCore
import Testing

/// Which texts are strings: quotes, control characters, and escapes.
@Suite struct JSONStringTextTests {
    static let escapes: [(written: String, meant: String)] = [
        (#"\""#, "\""), (#"\\"#, "\\"), (#"\/"#, "/"), (#"\b"#, "\u{8}"), (#"\f"#, "\u{C}"), (#"\n"#, "\n"),
        (#"\r"#, "\r"),
        (#"\t"#, "\t"), (#"\u0000"#, "\u{0}"), (#"\u001F"#, "\u{1F}"), (#"\u001f"#, "\u{1F}"), (#"\u0022"#, "\""),
        (#"\u005C"#, "\\"),
        (#"\u0041"#, "A"), (#"\u007F"#, "\u{7F}"), (#"\u0080"#, "\u{80}"), (#"\u00e9"#, "é"), (#"\u07FF"#, "\u{7FF}"),
        (#"\u0800"#, "\u{800}"), (#"\u20AC"#, "€"), (#"\uD7FF"#, "\u{D7FF}"), (#"\uE000"#, "\u{E000}"),
        (#"\uFEFF"#, "\u{FEFF}"),
        (#"\uFFFE"#, "\u{FFFE}"), (#"\uFFFF"#, "\u{FFFF}"), (#"\uAbCd"#, "\u{ABCD}"), (#"\ud800\udc00"#, "\u{10000}"),
        (#"\uD83D\uDE00"#, "😀"), (#"\uD83d\uDe00"#, "😀"), (#"\uDBFF\uDFFF"#, "\u{10FFFF}"), (#"\ud834\udd1e"#, "𝄞"),
    ]

    static let refused = [
        // Not ended.
        Refusal("\"", at: 1), Refusal("\"abc", at: 4), Refusal("[\"", at: 2), Refusal("{\"", at: 2),
        Refusal("{\"a", at: 3), Refusal("{\"a\":\"", at: 6),
        Refusal(#""\""#, at: 3), Refusal(#""\"#, at: 1), Refusal(#""\\\"#, at: 3), Refusal(#"["\"#, at: 2),
        // Escapes that do not exist.
        Refusal(#""\a""#, at: 1), Refusal(#""\v""#, at: 1), Refusal(#""\0""#, at: 1), Refusal(#""\x41""#, at: 1),
        Refusal(#""\'""#, at: 1),
        Refusal(#""\N""#, at: 1), Refusal(#""\U0041""#, at: 1), Refusal(#""\ ""#, at: 1), Refusal("\"\\\n\"", at: 1),
        Refusal("\"\\\u{0}\"", at: 1),
        Refusal(#""\é""#, at: 1), Refusal(#""ab\q""#, at: 3), Refusal(#""\n\z""#, at: 3), Refusal(#""\u{41}""#, at: 1),
        Refusal(#""\u+041""#, at: 1),
        // Too few digits, or none.
        Refusal(#""\u""#, at: 1), Refusal(#""\u0""#, at: 1), Refusal(#""\u00""#, at: 1), Refusal(#""\u004""#, at: 1),
        Refusal(#""\u"#, at: 1),
        Refusal(#""\u12"#, at: 1), Refusal(#""\u004g""#, at: 1), Refusal(#""\ug041""#, at: 1),
        Refusal(#""\u 041""#, at: 1), Refusal(#""\u00-1""#, at: 1),
        Refusal(#""\u004\u0041""#, at: 1), Refusal(#""a\u00""#, at: 2), Refusal("\"\\u00\u{FF11}1\"", at: 1),
        Refusal(#""\u00:0""#, at: 1),
        Refusal(#""\u00@0""#, at: 1), Refusal(#""\u00G0""#, at: 1), Refusal(#""\u00`0""#, at: 1),
        Refusal(#""\u00/0""#, at: 1),
        // Halves of surrogate pairs.
        Refusal(#""\uD800""#, at: 1, .loneSurrogate), Refusal(#""\uDBFF""#, at: 1, .loneSurrogate),
        Refusal(#""\uDC00""#, at: 1, .loneSurrogate),
        Refusal(#""\uDFFF""#, at: 1, .loneSurrogate), Refusal(#""\ud83d""#, at: 1, .loneSurrogate),
        Refusal(#""\ud83dx""#, at: 1, .loneSurrogate),
        Refusal(#""\ud83d\n""#, at: 1, .loneSurrogate), Refusal(#""\ud83d\\ude00""#, at: 1, .loneSurrogate),
        Refusal(#""\ud83d\u0041""#, at: 1, .loneSurrogate), Refusal(#""\ud83d\ud83d""#, at: 1, .loneSurrogate),
        Refusal(#""\ude00\ud83d""#, at: 1, .loneSurrogate), Refusal(#""\ud83d\ue000""#, at: 1, .loneSurrogate),
        Refusal(#""\ud83d\udbff""#, at: 1, .loneSurrogate), Refusal(#""ab\ud83d""#, at: 3, .loneSurrogate),
        Refusal(#""\ud83d\ude00\ud83d""#, at: 13, .loneSurrogate),
        Refusal(#""\ud83d\ude00\ude00""#, at: 13, .loneSurrogate),
        Refusal(#"{"\ud83d":1}"#, at: 2, .loneSurrogate), Refusal(#"[1,"\udc00"]"#, at: 4, .loneSurrogate),
        Refusal(#""\ud83d\u""#, at: 7), Refusal(#""\ud83d\ude0""#, at: 7), Refusal(#""\ud83d\ude0g""#, at: 7),
    ]

    @Test(arguments: escapes.indices)
    func escapesMeanTheirCharacter(_ index: Int) throws {
        let (written, meant) = Self.escapes[index]
        for padding in ["", "x", String(repeating: "y", count: 15), String(repeating: "é", count: 20)] {
            let text = "\"\(padding)\(written)\(padding)\""
            let string = try decoded(text)
            #expect(string?.unicodeScalars.elementsEqual((padding + meant + padding).unicodeScalars) == true, "\(text)")
            // What is passed through stays as it is spelled.
            #expect(try compact(text) == text)
        }
    }

    @Test(arguments: refused)
    func otherTextsAreRefusedWhereTheyGoWrong(_ refusal: Refusal) {
        refusal.check()
    }

    @Test func theTablesAreNotEmpty() {
        #expect(Self.escapes.count == 31)
        #expect(Self.refused.count == 64)
    }

    @Test func everyEscapeOfOneUnitIsJudged() {
        let hex = Array("0123456789abcdef".utf8)
        var text = Array("\"\\u0000\"".utf8)
        var record = JSONRecord()
        for unit in UInt32(0)...0xFFFF {
            for place in 0..<4 { text[3 + place] = hex[Int(unit >> (12 - 4 * UInt32(place)) & 15)] }
            let isAccepted = (try? record.load(text)) != nil
            let scalar = Unicode.Scalar(unit)
            if isAccepted != (scalar != nil) { Issue.record("\\u\(String(unit, radix: 16)): \(isAccepted)") }
            guard isAccepted, let scalar else { continue }
            let string = record.string(.root)
            if string?.unicodeScalars.elementsEqual([scalar]) != true { Issue.record("\(unit) became \(string ?? "")") }
        }
    }

    @Test func everyPairOfSurrogatesIsOneCharacter() throws {
        for high in stride(from: UInt32(0xD800), through: 0xDBFF, by: 17) {
            for low in stride(from: UInt32(0xDC00), through: 0xDFFF, by: 31) {
                let text = "\"\\u\(String(high, radix: 16))\\u\(String(low, radix: 16))\""
                let value = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)
                let string = try decoded(text)
                if string?.unicodeScalars.map(\.value) != [value] { Issue.record("\(text) became \(string ?? "")") }
            }
        }
    }

    // MARK: Places

    @Test func controlCharactersAreRefusedAtEveryPlace() {
        for control in UInt8(0)..<0x20 {
            for place in 0..<40 {
                let text = bytes("\"\(String(repeating: "x", count: place))", [control], "xx\"")
                Refusal(text, at: place + 1).check()
            }
        }
        #expect(fault(in: "\"\u{7F}\"") == nil)
    }

    @Test func theEndIsFoundAtEveryPlace() throws {
        for size in 0..<70 {
            let letters = String(repeating: "x", count: size)
            #expect(try decoded("\"\(letters)\"") == letters)
            // What follows the quote within the same word belongs to no string.
            #expect(try compact("[\"\(letters)\",\"\\n\",\"é\"]") == "[\"\(letters)\",\"\\n\",\"é\"]")
            Refusal("\"\(letters)", at: size + 1).check()
            Refusal("\"\(letters)\\", at: size + 1).check()
            Refusal("\"\(letters)\"x\"", at: size + 2).check()
            Refusal("\"\(letters)\\x\"", at: size + 1).check()
            Refusal("\"\(letters)\\ud800\"", at: size + 1, .loneSurrogate).check()
        }
    }

    @Test func runsOfBackslashesEndWhereTheyShould() throws {
        for count in 0..<40 {
            let run = String(repeating: "\\", count: count)
            if count.isMultiple(of: 2) {
                #expect(try decoded("\"\(run)\"") == String(repeating: "\\", count: count / 2))
            } else {
                Refusal("\"\(run)\"", at: count + 2).check()
            }
        }
    }
}
