import AgentsCore
import Testing

/// What is written as JSON: text with the escapes that it needs, and integers.
@Suite struct ByteBufferJSONTests {
    private func json(_ text: String) -> String {
        var buffer = ByteBuffer(capacity: 0)
        buffer.appendJSON(text)
        return buffer.text(0..<buffer.count)
    }

    @Test(arguments: [
        ("", "\"\""), ("a", "\"a\""), ("a\"b", #""a\"b""#), ("a\\b", #""a\\b""#), ("a/b", #""a/b""#),
        ("\n\r\t", #""\n\r\t""#),
        ("\u{0}", #""\u0000""#), ("\u{1}", #""\u0001""#), ("\u{8}", #""\u0008""#), ("\u{B}", #""\u000b""#),
        ("\u{C}", #""\u000c""#),
        ("\u{1B}[0m", #""\u001b[0m""#), ("\u{1F}", #""\u001f""#), ("\u{7F}", "\"\u{7F}\""), ("é漢😀", "\"é漢😀\""),
        ("\u{2028}", "\"\u{2028}\""),
        ("\u{FEFF}", "\"\u{FEFF}\""), ("\r\n", #""\r\n""#), ("e\u{301}", "\"e\u{301}\""),
    ])
    func textIsEscapedWhereItMustBe(_ text: String, _ expected: String) {
        #expect(Array(json(text).utf8) == Array(expected.utf8))
    }

    @Test func everyCharacterOfOneByteComesBack() throws {
        for value in UInt8(0)..<0x80 {
            let scalar = Unicode.Scalar(value)
            let text = "x\(Character(scalar))y"
            #expect(try decoded(json(text)) == text, "\(value)")
            // Control characters, quote and backslash are the ones that a string may not hold as they are.
            let isPlain = json(text) == "\"\(text)\""
            #expect(isPlain == (value >= 0x20 && value != 0x22 && value != 0x5C), "\(value)")
        }
    }

    @Test func anyTextComesBack() throws {
        for first in stride(from: UInt32(0), through: 0x10_FFFF, by: 1000) {
            let scalars = (first..<first + 1000).compactMap(Unicode.Scalar.init)
            let text = String(String.UnicodeScalarView(scalars))
            let again = try decoded(json(text))
            if again?.unicodeScalars.elementsEqual(scalars) != true {
                Issue.record("from U+\(String(first, radix: 16))")
            }
        }
    }

    @Test func textGoesBehindWhatIsThere() {
        var buffer = ByteBuffer("[".utf8)
        for size in [0, 1, 31, 32, 33, 63, 64, 1000] {
            buffer.appendJSON(String(repeating: "\n", count: size))
            buffer.append(UInt8(ascii: ","))
        }
        buffer.appendQuoted("word")
        buffer.append(UInt8(ascii: "]"))
        let text = buffer.text(0..<buffer.count)
        let parts = [0, 1, 31, 32, 33, 63, 64, 1000].map { "\"\(String(repeating: "\\n", count: $0))\"," }
        #expect(text == "[\(parts.joined())\"word\"]")
    }

    @Test(arguments: [
        0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 123_456_789, 1_000_000_000, 4_294_967_296, Int.max - 1, Int.max,
    ])
    func integersAreWrittenInDecimal(_ value: Int) {
        var buffer = ByteBuffer("x".utf8)
        buffer.append(decimal: value)
        let text = buffer.text(0..<buffer.count)
        #expect(text == "x\(value)")
    }

    @Test func powersOfTenAndTheirNeighboursAreWritten() {
        var power = 1
        while power < Int.max / 10 {
            power *= 10
            for value in [power - 1, power, power + 1] {
                var buffer = ByteBuffer(capacity: 0)
                buffer.append(decimal: value)
                let text = buffer.text(0..<buffer.count)
                #expect(text == "\(value)")
            }
        }
        #expect(power == 1_000_000_000_000_000_000)
    }
}
