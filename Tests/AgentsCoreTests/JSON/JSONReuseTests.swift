import AdapterTesting
import AgentsCore
import Testing

/// One record reads document after document: nothing of an earlier one may show.
@Suite struct JSONReuseTests {
    @Test func anErrorLeavesNoValues() throws {
        var record = JSONRecord()
        for text in [
            "{\"a\":1,", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "[1,2,3", "{\"a\":\"\\ud800\"}", "{\"a\":\"\u{0}\"}", "",
            "nul",
        ] {
            try record.load("{\"a\":1}".utf8)
            #expect(record["a"].isPresent)
            #expect(throws: JSONError.self) { try record.load(text.utf8) }
            let nodes = record.nodeCount
            #expect(
                record.isEmpty && nodes == 0 && !record["a"].isPresent && !record.first(in: .root).isPresent, "\(text)")
        }
    }

    @Test func anErrorDoesNotSpoilTheNextDocument() throws {
        var record = JSONRecord()
        let broken = [
            "[[[[[[[[", "{\"a\":{\"b\":{\"c\":", "{\"a\":1,\"a\":2}", "[1 2]", "{ \"a\" : [ 1 , ", "\"\\ud800\"",
            "[\"\u{1}\"]", "{\"a\":[}",
            String(repeating: "[", count: 200), "{\((0..<80).map { "\"k\($0)\":0" }.joined(separator: ",")),\"k7\":0}",
        ]
        for text in broken {
            #expect(throws: JSONError.self) { try record.load(text.utf8) }
            try record.load("{\"a\":[1],\"b\":{\"a\":2}}".utf8)
            #expect(record.json(.root) == "{\"a\":[1],\"b\":{\"a\":2}}")
            let isCompact = record.isCompact
            let count = record.count(.root)
            #expect(isCompact && count == 2)
        }
    }

    @Test func aSpacedDocumentDoesNotMakeTheNextOneSpaced() throws {
        var record = JSONRecord()
        for _ in 0..<3 {
            try record.load("{ \"a\" : [ 1 , 2 ] }".utf8)
            let isSpaced = !record.isCompact
            #expect(isSpaced && record.json(.root) == "{\"a\":[1,2]}")
            try record.load("{\"a\":\" [ 1 , 2 ] \"}".utf8)
            let isCompact = record.isCompact
            #expect(isCompact && record.json(.root) == "{\"a\":\" [ 1 , 2 ] \"}")
        }
    }

    @Test func keysOfOneDocumentAreNotThoseOfTheNext() throws {
        var record = JSONRecord()
        let many = (0..<100).map { "\"k\($0)\":0" }.joined(separator: ",")
        for _ in 0..<3 {
            try record.load("{\(many)}".utf8)
            try record.load("{\"k0\":0,\"k1\":1}".utf8)
            try record.load("{\"k0\":{\(many)},\"k1\":{\(many)}}".utf8)
            #expect(throws: JSONError.self) { try record.load("{\(many),\"k0\":0}".utf8) }
        }
    }

    @Test func documentsOfAnySizeMayFollowEachOther() throws {
        var generator = SeededGenerator(seed: 1)
        var record = JSONRecord()
        for size in [0, 100_000, 1, 5000, 2, 64, 100_000, 3, 16]
            + (0..<50).map({ _ in Int.random(in: 0...3000, using: &generator) })
        {
            let elements = (0..<size).map { "\($0)" }.joined(separator: ",")
            try record.load("[\(elements)]".utf8)
            let count = record.count(.root)
            #expect(count == size)
            let isSame = record.json(.root) == "[\(elements)]"
            #expect(isSame)
        }
    }

    @Test func aRecordGivesTheSameAsAFreshOne() throws {
        let texts = [
            "{\"a\":1}", "[", "{ \"b\" : [ ] }", "", "\"x\"", "[1,[2,[3]]]", "{\"a\":1,\"a\":1}", "nope",
            "[\"\\ud83d\\ude00\"]", "[\"\\ud83d\"]", "12", "1 2",
            String(repeating: "[", count: 300), "{\"\":{\"\":{}}}", "\u{FEFF}1", " [ 1 , 2 ] ",
        ]
        var reused = JSONRecord()
        for first in texts {
            for second in texts {
                _ = try? reused.load(first.utf8)
                var fresh = JSONRecord()
                let expected = Result { () throws(JSONError) in try fresh.load(second.utf8) }.error
                let found = Result { () throws(JSONError) in try reused.load(second.utf8) }.error
                #expect(found == expected, "\(second) behind \(first)")
                guard expected == nil else { continue }
                #expect(reused.json(.root) == fresh.json(.root))
                let isSame = reused.isCompact == fresh.isCompact && reused.nodeCount == fresh.nodeCount
                #expect(isSame, "\(second) behind \(first)")
            }
        }
    }

    @Test func anySequenceOfBytesIsRead() throws {
        let text = "{\"a\":[1,2]}"
        var record = JSONRecord()
        try record.load(Array(text.utf8))
        #expect(record.json(.root) == text)
        try record.load(Array(text.utf8)[...])
        #expect(record.json(.root) == text)
        try record.load(Array("xx\(text)xx".utf8)[2..<(2 + text.utf8.count)])
        #expect(record.json(.root) == text)
        try record.load(text.utf8.lazy.map { $0 })
        #expect(record.json(.root) == text)
        try record.load(AnySequence(text.utf8))
        #expect(record.json(.root) == text)
        try record.load(ContiguousArray(text.utf8))
        #expect(record.json(.root) == text)
    }
}

extension Result {
    fileprivate var error: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
