import AdapterTesting
import Testing

/// What `convert` cannot do is told in one line, and nothing is written.
@Suite struct ConvertFailureTests {
    static let broken: [(input: String, message: String)] = [
        ("", "standard input: there is no document in it"), (" \n\n\t\n", "standard input: there is no document in it"),
        ("[]", "standard input: there is no document in it"),
        ("{\"id\":", "standard input, line 1, byte 6: not_json: ends too early: expected a value"),
        ("{\"id\":,}", "standard input, line 1, byte 6: not_json: expected a value"),
        ("\n\n{\"id\" \"a\"}", "standard input, line 3, byte 8: not_json: expected ':' after a key"),
        (
            "{\n  \"id\": \"a\",\n  \"id\": \"b\"\n}\n",
            "standard input, line 1, byte 17: duplicate_key: the key stands twice in one object"
        ),
        ("upstream timed out", "standard input, line 1, byte 0: not_json: expected a value"),
        ("7", "standard input, line 1, byte 0: not_a_generation: expected an object, so it is no generation"),
        ("\"text\"", "standard input, line 1, byte 0: not_a_generation: expected an object, so it is no generation"),
        ("{\"a\":\"\\ud800\"}", "standard input, line 1, byte 6: lone_surrogate: half of a surrogate pair"),
        (
            "{\"error\":{\"code\":\"invalid_token\"}}",
            "standard input, line 1, byte 0: not_a_generation: has no id, so it is no generation"
        ),
    ]

    @Test(arguments: broken.indices)
    func aBrokenDocumentGivesOneLine(_ index: Int) throws {
        let (input, message) = Self.broken[index]
        let result = try Tool.run("convert", input: input.utf8)
        #expect(result.status == 1)
        #expect(result.error == "agents-compat: \(message)\n")
        #expect(result.output.isEmpty)
    }

    @Test func theTableIsNotEmpty() {
        #expect(Self.broken.count == 12)
    }

    @Test(arguments: Fixture.rejects)
    func whatIsNoRecordIsRefused(_ fixture: Fixture) throws {
        let result = try Tool.run("convert", input: fixture.bytes)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.messages.count == 1)
        guard case .rejects(let code, _) = fixture.expectation else { return }
        #expect(result.error.contains(" \(code)"))
    }

    @Test func thereArePayloadsThatAreNoRecord() {
        #expect(Fixture.rejects.count >= 50)
    }

    @Test func theFileIsNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("bad.json", "{\n  \"id\": 1 2\n}\n")
        let result = try Tool.run("convert", "bad.json", in: folder)
        #expect(result.status == 1)
        #expect(result.error == "agents-compat: bad.json, line 1, byte 12: not_json: expected ',' or '}'\n")
    }

    @Test func nothingIsWrittenIfTheLastOfSeveralIsBroken() throws {
        let lines = "\(Samples.agents("a"))\n\(Samples.agents("b"))\n{\"id\":\n"
        let folder = try TemporaryFolder()
        let result = try Tool.run("convert", "--report", "losses.json", input: lines.utf8, in: folder)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(folder.names.isEmpty)
    }

    @Test func anItemOfABatchThatIsNoRecordFailsTheBatch() throws {
        let result = try Tool.run(
            "convert", input: "{\"items\":[\(Samples.task("a")),7,\(Samples.task("b"))],\"count\":3}".utf8)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.messages.count == 1)
        #expect(result.error.contains("item 1"))
    }

    @Test func aBatchThatLacksALineIsNotRebuilt() throws {
        let fixture = try Fixture.named("acedata/13_tasks_200_retrieve_batch_completed.json")
        let lines = try Tool.run("convert", input: fixture.bytes).lines
        try #require(lines.count == 2)
        for some in [[lines[0]], [lines[1]], [lines[1], lines[0]], [lines[0], lines[0]], lines + [lines[1]]] {
            let result = try Tool.run(
                "convert", "--from", "agents", "--to", "acedata", input: some.joined(separator: "\n").utf8)
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            #expect(result.messages.count == 1)
        }
    }

    @Test func provenanceIsNotTrusted() throws {
        let line = try JSONTree(try Tool.run("convert", input: Samples.task("a").utf8).output)
        let provenance = try #require(line["provenance"])
        for wrong in [
            provenance.with("residue", .array([])), provenance.with("residue", .text("x")),
            provenance.with("derived", .text("state")),
            provenance.with("revisions", .array([.text("no such revision")])), provenance.with("index", .number("1")),
            provenance.with("envelope", .number("7")),
        ] {
            let result = try Tool.run(
                "convert", "--from", "agents", "--to", "acedata", input: line.with("provenance", wrong).json())
            #expect(result.status == 1, "\(wrong)")
            #expect(result.output.isEmpty)
            #expect(result.messages.count == 1)
            #expect(result.error.contains("provenance"), "\(result.error)")
        }
    }
}
