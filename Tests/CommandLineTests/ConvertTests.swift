import AdapterTesting
import Testing

/// `convert`: one document to a canonical line, or to several, and back.
@Suite struct ConvertTests {
    /// Payloads that do not come back in their own order: a plain record of the Agents API has no provenance to say it.
    static let reordered: Set = ["agents/resp_generation_schema_example.json"]

    /// Payloads that are one document, a record or several in an envelope.
    static let documents = Fixture.records.filter { $0.shape != "array" }

    private func dialect(_ fixture: Fixture) throws -> String {
        String(try #require(fixture.shape?.split(separator: ":").first))
    }

    @Test func thereArePayloadsOfEveryDialect() throws {
        #expect(Self.documents.count >= 45)
        #expect(try Set(Self.documents.map(dialect)) == ["acedata", "agents", "dream-machine"])
        #expect(Self.documents.contains { $0.recordCount > 1 }, "there is a batch")
        #expect(Self.reordered.isSubset(of: Set(Self.documents.map(\.path))))
    }

    @Test(arguments: documents)
    func aDocumentBecomesALineForEachRecordAndComesBack(_ fixture: Fixture) throws {
        let dialect = try dialect(fixture)
        let lines = try Tool.run("convert", "--from", dialect, input: fixture.bytes)
        #expect(lines.status == 0)
        #expect(lines.error.isEmpty, "nothing is lost on the way to a canonical line")
        #expect(lines.lines.count == fixture.recordCount)
        for line in lines.lines {
            let record = try JSONTree(line.utf8)
            #expect(record["id"]?.text?.isEmpty == false && record.value(at: "provenance.dialect")?.text == dialect)
        }
        // An Agents record is its own canonical form: what is turned back of it is its plain one.
        let target = dialect == "agents" ? ["--bare"] : ["--to", dialect]
        let back = try Tool.run(["convert", "--from", "agents"] + target, input: lines.output)
        #expect(back.status == 0 && back.error.isEmpty)
        if Self.reordered.contains(fixture.path) {
            #expect(back.text != minified(fixture.bytes).text + "\n", "it need not be listed any more")
            #expect(try JSONTree(back.output) == JSONTree(fixture.bytes))
        } else {
            #expect(back.text == minified(fixture.bytes).text + "\n")
        }
    }

    @Test(arguments: documents)
    func theDialectIsFoundAndMayBeNamedWithItsShape(_ fixture: Fixture) throws {
        let expected = try Tool.run("convert", "--from", dialect(fixture), input: fixture.bytes)
        for source in [[], ["--from", "auto"], ["--from", try #require(fixture.shape)]] {
            let result = try Tool.run(["convert"] + source, input: fixture.bytes)
            #expect(result.status == 0 && result.text == expected.text, "\(source)")
        }
    }

    @Test(arguments: documents)
    func theWayIntoTheSameDialectChangesNothing(_ fixture: Fixture) throws {
        let dialect = try dialect(fixture)
        guard dialect != "agents" else { return }
        let result = try Tool.run("convert", "--from", dialect, "--to", dialect, input: fixture.bytes)
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(try JSONTree(result.output) == JSONTree(fixture.bytes))
    }

    @Test func anArrayBecomesALineForEachElement() throws {
        let fixture = try Fixture.named("acedata/63_nexior_preview_states.json")
        let lines = try Tool.run("convert", input: fixture.bytes)
        #expect(lines.lines.count == fixture.recordCount)
        let back = try Tool.run("convert", "--from", "agents", "--to", "acedata", input: lines.output)
        #expect(back.lines == fixture.documents.map { minified($0).text })
    }

    @Test func layoutDoesNotMatter() throws {
        let fixture = try Fixture.named("acedata/12_tasks_200_retrieve_completed.json")
        let expected = try Tool.run("convert", input: fixture.bytes).text
        let tree = try JSONTree(fixture.bytes)
        for layout in JSONTree.Layout.allCases {
            let text = tree.json(layout)
            for input in [
                text, text + [0x0A], [0x0A, 0x20] + text + [0x0A, 0x0A],
                text.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] },
            ] {
                #expect(try Tool.run("convert", input: input).text == expected)
            }
        }
        #expect(try Tool.run("convert", input: [0xEF, 0xBB, 0xBF] + fixture.bytes).text == expected)
    }

    @Test func bareLeavesProvenanceOut() throws {
        for fixture in Self.documents {
            let line = try Tool.run("convert", input: fixture.bytes)
            let bare = try Tool.run("convert", "--bare", input: fixture.bytes)
            #expect(bare.status == 0)
            let expected = try line.lines.map { try JSONTree($0.utf8).without("provenance") }
            #expect(try bare.lines.map { try JSONTree($0.utf8) } == expected, "\(fixture)")
            let again = try Tool.run("convert", "--bare", input: line.output)
            #expect(again.text == bare.text, "\(fixture)")
        }
    }

    @Test func theFileMayBeNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("task.json", Samples.task("a"))
        let expected = try Tool.run("convert", input: Samples.task("a").utf8).text
        #expect(try Tool.run("convert", "task.json", in: folder).text == expected)
        #expect(try Tool.run("convert", "-", input: Samples.task("a").utf8, in: folder).text == expected)
    }
}
