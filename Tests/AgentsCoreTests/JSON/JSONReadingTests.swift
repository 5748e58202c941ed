import AgentsCore
import Testing

/// Values as Swift has them: text, integers, truth.
@Suite struct JSONReadingTests {
    static let texts = [
        "\"a\"", "\"\"", "1", "-0", "true", "false", "null", "[]", "{}", "[1]", "{\"a\":1}", "1.5", "\"1\"", "\"true\"",
    ]

    @Test(arguments: texts)
    func aValueIsReadAsItsOwnKindOnly(_ text: String) throws {
        var record = JSONRecord()
        try record.load(text.utf8)
        let kind = record.kind(.root)
        let string = record.string(.root)
        let integer = record.integer(.root)
        let bool = record.bool(.root)
        #expect((string != nil) == (kind == .string))
        #expect(integer == nil || kind == .number)
        #expect((bool != nil) == (kind == .bool))
    }

    @Test func whatIsAbsentHasNoValue() throws {
        var record = JSONRecord()
        try record.load("{}".utf8)
        let string = record.string(.absent)
        let integer = record.integer(.absent)
        let bool = record.bool(.absent)
        #expect(string == nil && integer == nil && bool == nil)
        let holds = record.contains(.absent, ignoringCase: "a")
        #expect(!holds)
    }

    static let integers: [(text: String, value: Int?)] = [
        ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
        ("9223372036854775808", nil), ("-9223372036854775809", nil), ("20000000000000000000", nil), ("1.0", nil),
        ("1e3", nil), ("1E0", nil),
        ("0.0", nil), ("-1.5", nil), ("100000000000000000000000000000000000000000", nil),
    ]

    @Test(arguments: integers.indices)
    func integersAreReadIfTheyAreWrittenAsSuch(_ index: Int) throws {
        let (text, value) = Self.integers[index]
        var record = JSONRecord()
        try record.load("[ \(text) ]".utf8)
        let integer = record.integer(record.first(in: .root))
        #expect(integer == value, "\(text)")
    }

    @Test func truthIsRead() throws {
        var record = JSONRecord()
        try record.load("{\"yes\":true,\"no\":false}".utf8)
        let values = [record["yes"], record["no"]].map { record.bool($0) }
        #expect(values == [true, false])
    }

    @Test(arguments: [0, 1, 2, 15, 16, 17, 31, 32, 33, 1000, 100_000])
    func textOfAnyLengthIsRead(_ count: Int) throws {
        for letter in ["x", "é", "漢", "😀"] {
            let text = String(repeating: letter, count: count)
            let plain = try decoded("\"\(text)\"")
            let escaped = try decoded("\"\\n\(text)\\u0041\"")
            #expect(plain == text)
            #expect(escaped == "\n\(text)A")
        }
    }

    // MARK: Searching without case

    @Test(arguments: [
        ("error", true), ("ERROR", true), ("ErRoR", true), ("an error.", true), ("errorerror", true),
        ("errerror", true), ("xerrorx", true),
        ("eerror", true), ("erro", false), ("errr or", false), ("", false), ("er\u{301}ror", false), ("ＥＲＲＯＲ", false),
        ("err\u{F6}r", false),
        ("rorre", false), ("e r r o r", false), ("error\u{301}", true),
    ])
    func wordsAreFoundInAnyCase(_ text: String, _ isFound: Bool) throws {
        var record = JSONRecord()
        try record.load("{\"text\":\"\(text)\",\"next\":\"error\"}".utf8)
        let holds = record.contains(record["text"], ignoringCase: "error")
        #expect(holds == isFound)
    }

    @Test func marksOfAWordAreNotLetters() throws {
        var record = JSONRecord()
        // These differ from others by the bit that tells cases of letters apart.
        try record.load(#"["@","`","{","}","~","0"]"#.utf8)
        var element = record.first(in: .root)
        var found: [Bool] = []
        while element.isPresent {
            found.append(record.contains(element, ignoringCase: "`") || record.contains(element, ignoringCase: "{"))
            element = record.next(after: element, in: .root)
        }
        #expect(found == [false, true, true, false, false, false])
    }

    @Test func onlyStringsHoldWords() throws {
        var record = JSONRecord()
        for text in ["true", "[\"true\"]", "{\"true\":1}", "1"] {
            try record.load(text.utf8)
            let holds = record.contains(.root, ignoringCase: "true")
            #expect(!holds, "\(text)")
        }
    }

    @Test func everythingHoldsTheEmptyWord() throws {
        var record = JSONRecord()
        try record.load("\"\"".utf8)
        let holds = record.contains(.root, ignoringCase: "")
        #expect(holds)
    }

    @Test(arguments: [#""\u0065rror""#, #""e\u0072ror""#, #""ERRO\u0052""#, #""an \u0045\u0052\u0052\u004F\u0052""#])
    func wordsAreFoundHoweverTheyAreSpelled(_ text: String) throws {
        var record = JSONRecord()
        try record.load(text.utf8)
        let holds = record.contains(.root, ignoringCase: "error")
        #expect(holds, "\(text) is not searched by its characters")
    }

    @Test(arguments: [#""x\nerror""#, #""x\nError""#])
    func theLetterOfAnEscapeIsNoPartOfAWord(_ text: String) throws {
        var record = JSONRecord()
        try record.load(text.utf8)
        let holds = record.contains(.root, ignoringCase: "nerror")
        #expect(!holds, "\(text) holds no n")
    }
}
