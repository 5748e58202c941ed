import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Foundation
import Testing

// The examples of the article on histories, and of the front page, as they stand there.

private let registry = AdapterRegistry(
    shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)

func finishedVideos(in file: FileHandle) -> [URL] {
    let blocks = sequence(state: file) { file in
        (try? file.read(upToCount: 1 << 18)).flatMap { $0.isEmpty ? nil : $0 }
    }
    var urls: [URL] = []
    for case .record(let record) in HistoryConversion(registry).items(of: blocks) {
        // The line is there at once; its values are read when they are asked for.
        guard let generation = try? record.generation().generation, generation.state.value == .completed else {
            continue
        }
        urls += (generation.output.value ?? []).compactMap { output in output.url.value.flatMap { URL(string: $0) } }
    }
    return urls
}

func normalize(_ arrivals: AsyncStream<[UInt8]>, refuse: (String) -> Void) async -> NormalizationReport {
    var conversion = HistoryConversion(registry)
    conversion.selection.states = ["completed", "failed"]
    var items = conversion.items(of: arrivals).makeAsyncIterator()
    while let item = await items.next() {
        switch item {
        case .record(let record): print(record.line)
        case .rejected(let rejection, _): refuse(rejection.message(in: "arrivals"))
        }
    }
    // in = out + rejected + filtered
    return items.report
}

func asDreamMachine(_ history: String) -> (lines: [String], dropped: Set<String>) {
    var lines: [String] = []
    var dropped: Set<String> = []
    for case .record(let record) in HistoryConversion(registry, to: .dialect(.dreamMachine)).items(of: history.utf8) {
        lines.append(record.line)
        dropped.formUnion(record.losses.filter { $0.kind == .dropped }.map { "\($0.path)" })
    }
    return (lines, dropped)
}

func frontPage(_ body: [UInt8]) throws {
    let registry = AdapterRegistry(
        shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)
    for record in try Normalizer(registry).normalize(body) {
        print(record.generation.id, record.generation.state, record.shape)
        let back = try Renderer(registry, to: .dialect(.aceData)).render([record.line])
        print(back.documents[0], back.ledger.table)
    }
}

/// What the documentation shows is what is compiled here, and it does what is said there.
@Suite struct LibraryExampleTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")

    /// The Swift examples of a page, without imports.
    private func examples(_ page: String) throws -> [[String]] {
        let text = try String(contentsOf: Self.root.appending(path: page), encoding: .utf8)
        return text.components(separatedBy: "```swift\n").dropFirst().map { part in
            let code = part.components(separatedBy: "```")[0]
            return code.components(separatedBy: "\n").filter { !$0.hasPrefix("import ") }
                .drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed()
        }
    }

    @Test(arguments: ["Sources/Adapters/Documentation.docc/Reading-histories.md", "README.md"])
    func theExamplesAreCompiled(_ page: String) throws {
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let found = try examples(page)
        #expect(!found.isEmpty)
        for example in found {
            let plain = example.joined(separator: "\n")
            let indented = example.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
            #expect(source.contains(plain) || source.contains(indented), "copy into this file: \(plain)")
        }
    }

    @Test func `the example of a file`() throws {
        let path = Self.root.appending(path: "Fixtures/mixed-history.txt")
        let file = try FileHandle(forReadingFrom: path)
        defer { try? file.close() }
        let expected = try JSONTree.lines(HistoryRun(reading: Array(Data(contentsOf: path))).lines)
            .filter { $0["state"]?.text == "completed" }
            .flatMap { $0["output"]?.elements ?? [] }.compactMap { $0["url"]?.text }
        #expect(!expected.isEmpty)
        #expect(finishedVideos(in: file).map(\.absoluteString) == expected)
    }

    @Test func `the example of arrivals`() async throws {
        let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
        let input = try Fixture.named("mixed-history.txt").bytes
        for start in stride(from: 0, to: input.count, by: 100) {
            continuation.yield(Array(input[start..<min(start + 100, input.count)]))
        }
        continuation.finish()
        var refused: [String] = []
        let report = await normalize(stream) { refused.append($0) }
        #expect(report.rejected == 3 && refused.count == 3)
        #expect(report.filtered > 0)
        #expect(report.read == 12)
    }

    @Test func `the example of another dialect`() throws {
        let task = try Fixture.named("acedata/12_tasks").bytes
        let (lines, dropped) = asDreamMachine(task.text)
        #expect(try lines.map { try JSONTree($0.utf8)["generation_type"]?.text } == ["video"])
        #expect(dropped.contains("response.video_width"))
    }

    @Test func `the example of the front page`() throws {
        try frontPage(Fixture.named("acedata/12_tasks").bytes)
    }
}

extension JSONTree {
    fileprivate static func lines(_ text: String) throws -> [JSONTree] {
        try text.split(separator: "\n").map { try JSONTree($0.utf8) }
    }
}
