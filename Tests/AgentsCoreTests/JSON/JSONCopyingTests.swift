import AgentsCore
import Testing

/// What is passed through: the bytes of a value, without the white space between tokens.
@Suite struct JSONCopyingTests {
    static let values = [
        "1", "-1.50e+3", "\"a b\"", "\" \\n \\u0041 é \"", "true", "null", "[]", "{}", "[1,2]", "{\"a\":1,\"b\":[]}",
        "[[],[[]],{}]", "{\"\":{\"\":[{}]}}",
        "{\"a b\":\"c d\",\"\\u0061\\n\":[\" \"]}", "[1.0,1e5,100000000000000000000]",
        "{\"key longer than sixteen bytes\":[\"text longer than sixteen bytes\"]}",
    ]

    /// A document with as much white space as it can hold.
    private func spaced(_ text: String) -> String {
        var result = ""
        var isInside = false
        var isEscaped = false
        for character in text {
            if isInside {
                result.append(character)
                if character == "\"" && !isEscaped { isInside = false }
                isEscaped = character == "\\" && !isEscaped
            } else if character == "\"" {
                result.append(" \"")
                isInside = true
            } else if "{}[],:".contains(character) {
                result.append("\n\t\(character)\r ")
            } else {
                result.append(character)
            }
        }
        return result
    }

    @Test(arguments: values)
    func aDocumentIsItsOwnCompactForm(_ text: String) throws {
        var record = JSONRecord()
        try record.load(text.utf8)
        #expect(record.json(.root) == text)
        let isCompact = record.isCompact
        #expect(isCompact)
        try record.load(" \n\(text)\n ".utf8)
        let isStillCompact = record.isCompact
        #expect(isStillCompact, "white space around a document is not between its tokens")
    }

    @Test(arguments: values)
    func whiteSpaceIsLeftOut(_ text: String) throws {
        var record = JSONRecord()
        try record.load(spaced(text).utf8)
        #expect(record.json(.root) == text)
        try record.load("{\"a\": [\(spaced(text)), 1]}".utf8)
        let inside = record.json(record.first(in: record["a"]))
        #expect(inside == text)
        #expect(record.json(.root) == "{\"a\":[\(text),1]}")
    }

    @Test(arguments: values)
    func membersAreCopiedWithTheirKey(_ text: String) throws {
        var record = JSONRecord()
        let long = String(repeating: "k", count: 300)
        for key in [
            "a", "", "a\\n\\u0041", "é", String(long.prefix(254)), String(long.prefix(255)), long, "\\\"\(long)",
        ] {
            for document in ["{\"\(key)\":\(text),\"z\":0}", "{ \"\(key)\" : \(spaced(text)) , \"z\" : 0 }"] {
                try record.load(document.utf8)
                var output = ByteBuffer(capacity: 0)
                record.copyMember(record.first(in: .root), to: &output)
                let member = output.text(0..<output.count)
                #expect(member == "\"\(key)\":\(text)")
            }
        }
    }

    @Test func copyingGoesBehindWhatIsThere() throws {
        var record = JSONRecord()
        try record.load("[ 1 , { \"a\" : \"b\" } ]".utf8)
        var output = ByteBuffer("before".utf8)
        record.copyValue(.root, to: &output)
        record.copyValue(record.first(in: .root), to: &output)
        let text = output.text(0..<output.count)
        #expect(text == "before[1,{\"a\":\"b\"}]1")
    }

    @Test func aSpacedDocumentWithinALineIsCompactedToo() throws {
        var record = JSONRecord()
        record.source.append(contentsOf: "{ \"a\": [1, 2] }\n{\"b\":[3,4]}\n".utf8)
        record.source.seal()
        let end = try record.scan(from: 0, framing: .line)
        let first = record.json(.root)
        _ = try record.scan(from: end + 1, framing: .line)
        let second = record.json(.root)
        let isCompact = record.isCompact
        #expect(first == "{\"a\":[1,2]}" && second == "{\"b\":[3,4]}" && isCompact)
    }

    @Test func oneSpaceAnywhereIsEnough() throws {
        let text = "{\"a\":[1,{\"b\":[]}],\"c\":{}}"
        var record = JSONRecord()
        for place in text.indices.dropFirst() where "{}[],:".contains(text[place]) {
            var other = text
            other.insert(" ", at: place)
            try record.load(other.utf8)
            #expect(record.json(.root) == text)
        }
    }

    // Were every array searched for its end anew, these would take minutes.
    @Test(.timeLimit(.minutes(20)), arguments: ["[]", "{}", "[[]]", "{\"a\":[]}", "[ ]", "0"])
    func manyElementsTakeLinearTime(_ element: String) throws {
        let count = 200_000
        var record = JSONRecord()
        try record.load("[ \(Array(repeating: element, count: count).joined(separator: " , ")) ]".utf8)
        let expected = Array(repeating: element == "[ ]" ? "[]" : element, count: count).joined(separator: ",")
        let isEqual = record.json(.root) == "[\(expected)]"
        #expect(isEqual)
        let children = record.count(.root)
        #expect(children == count)
    }

    @Test func theDeepestDocumentIsCopied() throws {
        var record = JSONRecord(limits: JSONLimits(depth: 512))
        let text = String(repeating: "[ ", count: 512) + String(repeating: "] ", count: 512)
        try record.load(text.utf8)
        #expect(record.json(.root) == text.filter { $0 != " " })
    }
}
