import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Layouts in which histories come: lines, pretty-printed documents, arrays, and what editors add to them.
@Suite struct HistoryLayoutTests {
    private func documents(_ input: String) -> [String] {
        let transcript = HistoryTranscript(Array(input.utf8))
        #expect(transcript.regions.isEmpty)
        expectKept(transcript.violation(in: Array(input.utf8)))
        return transcript.documents
    }

    @Test(arguments: ["\n", "\r\n", "\n\n", "\n \t\r\n", "\r\n\r\n\n"])
    func linesMayEndInEveryWay(_ end: String) {
        #expect(documents("{\"a\":1}\(end){\"b\":2}\(end)") == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(documents("{\"a\":1}\(end){\"b\":2}") == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(documents("\(end){\"a\":1}\(end)") == [#"{"a":1}"#])
        #expect(documents("\u{FEFF}{\"a\":1}\(end)") == [#"{"a":1}"#])
        #expect(documents("\u{FEFF}\(end){\"a\":1}") == [#"{"a":1}"#])
    }

    @Test(arguments: ["", "\n", "\n\n\n", " ", "\t\r\n", "\u{FEFF}", "\u{FEFF}\n", "[]", "[\n]\n", " []\n", "[]\n[]"])
    func nothingIsNothing(_ input: String) {
        #expect(documents(input).isEmpty)
    }

    @Test func `a byte order mark belongs to the start only`() {
        let input = Array("{\"a\":1}\n\u{FEFF}{\"b\":2}\n{\"c\":3}\n".utf8)
        let transcript = HistoryTranscript(input)
        #expect(transcript.documents == [#"{"a":1}"#, #"{"c":3}"#])
        #expect(transcript.regions.map(\.name) == ["not_json"])
        expectKept(transcript.violation(in: input))
    }

    @Test(arguments: JSONTree.Layout.allCases, ["\n", "\r\n", "\n\n"])
    func everyLayoutOfADocumentIsOne(_ layout: JSONTree.Layout, _ end: String) throws {
        let trees = try Fixture.records.map { try JSONTree($0.bytes) }.filter { $0.elements == nil }
        #expect(trees.count > 40)
        let texts = trees.map { $0.json(layout).text.replacing("\n", with: end == "\r\n" ? end : "\n") }
        #expect(documents(texts.joined(separator: end)) == trees.map(\.description))
    }

    @Test(
        arguments: [
            "[{\"a\":1},{\"b\":2}]", "[{\"a\":1},\n{\"b\":2}\n]", "[\n{\"a\":1}\n,\n{\"b\":2}\n]\n",
            " [ {\"a\":1} , {\"b\":2} ] ", "[\r\n  {\r\n    \"a\": 1\r\n  },\r\n  {\"b\": 2}\r\n]\r\n",
            "[{\"a\":1}]\n[{\"b\":2}]",
            "[{\"a\":1}]\n{\"b\":2}", "{\"a\":1}\n[{\"b\":2}]", "[] [{\"a\":1}] {\"b\":2}", "[{\"a\":1}]{\"b\":2}",
        ])
    func anArrayIsItsElements(_ input: String) {
        #expect(documents(input) == [#"{"a":1}"#, #"{"b":2}"#])
    }

    @Test func `an element may be anything, and arrays in arrays stay whole`() {
        #expect(documents("[1,\"x\",null,[[]],[{\"a\":1}],{}]") == ["1", "\"x\"", "null", "[[]]", #"[{"a":1}]"#, "{}"])
        #expect(documents("1\ntrue\n\"x\"\n-0.5e+1\n") == ["1", "true", "\"x\"", "-0.5e+1"])
    }

    @Test func `places are those of the input`() {
        let input = "\u{FEFF}\r\n{\"a\":1}\n\n{\n\"b\":2}\n  [\n {\"c\":3},{\"d\":\n4}]\n{\"e\":5}"
        let parts = HistoryTranscript(Array(input.utf8)).parts
        #expect(parts.map(\.line) == [2, 4, 7, 7, 9])
        #expect(parts.map(\.start) == [5, 14, 28, 36, 46])
    }

    @Test func `the mixed history is what it was made of`() throws {
        let fixture = try Fixture.named("mixed-history.txt")
        let transcript = HistoryTranscript(fixture.bytes)
        expectKept(transcript.violation(in: fixture.bytes))
        #expect(transcript.parts.map(\.line) == [1, 62, 63, 64, 65, 66, 67, 69, 102, 103, 104])
        #expect(transcript.regions.map(\.line) == [67, 103])
        #expect(transcript.regions.map { ($0.text ?? []).count } == [60, 33])
        let batch = try Fixture.named("acedata/13_")
        let list = try Fixture.named("dream-machine/11_")
        #expect(transcript.documents.first == minified(batch.bytes).text)
        #expect(transcript.documents[6] == minified(list.bytes).text)

        let conversion = AdapterRegistry.known.convert(transcript.documents.map { Array($0.utf8) })
        #expect(conversion.lines.count == fixture.recordCount)
        #expect(conversion.refusals.map(\.code) == [.notAGeneration])
        #expect(
            fixture.expectation == .mixed(records: 9, rejects: conversion.refusals.count + transcript.regions.count))
    }
}
