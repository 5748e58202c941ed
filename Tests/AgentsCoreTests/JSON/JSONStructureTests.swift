import AgentsCore
import Testing

/// Which texts are documents: containers, literals and the white space between them.
@Suite struct JSONStructureTests {
    static let accepted = [
        "{}", "[]", "null", "true", "false", "0", "\"\"", "[[]]", "[{}]", "{\"a\":{}}", "{\"a\":[]}", "[null]",
        "[true,false]",
        "[0,\"0\",null]", "{\"\":0}", "{\"a\":1,\"b\":2}", "[[],[],[]]", "[[[],[[]]],[]]",
        "{\"a\":{\"b\":{\"c\":[{}]}}}",
        "[{\"a\":1},{\"a\":1}]", "{\"a\":{\"a\":{\"a\":1}}}", "{\"a\":[{\"a\":1},{\"a\":2}],\"b\":{\"a\":3}}",
        "[\"true\",\"null\",\"[\",\"}\",\",\",\":\"]", "[1,[2,[3,[4,[5]]]]]", "[[[[[1],2],3],4],5]",
    ]

    static let refused = [
        // Nothing, or nothing more.
        Refusal("", at: 0), Refusal(" ", at: 1), Refusal("\n\n\t\r ", at: 5), Refusal("[", at: 1), Refusal("{", at: 1),
        Refusal("[[", at: 2), Refusal("[1", at: 2), Refusal("[1,", at: 3), Refusal("{\"a\"", at: 4),
        Refusal("{\"a\":", at: 5),
        Refusal("{\"a\":1", at: 6), Refusal("{\"a\":1,", at: 7), Refusal("{\"a\":[}", at: 6), Refusal("[[]", at: 3),
        // Brackets that do not belong together.
        Refusal("]", at: 0), Refusal("}", at: 0), Refusal("[}", at: 1), Refusal("{]", at: 1), Refusal("[1}", at: 2),
        Refusal("{\"a\":1]", at: 6), Refusal("[[]}", at: 3), Refusal("[{]]", at: 2), Refusal("{\"a\":[1}}", at: 7),
        // Separators.
        Refusal(",", at: 0), Refusal(":", at: 0), Refusal("[,]", at: 1), Refusal("[1,]", at: 3), Refusal("[,1]", at: 1),
        Refusal("[1,,2]", at: 3), Refusal("[1:2]", at: 2), Refusal("[1 2]", at: 3), Refusal("[[][]]", at: 3),
        Refusal("[\"a\"\"b\"]", at: 4), Refusal("[\"a\",\n4\n,1,", at: 11), Refusal("[\"a\":1]", at: 4),
        Refusal("{,}", at: 1), Refusal("{\"a\":1,}", at: 7), Refusal("{,\"a\":1}", at: 1),
        Refusal("{\"a\":1,,\"b\":2}", at: 7),
        Refusal("{\"a\"}", at: 4), Refusal("{\"a\":}", at: 5), Refusal("{\"a\",1}", at: 4), Refusal("{\"a\" 1}", at: 5),
        Refusal("{\"a\"::1}", at: 5), Refusal("{\"a\":1:2}", at: 6), Refusal("{\"a\":1 \"b\":2}", at: 7),
        Refusal("{\"a\":1;}", at: 6),
        // Keys.
        Refusal("{a:1}", at: 1), Refusal("{'a':1}", at: 1), Refusal("{1:1}", at: 1), Refusal("{null:1}", at: 1),
        Refusal("{[]:1}", at: 1), Refusal("{{}:1}", at: 1), Refusal("{:1}", at: 1), Refusal("{\"a\":1,b:2}", at: 7),
        // Text behind the document.
        Refusal("[]]", at: 2), Refusal("{}}", at: 2), Refusal("[],", at: 2), Refusal("{},", at: 2),
        Refusal("[] []", at: 3),
        Refusal("{}\n{}", at: 3), Refusal("1 2", at: 2), Refusal("1,", at: 1), Refusal("\"a\"\"b\"", at: 3),
        Refusal("null null", at: 5), Refusal("[]x", at: 2), Refusal("{} // end", at: 3), Refusal("\"a\":1", at: 3),
        // What other notations have.
        Refusal("// a\n1", at: 0), Refusal("/* */1", at: 0), Refusal("[1/**/]", at: 2), Refusal("#", at: 0),
        Refusal("'a'", at: 0),
        Refusal("[`a`]", at: 1), Refusal("(1)", at: 0), Refusal("<a/>", at: 0), Refusal("[undefined]", at: 1),
        Refusal("*", at: 0),
        Refusal("[x]", at: 1), Refusal("{\"a\":b}", at: 5), Refusal("\u{FEFF}{}", at: 0),
        Refusal("\\u0022a\\u0022", at: 0),
    ]

