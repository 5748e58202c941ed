import AdapterTesting
import Testing

/// `normalize`: files of mixed records to one line each, in order.
@Suite struct NormalizeTests {
    static let mixed = [
        Samples.agents("1"), Samples.task("2"), Samples.dreamMachine("3"), Samples.canonical("4"), Samples.task("5"),
        Samples.agents("6"),
    ]

    @Test func recordsOfAnyDialectBecomeLinesInTheirOrder() throws {
        let result = try Tool.run("normalize", input: Self.mixed.joined(separator: "\n").utf8)
        #expect(result.status == 0)
        #expect(result.ids == ["1", "2", "3", "4", "5", "6"])
        #expect(result.lines[0] == Samples.canonical("1"))
        let dialects = try result.lines.map { try JSONTree($0.utf8).value(at: "provenance.dialect")?.text }
        #expect(dialects == ["agents", "acedata", "dream-machine", "agents", "acedata", "agents"])
        #expect(result.error == "in 6 = out 6 + merged 0 + rejected 0\n")
    }

    @Test func eachLineIsWhatConvertMakesOfTheRecord() throws {
        for record in Self.mixed {
            let normalized = try Tool.run("normalize", input: record.utf8)
            let converted = try Tool.run("convert", input: record.utf8)
            #expect(normalized.text == converted.text)
        }
    }

    @Test func layoutsMayBeMixed() throws {
        let indented = try Samples.pretty(Samples.task("2"))
        let text = """
            \(Samples.agents("1"))
            \(indented)

            [\(Samples.agents("3")), \(Samples.task("4")),
            \(indented.replacing("\"2\"", with: "\"5\""))]
            {"items": [\(Samples.task("6")),\n\(Samples.task("7"))], "count": 2}
            [
            \(Samples.dreamMachine("8"))
            ]
            \(Samples.agents("9"))
            """
        for input in [
            Array(text.utf8), text.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }, Array("\(text)\n\n \n".utf8),
        ] {
            let result = try Tool.run("normalize", input: input)
            #expect(result.ids == (1...9).map { "\($0)" })
            #expect(result.error == "in 9 = out 9 + merged 0 + rejected 0\n")
        }
    }

    @Test(arguments: Fixture.all)
    func everyPayloadGivesWhatTheIndexSays(_ fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run("normalize", "--rejects", "rejects", input: fixture.bytes, in: folder)
        let rejects = try folder.lines("rejects").map { try JSONTree($0.utf8) }
        #expect(result.status == 0)
        #expect(result.lines.count == fixture.recordCount)
        switch fixture.expectation {
        case .records: #expect(rejects.isEmpty)
        case .rejects(let code, let count):
            #expect(rejects.map { $0["code"]?.text } == Array(repeating: code, count: count))
        case .mixed(_, let count): #expect(rejects.count == count)
        }
    }

    @Test func thereArePayloads() {
        #expect(Fixture.all.count >= 108)
    }

    // MARK: Inputs

    @Test func severalFilesAreReadInTheirOrder() throws {
        let folder = try TemporaryFolder()
        // The last line of a file need not end: the next file starts anew all the same.
        try folder.write("a", "\(Samples.agents("1"))\n\(Samples.task("2"))")
        try folder.write("b", "[\(Samples.agents("3"))]")
        try folder.write("c", "")
        try folder.write("d", "\u{FEFF}\(Samples.agents("4"))\r\n")
        let result = try Tool.run("normalize", "a", "b", "c", "d", "a", in: folder)
        #expect(result.ids == ["1", "2", "3", "4", "1", "2"])
        #expect(result.error == "in 6 = out 6 + merged 0 + rejected 0\n")
    }

    @Test func aDashIsStandardInput() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", Samples.agents("1"))
        try folder.write("b", Samples.agents("3"))
        let result = try Tool.run("normalize", "a", "-", "b", input: Samples.agents("2").utf8, in: folder)
        #expect(result.ids == ["1", "2", "3"])
        #expect(try Tool.run("normalize", "-", input: Samples.agents("2").utf8).ids == ["2"])
    }

    @Test func aDocumentDoesNotGoOnInTheNextFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "\(Samples.agents("1"))\n{\"id\":")
        try folder.write("b", "\"x\"}\n\(Samples.agents("2"))")
        let result = try Tool.run("normalize", "--rejects", "rejects", "a", "b", in: folder)
        #expect(result.ids == ["1", "2"])
        let files = try folder.lines("rejects").map { try JSONTree($0.utf8)["file"]?.text }
        #expect(files == ["a", "b"])
    }

    @Test(arguments: ["", "\n", " \n\t\r\n", "\u{FEFF}", "[]", "[ ]\n", "{\"items\":[],\"count\":0}"])
    func nothingGivesNothing(_ input: String) throws {
        let result = try Tool.run("normalize", input: input.utf8)
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
        #expect(result.error == "in 0 = out 0 + merged 0 + rejected 0\n")
    }

    @Test func aNamedPipeIsRead() throws {
        let folder = try TemporaryFolder()
        let pipe = try folder.pipe("pipe")
        let text = Array((Samples.agents("1") + "\n").utf8)
        try folder.write("a", text)
        // It stays open for writing, so its reader waits for more: the record must come without that.
        var tool = try Tool(["normalize", "a", "pipe"], in: folder)
        #expect(try tool.readLine() == Samples.canonical("1"))
        _ = try Pipes.write(text, to: pipe)
        #expect(try tool.readLine() == Samples.canonical("1"))
        Pipes.close(pipe)
        #expect(try tool.finish().status == 0)
    }

    // MARK: Canonical lines as input

    @Test func canonicalLinesStayAsTheyAre() throws {
        let once = try Tool.run("normalize", input: Self.mixed.joined(separator: "\n").utf8)
        for source in [[], ["--from", "agents"], ["--from", "auto"]] {
            let twice = try Tool.run(["normalize"] + source, input: once.output)
            #expect(twice.status == 0 && twice.text == once.text, "\(source)")
        }
        let spaced = try once.lines.map { try JSONTree($0.utf8).json(.indented).text }.joined(separator: "\n")
        #expect(try Tool.run("normalize", input: spaced.utf8).text == once.text)
    }

    @Test func everyRecordOfTheFixturesSurvivesTwoRuns() throws {
        var all: [UInt8] = []
        for fixture in Fixture.records { all += fixture.bytes + [0x0A] }
        let once = try Tool.run("normalize", input: all)
        let count = Fixture.records.map(\.recordCount).reduce(0, +)
        #expect(once.lines.count == count && count > 45)
        let twice = try Tool.run("normalize", input: once.output)
        #expect(twice.text == once.text)
    }
}
