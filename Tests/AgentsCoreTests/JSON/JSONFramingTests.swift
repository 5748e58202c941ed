import AgentsCore
import Testing

/// Where a value ends: a newline ends a line, and is white space within a document.
@Suite struct JSONFramingTests {
    /// The offset behind the value at `start`, or why there is none.
    private func end(
        of text: some Sequence<UInt8>, from start: Int = 0, framing: JSONFraming
    ) -> Result<Int, JSONError> {
        var record = JSONRecord()
        record.source.append(contentsOf: text)
        record.source.seal()
        do throws(JSONError) {
            return .success(try record.scan(from: start, framing: framing))
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: ["{}", "[]", "1", "-0.5e+3", "\"a\"", "true", "null", "{\"a\":[1,{\"b\":\"c\"}]}"])
    func whatFollowsAValueIsNotLookedAt(_ value: String) {
        for rest in ["", "\n", " ", "\n{}", "\u{0}", "x", "]", "}", ",", ":", "\"", "\u{FF}"] {
            // A letter or digit behind a number would belong to it or not: that is told by what comes next.
            #expect(end(of: (value + rest).utf8, framing: .line) == .success(value.utf8.count))
            #expect(end(of: (value + rest).utf8, framing: .document) == .success(value.utf8.count))
        }
    }

    @Test func aScanMayStartAnywhere() {
        let text = "xx{\"a\":1}\n[2]\nyy".utf8
        #expect(end(of: text, from: 2, framing: .line) == .success(9))
        #expect(end(of: text, from: 10, framing: .line) == .success(13))
        #expect(end(of: text, from: 7, framing: .line) == .success(8))
        guard case .failure(let error) = end(of: text, from: 14, framing: .line) else {
            Issue.record("yy is accepted")
            return
        }
        #expect(error.offset == 14)
    }

    @Test func aNewlineBetweenTokensEndsALine() {
        let tokens = ["{", "\"a\"", ":", "[", "1", ",", "2", "]", "}"]
        for place in 1..<tokens.count {
            let head = tokens[..<place].joined()
            for newline in ["\n", "\r\n", " \n ", "\n\n"] {
                let text = head + newline + tokens[place...].joined()
                #expect(end(of: text.utf8, framing: .document) == .success(text.utf8.count))
                guard case .failure(let error) = end(of: text.utf8, framing: .line) else {
                    Issue.record("\(text.debugDescription) is a line")
                    continue
                }
                // The fault is the newline itself: that is how a reader sees that the document may go on.
                #expect(error.code == .notJSON)
                #expect(Array(text.utf8)[error.offset] == UInt8(ascii: "\n"), "\(text.debugDescription): \(error)")
                #expect(error.reason.hasPrefix("ends too early"))
            }
        }
    }

    @Test func otherWhiteSpaceDoesNotEndALine() {
        let text = "\t{ \"a\"\r:\t[ 1 ,2\t] \r}"
        #expect(end(of: text.utf8, from: 1, framing: .line) == .success(text.utf8.count))
    }

    @Test(arguments: [JSONFraming.line, .document])
    func aNewlineInsideOfATokenIsAFaultEverywhere(_ framing: JSONFraming) {
        for text in [
            "\"a\nb\"", "[\"\n\"]", "{\"a\n\":1}", "[\"a\\\nb\"]", "[tr\nue]", "[-\n1]", "[1.\n5]", "[1e\n5]",
            "[\"\\u00\n41\"]",
        ] {
            guard case .failure(let error) = end(of: text.utf8, framing: framing) else {
                Issue.record("\(text.debugDescription) is accepted")
                continue
            }
            #expect(error.code == .notJSON)
        }
    }

    /// A bulk reader takes a fault near the end of its window for a sign that the window is too short, so a text that is
    /// cut anywhere must be at fault there.
    @Test(arguments: [JSONFraming.line, .document])
    func aTextThatIsCutIsAtFaultWhereItIsCut(_ framing: JSONFraming) {
        let text = Array(
            #"{"a":[true,false,null,-12.5e+10],"bb":{"\u00e9\ud83d\ude00":"é😀 long enough for two words of sixteen"},"c":[[],{}]}"#
                .utf8)
        for size in 0..<text.count {
            guard case .failure(let error) = end(of: text[..<size], framing: framing) else {
                Issue.record("\(size) bytes are accepted")
                continue
            }
            #expect(error.offset <= size && error.offset + 12 >= size, "cut at \(size): \(error)")
            #expect(error.code == .notJSON || error.code == .notUTF8 || error.code == .loneSurrogate)
        }
    }

    @Test func spacesAreSkippedByFraming() {
        var record = JSONRecord()
        record.source.append(contentsOf: " \t\r\n 1 \n".utf8)
        record.source.seal()
        let line = record.skipSpaces(from: 0, framing: .line)
        let document = record.skipSpaces(from: 0, framing: .document)
        let end = record.skipSpaces(from: 6, framing: .document)
        #expect(line == 3)
        #expect(document == 5)
        #expect(end == 8)
    }

    @Test func whatLiesBehindTheTextIsNotRead() throws {
        // A shorter text in the place of a longer one: its rest must not complete the shorter.
        var record = JSONRecord()
        for (long, short) in [
            ("[1,2,3]", "[1,2"), ("\"abcdef\"", "\"abc"), ("true", "tr"), ("{\"a\":1}", "{\"a\":"), ("12345", "12"),
            ("1.5", "1."), ("1e5", "1e"),
            ("\"\\u0041\"", "\"\\u00"), ("[[]]", "[["),
        ] {
            try record.load(long.utf8)
            let isAccepted = (try? record.load(short.utf8)) != nil
            #expect(isAccepted == (short == "12"), "\(short) in the place of \(long)")
        }
    }
}
