import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Random histories of records and rubbish: exactly the records come out, in order, and the rubbish with its places.
@Suite struct HistoryPropertyTests {
    /// A piece of a history, and what it is.
    struct Piece: Sendable {
        let text: [UInt8]
        /// Its documents in order, without white space; none for rubbish.
        let documents: [String]
        /// The code with which it is refused as a whole.
        var code: String?
    }

    /// A history, and what must come of it.
    struct History: Sendable {
        var input: [UInt8] = []
        var documents: [String] = []
        /// Code, line, start and length of each refused region.
        var regions: [String] = []

        mutating func append(_ piece: Piece, end: String) {
            if let code = piece.code {
                let line = 1 + input.count { $0 == UInt8(ascii: "\n") }
                // A region ends where its last newline begins.
                let length = piece.text.count + (end.utf8.first == UInt8(ascii: "\r") ? 1 : 0)
                regions.append("\(code) line \(line) \(input.count)+\(length)")
            }
            documents += piece.documents
            input += piece.text + Array(end.utf8)
        }
    }

    private static let trees = Fixture.all.filter { $0.path.hasSuffix("json") }.compactMap { try? JSONTree($0.bytes) }
    private static let objects = trees.filter { $0.elements == nil }

    private static let rubbish: [(text: String, code: String)] = HistoryRecoveryTests.lines
        // A closing bracket, and a beginning that takes what follows for its own, are tested by themselves.
        .filter { !["}", "]", "{\"a\":1}}", "{]"].contains($0.text) }

    /// A document in one of the layouts, an array of some, or something broken.
    private func piece(_ generator: inout SeededGenerator) -> Piece {
        switch generator.next() % 8 {
        case 0, 1:
            let (text, code) = generator.pick(Self.rubbish)
            return Piece(text: Array(text.utf8), documents: [], code: code)
        case 2:
            // The first lines of a pretty document.
            let lines = generator.pick(Self.objects).json(.indented).split(separator: 0x0A)
            let count = generator.pick(1...max(lines.count - 1, 1))
            let text = Array(lines.prefix(count).joined(separator: [0x0A]))
            if let tree = try? JSONTree(text) { return Piece(text: text, documents: [tree.description]) }
            return Piece(text: text, documents: [], code: "not_json")
        case 3:
            let elements = (0..<generator.pick(0...4)).map { _ in generator.pick(Self.objects) }
            let layout = generator.pick(JSONTree.Layout.allCases)
            return Piece(text: JSONTree.array(elements).json(layout), documents: elements.map(\.description))
        default:
            let tree = generator.pick(Self.objects)
            return Piece(text: tree.json(generator.pick(JSONTree.Layout.allCases)), documents: [tree.description])
        }
    }

    private func history(_ generator: inout SeededGenerator) -> History {
        var history = History()
        if generator.happens(1, in: 4) { history.input = [0xEF, 0xBB, 0xBF] }
        for _ in 0..<generator.pick(1...12) {
            let end = generator.pick(["\n", "\n", "\n", "\r\n", "\n\n", "\n \t\n", "\r\n\r\n"])
            history.append(piece(&generator), end: end)
        }
        return history
    }

    @Test(arguments: 1...250)
    func recordsComeOutAndRubbishIsLocated(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4 {
            let history = history(&generator)
            let transcript = HistoryTranscript(history.input, blocks: [generator.pick([Int.max, 4096, 1000, 301])])
            let text = history.input.text.debugDescription
            #expect(transcript.documents == history.documents, "seed \(seed): \(text)")
            let regions = transcript.regions.map { "\($0.name) line \($0.line) \($0.start)+\($0.length)" }
            #expect(regions == history.regions, "seed \(seed): \(text)")
            if let violation = transcript.violation(in: history.input) {
                Issue.record("seed \(seed): \(violation) in \(text)")
            }
        }
    }

    @Test func `the histories hold what they should`() {
        var generator = SeededGenerator(seed: 1)
        let histories = (0..<200).map { _ in history(&generator) }
        #expect(histories.map(\.documents.count).reduce(0, +) > 700)
        #expect(histories.map(\.regions.count).reduce(0, +) > 300)
        #expect(Self.objects.count > 100)
        #expect(Self.rubbish.count > 30)
    }
}