    @Test(arguments: accepted)
    func documentsAreAccepted(_ text: String) throws {
        #expect(try compact(text) == text)
    }

    @Test(arguments: refused)
    func otherTextsAreRefusedWhereTheyGoWrong(_ refusal: Refusal) {
        refusal.check()
    }

    @Test func theTablesAreNotEmpty() {
        #expect(Self.accepted.count == 25)
        #expect(Self.refused.count == 82)
    }

    // MARK: Literals

    @Test(arguments: ["null", "true", "false"])
    func everyOtherSpellingOfALiteralIsRefused(_ literal: String) {
        #expect(fault(in: literal) == nil)
        for size in 1..<literal.utf8.count {
            Refusal(literal.utf8.prefix(size), at: 0).check()
            Refusal("[\(literal.prefix(size))]", at: 1).check()
            Refusal("{\"a\":\(literal.prefix(size))", at: 5).check()
        }
        for index in 0..<literal.utf8.count {
            var other = Array(literal.utf8)
            other[index] ^= 0x20
            Refusal(other, at: 0).check()
            other[index] = UInt8(ascii: "z")
            Refusal(other, at: 0).check()
        }
        Refusal("\(literal)x", at: literal.utf8.count).check()
        Refusal("[\(literal)\(literal)]", at: literal.utf8.count + 1).check()
    }

    @Test func noOtherWordIsALiteral() {
        for word in ["NULL", "None", "nil", "True", "FALSE", "yes", "NaN", "Infinity", "inf", "n", "t", "f", "trueish"]
        {
            #expect(fault(in: word)?.code == .notJSON, "\(word)")
            #expect(fault(in: "[\(word)]")?.code == .notJSON, "\(word)")
        }
    }

    // MARK: White space

    @Test func whiteSpaceMayStandBetweenAnyTwoTokens() throws {
        let tokens = ["{", "\"a\"", ":", "[", "1", ",", "{", "}", ",", "[", "]", "]", ",", "\"b\"", ":", "null", "}"]
        for space in [" ", "\t", "\r", "\n", " \n\t\r ", String(repeating: " \n", count: 40)] {
            let text = space + tokens.joined(separator: space) + space
            #expect(try compact(text) == tokens.joined())
        }
    }

    @Test func nothingElseIsWhiteSpace() {
        let others: [UInt8] = (0..<0x20).filter { ![0x09, 0x0A, 0x0D].contains($0) } + [0x7F]
        #expect(others.count == 30)
        for byte in others {
            Refusal([byte, UInt8(ascii: "1")], at: 0).check()
            Refusal([UInt8(ascii: "1"), byte], at: 1).check()
            Refusal(bytes("[", [byte], "]"), at: 1).check()
            Refusal(bytes("[1", [byte], "]"), at: 2).check()
            Refusal(bytes("{\"a\"", [byte], ":1}"), at: 4).check()
        }
        for space in ["\u{A0}", "\u{85}", "\u{2003}", "\u{2028}", "\u{3000}", "\u{FEFF}", "\u{200B}"] {
            Refusal("\(space)1", at: 0).check()
            Refusal("[1,\(space)2]", at: 3).check()
        }
    }

    // MARK: Single bytes

    @Test func everyByteAloneIsRefusedOrADigit() {
        for byte in UInt8.min...UInt8.max {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            #expect((fault(in: [byte]) == nil) == isDigit, "\(byte)")
        }
    }

    @Test func aFaultIsNeverBehindTheText() {
        let marks = Array("{[\"\\:,]}0-.eEtfn \n".utf8)
        for first in marks {
            for second in marks {
                for third in marks {
                    let text = [first, second, third]
                    if let error = fault(in: text) { #expect((0...3).contains(error.offset), "\(text): \(error)") }
                }
            }
        }
    }
}
