import AdapterTesting
import Foundation
import Testing

/// What `diff` reads and writes, how it ends, and how much it can take.
@Suite struct DiffUsageTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    // MARK: Size

    /// With one MiB of memory nearly all of it goes through sorted files, more than the number that are merged at once.
    @Test(arguments: ["1", "256"])
    func plantedDifferencesAreFoundExactlyInALongHistory(_ memory: String) throws {
        var generator = SeededGenerator(seed: 5)
        let filler = String(repeating: "x", count: 600)
        var (a, b): ([String], [String]) = ([], [])
        var expected: Set<DiffTests.Difference> = []
        var merged = 0
        for number in 0..<40_000 {
            let id = "id-\(number)"
            func record(_ state: String, _ model: String = "uni-1") -> String {
                "{\"id\":\"\(id)\",\"type\":\"image\",\"state\":\"\(state)\",\"model\":\"\(model)\",\"output\":[],\"x\":\"\(filler)\"}"
            }
            let done = record("completed")
            switch Int.random(in: 0..<200, using: &generator) {
            case 0:
                a.append(done)
                expected.insert(DiffTests.Difference(id: id, kind: "removed"))
            case 1:
                b.append(done)
                expected.insert(DiffTests.Difference(id: id, kind: "added"))
            case 2:
                a.append(done)
                b.append(record("completed", "uni-2"))
                expected.insert(
                    DiffTests.Difference(id: id, kind: "changed", path: "model", from: "\"uni-1\"", to: "\"uni-2\""))
            case 3:
                // An earlier state that comes late, and not side by side.
                a += [done]
                b += [done]
                b.insert(record("queued"), at: Int.random(in: 0...b.count, using: &generator))
                merged += 1
            default:
                a.append(done)
                b.append(done)
            }
        }
        b.shuffle(using: &generator)
        try folder.write("a", a.joined(separator: "\n"))
        try folder.write("b", b.joined(separator: "\n"))
        let result = try Tool.run("diff", "--merge-memory", memory, "a", "b", in: folder)
        let found = try result.differences
        #expect(found.count == expected.count && Set(found) == expected)
        #expect(found.map(\.id) == found.map(\.id).sorted())
        #expect(result.messages[1].contains("(merged \(merged), rejected 0)"))
        #expect(result.status == 1)
    }

    /// Files are for what memory cannot hold.
    @Test func aFewRecordsNeedNoTemporaryFiles() throws {
        try folder.write("a", ["1", "2", "3", "1"].map { Samples.task($0) }.joined(separator: "\n"))
        try folder.write("b", ["3", "4", "2"].map { Samples.task($0) }.joined(separator: "\n"))
        let result = try Tool.run(
            ["diff", "--ignore", "none", "a", "b"], environment: ["TMPDIR": "/missing"], in: folder)
        #expect(result.status == 1, "\(result.error)")
        #expect(
            try result.differences.map(\.description) == [
                "removed 1 - - -", "added 4 - - -", "moved 3 - 1 0", "moved 2 - 0 1",
            ])
    }

    #if os(Linux)
        /// A temporary file that somebody or something has cut: in the middle of a record's text, and of its head.
        @Test(arguments: [-1, 10])
        func aTemporaryFileThatIsCutIsNoEnd(_ size: Int) throws {
            let filler = String(repeating: "x", count: 700)
            let records = (0..<2000).map { Samples.agents("\($0)").replacing("uni-1", with: filler) }
            try folder.write("a", records.joined(separator: "\n"))
            var tool = try Tool(["diff", "--merge-memory", "1", "a", "-"], in: folder)
            // The first history is read, and most of it lies in files, when the second one is begun.
            try tool.sendPiece(Array("\(records[0])\n".utf8))
            let opened = "/proc/\(tool.identifier)/fd"
            let scratch = try FileManager.default.contentsOfDirectory(atPath: opened).first { name in
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(opened)/\(name)")
                return target?.contains("/scratch") == true
            }
            let file = try FileHandle(forWritingTo: URL(filePath: "\(opened)/\(try #require(scratch))"))
            let end = try file.seekToEnd()
            #expect(end > 100_000)
            try file.truncate(atOffset: size < 0 ? end - UInt64(-size) : UInt64(size))
            let result = try tool.finish()
            #expect(result.status == 3)
            #expect(result.error == "agents-compat: cannot read a temporary file: it ends too early\n")
        }
    #endif

    // MARK: Input and output

    @Test func sidesAreFilesFoldersPatternsAndStandardInput() throws {
        try folder.write("1.ndjson", Samples.task("1"))
        try folder.write("2.ndjson", "{\"log\":1,\"body\":\(Samples.task("2"))}")
        let both = "[\(Samples.task("2")),\(Samples.task("1"))]"
        for side in [".", "*.ndjson"] {
            let result = try Tool.run("diff", "-", side, input: both.utf8, in: folder)
            #expect(result.status == 0, "\(result.error)")
        }
        #expect(try Tool.run("diff", ".", "-", input: Samples.task("1").utf8, in: folder).status == 1)
    }

    @Test func itSaysWhereTheRecordsStand() throws {
        try folder.write("a.json", "\n[\n\(Samples.task("1")),\n \(Samples.task("2"))]")
        let batch =
            "{\"items\":[\n\(Samples.task("1")),\n\(Samples.task("2").replacing("\"p\"", with: "\"q\""))],\"count\":2}"
        try folder.write("b.json", "{\"x\":\n{},\"body\":\(batch)}")
        let result = try Tool.run("diff", "a.json", "b.json", in: folder)
        let first = 3 + Samples.task("1").utf8.count + 3
        let second = 5 + "{},\"body\":{\"items\":[".utf8.count + 2 + Samples.task("1").utf8.count + 2
        #expect(
            result.lines == [
                "{\"id\":\"2\",\"kind\":\"changed\",\"path\":\"provenance.residue.request.prompt\",\"from\":\"p\",\"to\":\"q\","
                    + "\"a\":{\"file\":\"a.json\",\"line\":4,\"byte\":\(first)},"
                    + "\"b\":{\"file\":\"b.json\",\"line\":4,\"byte\":\(second)}}"
            ])
    }

    @Test func theAccountsCanBeAllThereIs() throws {
        try folder.write("a", Samples.task("1") + "\nrubbish\n" + Samples.task("2"))
        try folder.write("b", Samples.task("1").replacing("\"p\"", with: "\"q\"") + "\n" + Samples.task("3"))
        let result = try Tool.run("diff", "--summary", "--report", "r", "--rejects", "x", "a", "b", in: folder)
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(
            result.messages == [
                "a: records 2 = same 0 + changed 1 + removed 1 (merged 0, rejected 1)",
                "b: records 2 = same 0 + changed 1 + added 1 (merged 0, rejected 0)",
                "  1  provenance.residue.request.prompt", "different",
            ])
        #expect(
            try folder.text("r")
                == "{\"equal\":false,\"same\":0,\"changed\":1,\"removed\":1,\"added\":1,"
                + "\"a\":{\"in\":3,\"records\":2,\"merged\":0,\"rejected\":1,\"filtered\":0},"
                + "\"b\":{\"in\":2,\"records\":2,\"merged\":0,\"rejected\":0,\"filtered\":0},"
                + "\"paths\":{\"provenance.residue.request.prompt\":1}}\n")
        #expect(try folder.lines("x").count == 1)
    }

    @Test func differencesGoWhereTheyAreSent() throws {
        try folder.write("a", Samples.task("1"))
        try folder.write("b", "")
        let result = try Tool.run("diff", "-o", "d", "a", "b", in: folder)
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(
            try folder.lines("d") == [
                "{\"id\":\"1\",\"kind\":\"removed\",\"a\":{\"file\":\"a\",\"line\":1,\"byte\":0}}"
            ])
    }

    // MARK: Ends

    @Test func whatWasRefusedOnBothSidesCountsOnlyIfAsked() throws {
        try folder.write("a", Samples.task("1") + "\nrubbish")
        #expect(try Tool.run("diff", "a", "a", in: folder).status == 0)
        #expect(try Tool.run("diff", "--strict", "a", "a", in: folder).status == 1)
    }

    @Test func aHistoryThatEndsTooEarlyIsNeverEqual() throws {
        try folder.write("a", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF] as [UInt8])
        let result = try Tool.run("diff", "a", "a", "--report", "r", in: folder)
        #expect(result.status == 3)
        #expect(folder.names == ["a"])
        #expect(try Tool.run("diff", "a", "missing", in: folder).status == 3)
    }

    @Test(arguments: [
        [], ["a"], ["a", "a", "a"], ["-", "-"], ["--ignore", "stat", "a", "a"], ["--ignore", "none,order", "a", "a"],
        ["--ignore", "order,,residue", "a", "a"], ["--only", "[0]", "a", "a"], ["--only", "order", "a", "a"],
        ["--rejects", "-", "a", "a"], ["--rejects", "x", "--report", "x", "a", "a"],
        ["--summary", "-o", "d", "a", "a"],
    ])
    func wrongUsageIsTold(_ arguments: [String]) throws {
        try folder.write("a", Samples.task("1"))
        let result = try Tool.run(["diff"] + arguments, in: folder)
        #expect(result.status == 2 && result.output.isEmpty)
        #expect(result.messages.count == 1)
        #expect(folder.names == ["a"])
    }
}
