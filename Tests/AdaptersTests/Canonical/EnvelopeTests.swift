import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Batches and lists: one line for each item, and the way back to one document.
@Suite struct EnvelopeTests {
    private let registry = AdapterRegistry.known

    private func batch(_ items: [String], after: String = "") -> String {
        #"{"items":[\#(items.joined(separator: ","))]\#(after)}"#
    }

    private func task(_ id: String) -> String {
        #"{"id":"\#(id)","request":{"prompt":"\#(id)"}}"#
    }

    /// The lines of a batch of three.
    private func threeLines() -> [[UInt8]] {
        registry.convert(batch([task("a"), task("b"), task("c")], after: #","count":3"#)).lines
    }

    @Test func `each item says where it was, the first also what was around it`() throws {
        let lines = try threeLines().map { try JSONTree($0) }
        #expect(lines.map { $0.value(at: "provenance.index")?.description } == ["0", "1", "2"])
        #expect(lines.map { $0.value(at: "provenance.of")?.description } == ["3", "3", "3"])
        #expect(lines.map { $0.value(at: "provenance.envelope")?.description } == [#"{"count":3}"#, nil, nil])
    }

    @Test(
        arguments: [
            #"{"items":[{"id":"a","response":{}}],"count":1}"#, #"{"items":[{"id":"a","response":{}}]}"#,
            #"{"items":[{"id":"a","response":{}}],"count":1e0,"new":{"x":[1.50]},"other":null}"#,
            #"{"has_more":false,"count":1,"limit":10,"offset":0,"generations":[{"id":"a","state":"queued","request":{}}]}"#,
            #"{"generations":[{"id":"a","state":"queued","request":{}},{"id":"b","state":"queued","assets":null}],"x":1}"#,
        ])
    func envelopesComeBack(_ document: String) throws {
        let dialect = document.contains("items") ? "acedata" : "dream-machine"
        let known = try #require(registry.dialects.first { "\($0)" == dialect })
        #expect(try registry.roundTrip(document, of: known) == document)
    }

    @Test func `members in another order come back in the documented one`() throws {
        let document = #"{"count":1,"new":0,"items":[\#(task("a"))]}"#
        #expect(
            try registry.roundTrip(document, of: .init("acedata")) == batch([task("a")], after: #","count":1,"new":0"#))
    }

    @Test func `an empty batch has no lines, and is counted`() throws {
        for document in [#"{"items":[],"count":0}"#, #"{"generations":[]}"#] {
            var converter = RecordConverter(registry: registry)
            var record = JSONRecord()
            var output = ByteBuffer()
            try record.load(document.utf8)
            try converter.convert(record, into: &output)
            #expect(output.count == 0)
            #expect(converter.tally.emptyEnvelopes == 1)
            #expect(converter.tally.report.emptyEnvelopes == 1)
            #expect(converter.tally.report.written == 0)
            #expect(converter.refusedItems.isEmpty)
        }
    }

    @Test(arguments: [#"{"items":null}"#, #"{"items":{}}"#, #"{"items":1,"count":1}"#, #"{"generations":"x"}"#])
    func aListMustBeOne(_ document: String) throws {
        let error = try registry.refusal(document)
        #expect(error.code == .wrongType)
        #expect(error.path == "items" || error.path == "generations")
    }

    @Test(arguments: ["null", "1", "[]", "{}", #"{"id":7,"response":{}}"#, #"{"error":{"code":"no_api"}}"#])
    func aBadItemIsRefusedAndTheOthersAreNot(_ bad: String) throws {
        let conversion = registry.convert(batch([task("a"), bad, task("c")], after: #","count":3"#))
        #expect(conversion.refusals.count == 1)
        let ids = try conversion.lines.map { try JSONTree($0)["id"]?.text }
        #expect(ids == ["a", "c"])
        // What is not there cannot come back.
        let back = registry.turnBack(conversion.lines, to: .init("acedata"))
        #expect(back.refusals.first?.code == .badValue)
        #expect(back.output.text == "")
    }

    @Test func `refused items say which they are`() throws {
        var converter = RecordConverter(registry: registry)
        var record = JSONRecord()
        var output = ByteBuffer()
        try record.load(batch(["1", task("b"), "{}"]).utf8)
        try converter.convert(record, into: &output)
        #expect(converter.refusedItems.map(\.item) == [0, 2])
        #expect(converter.refusedItems.map(\.error.code) == [.notAGeneration, .notAGeneration])
    }

    // MARK: Building again

    @Test(arguments: [[0, 1], [0], [0, 2, 1], [1, 2], [2], [0, 0, 1, 2], [0, 1, 1, 2], [1, 0, 2]])
    func missingAndReorderedLinesAreRefused(_ order: [Int]) {
        let lines = threeLines()
        let back = registry.turnBack(order.map { lines[$0] }, to: .init("acedata"))
        #expect(back.refusals.first?.code == .badValue)
        #expect(back.refusals.first?.path == "provenance.index")
        #expect(back.output.text == "")
    }

    @Test func `several batches and single records may follow each other`() throws {
        let documents = [batch([task("a"), task("b")], after: #","count":2"#), task("c"), batch([task("d")])]
        let lines = registry.convert(documents.map { Array($0.utf8) }).lines
        #expect(lines.count == 4)
        let back = registry.turnBack(lines, to: .init("acedata"))
        #expect(back.refusals.isEmpty)
        #expect(back.lines.map(\.text) == documents)
    }

    @Test func `an envelope of another dialect is not built`() throws {
        let back = registry.turnBack(threeLines(), to: .init("dream-machine"))
        #expect(back.refusals.isEmpty)
        #expect(back.lines.count == 3)
        #expect(try back.lines.map { try JSONTree($0)["id"]?.text } == ["a", "b", "c"])
    }

    /// Members of an envelope are input as well: they cannot put a second list beside the items.
    @Test func `an envelope has its list once`() throws {
        let line = try JSONTree(threeLines()[0])
        var provenance = try #require(line["provenance"])
        provenance = provenance.with("of", .number("1")).with(
            "envelope", try JSONTree(text: #"{"items":[1],"count":3}"#))
        let back = registry.turnBack([line.with("provenance", provenance).json()], to: .init("acedata"))
        #expect(back.lines.map(\.text) == [batch([task("a")], after: #","count":3"#)])
    }
}
