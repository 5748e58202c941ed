import AdapterTesting
import Testing

/// Inputs of `normalize`: compressed files, folders, patterns, and the lines of logs.
@Suite struct InputTests {
    /// Compresses a text.
    private func gzip(_ text: String) throws -> [UInt8] {
        try Tool.run(shell: "gzip -c", input: Array(text.utf8)).output
    }

    private func lines(_ ids: some Sequence<Int>) -> String {
        ids.map { Samples.task("\($0)") + "\n" }.joined()
    }

    // MARK: Compressed files

    @Test(arguments: ["1", "4"])
    func aCompressedFileIsKnownByItsContent(_ threads: String) throws {
        let folder = try TemporaryFolder()
        // One member behind the other, as rotated logs are put together; none of them ends with its line.
        try folder.write("a", try gzip(lines(0..<3000) + "{\"id\":") + gzip("7}\n" + lines(3000..<6000)) + [0, 0, 0])
        try folder.write("b.gz", Samples.agents("plain"))
        let result = try Tool.run("normalize", "--threads", threads, "a", "b.gz", in: folder)
        #expect(result.status == 0)
        #expect(result.ids == (0..<6000).map { "\($0)" } + ["plain"])
        #expect(result.messages.last == "in 6002 = out 6001 + merged 0 + rejected 1")
        #expect(try Tool.run("normalize", input: folder.read("a")).ids.count == 6000)
    }

    @Test func aCompressedFileThatEndsTooEarlyGivesWhatItHolds() throws {
        let folder = try TemporaryFolder()
        let whole = try gzip(lines(0..<5000))
        let half = Array(whole.prefix(whole.count / 2))
        try folder.write("a.gz", half)
        try folder.write("b", Samples.agents("behind"))
        let result = try Tool.run("normalize", "a.gz", "b", "-o", "out", "--rejects", "rejects", in: folder)
        #expect(result.status == 1)
        #expect(result.messages.first == "a.gz, byte \(half.count): the gzip data ends too early")
        let out = try folder.lines("out")
        #expect(out.count > 1000 && out.last == Samples.canonical("behind"))
    }

    @Test func aDamagedFileGivesWhatStandsBeforeTheDamage() throws {
        let folder = try TemporaryFolder()
        var bytes = try gzip(lines(0..<5000))
        for index in bytes.count / 2..<bytes.count / 2 + 40 { bytes[index] ^= 0x5A }
        try folder.write("a.gz", bytes)
        let result = try Tool.run("normalize", "a.gz", "--rejects", "rejects", in: folder)
        #expect(result.status == 1)
        let message = try #require(result.messages.first)
        #expect(message.hasPrefix("a.gz, byte ") && message.contains(": the gzip data is damaged"))
        #expect(result.ids.starts(with: ["0", "1", "2"]))
    }

    @Test func textBehindCompressedDataIsNoText() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.gz", try gzip(lines(0..<3)) + Array(Samples.agents("x").utf8))
        let result = try Tool.run("normalize", "a.gz", in: folder)
        #expect(result.status == 1)
        #expect(result.ids == ["0", "1", "2"])
    }

    @Test func aCompressedPipeIsReadInPieces() throws {
        let bytes = try gzip(lines(0..<50))
        var tool = try Tool(["normalize"])
        for byte in bytes { try tool.sendPiece([byte]) }
        #expect(try tool.finish().ids == (0..<50).map { "\($0)" })
    }

    // MARK: Folders and patterns

    @Test func theHistoriesOfAFolderAreReadSorted() throws {
        let folder = try TemporaryFolder()
        for name in ["b.ndjson", "a.ndjson.1", "c.jsonl", "d.json", ".hidden.ndjson", "e.txt", "f.ndjson.7.partial"] {
            try folder.write(name, Samples.agents(name))
        }
        try folder.write("g.ndjson.gz", try gzip(Samples.agents("g")))
        let expected = ["a.ndjson.1", "b.ndjson", "c.jsonl", "d.json", "g"]
        for operand in [".", "./", folder.path] {
            #expect(try Tool.run("normalize", operand, in: folder).ids == expected)
        }
    }

    @Test func aPatternIsWhatItFits() throws {
        let folder = try TemporaryFolder()
        for name in ["b1", "b2", "c1", "d[1]"] { try folder.write(name, Samples.agents(name)) }
        #expect(try Tool.run("normalize", "[bc]?", "b*", in: folder).ids == ["b1", "b2", "c1", "b1", "b2"])
        #expect(try Tool.run("normalize", "d[1]", in: folder).ids == ["d[1]"], "a file of that name comes first")
        let nothing = try Tool.run("normalize", "x*", in: folder)
        #expect(nothing.status == 3)
        #expect(nothing.error == "agents-compat: no file fits x*\n")
    }

    // MARK: Lines of logs

    @Test func theRecordInTheLineOfALogIsTaken() throws {
        let folder = try TemporaryFolder()
        let log = [
            "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"body\":\(Samples.task("1"))}",
            "{\"timestamp\": 2, \"body\": \(try Samples.pretty(Samples.dreamMachine("2")).replacing("\n", with: ""))}",
            "{\"timestamp\":3,\"body\":{\"items\":[\(Samples.task("3")),7],\"count\":2}}",
            "{\"timestamp\":4,\"body\":{\"message\":\"started\"}}", "{\"timestamp\":5,\"body\":\"text\"}",
        ]
        try folder.write("log", log.joined(separator: "\n"))
        let result = try Tool.run("normalize", "log", "--rejects", "rejects", in: folder)
        #expect(result.ids == ["1", "2", "3"])
        #expect(result.lines[0] == (try Tool.run("normalize", input: Samples.task("1").utf8).lines[0]))
        let rejects = try folder.lines("rejects").map { try JSONTree($0.utf8) }
        #expect(rejects.map { $0.integer("line") } == [3, 4, 5])
        #expect(rejects.map { $0["code"]?.text } == ["not_a_generation", "not_a_generation", "not_a_generation"])
        #expect(rejects[0]["input"]?.text == "7", "an item is refused by itself")
        #expect(rejects[1]["path"]?.text == "body")
    }

    @Test func theRecordMayStandElsewhere() throws {
        let line = "{\"log\":{\"data\":\(Samples.task("1"))},\"body\":\(Samples.task("2"))}"
        #expect(try Tool.run("normalize", "--body", "log.data", input: line.utf8).ids == ["1"])
        #expect(try Tool.run("normalize", input: line.utf8).ids == ["2"])
        let wrong = try Tool.run("normalize", "--body", "a[0]", input: line.utf8)
        #expect(wrong.status == 2)
    }

    /// A record comes first, whatever its members are called.
    @Test func aRecordWithABodyIsARecord() throws {
        let record = Samples.agents("1").dropLast() + ",\"body\":\(Samples.agents("2"))}"
        #expect(try Tool.run("normalize", input: String(record).utf8).ids == ["1"])
    }
}
