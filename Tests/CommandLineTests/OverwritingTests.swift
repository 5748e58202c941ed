import AdapterTesting
import Testing

/// A file that is read is never replaced by what is told about it.
@Suite struct OverwritingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("a.json", Samples.task("1"))
        try folder.write("b.json", Samples.task("2"))
        try folder.write("key", "luma-api-import\n")
        #expect(try Tool.run(shell: "ln -s b.json soft; ln b.json hard; mkfifo pipe", in: folder).status == 0)
    }

    private static let importing = ["import", "--store", "sqlite:tasks.db", "--owner-key-file", "key"]

    @Test(
        arguments: [
            ["diff", "a.json", "b.json", "-o", "a.json"], ["diff", "a.json", "b.json", "-o", "./b.json"],
            ["diff", "a.json", "b.json", "-o", "soft"], ["diff", "a.json", "soft", "-o", "b.json"],
            ["diff", "a.json", "b.json", "-o", "hard"], ["diff", "a.json", "*.json", "--report", "b.json"],
            ["diff", "a.json", ".", "--rejects", "b.json"],
            ["normalize", "a.json", "b.json", "--rejects", "b.json"], ["normalize", ".", "--report", "soft"],
            ["normalize", "a.json", "-o", "out", "--checkpoint", "a.json"],
            importing + ["a.json", "--rejects", "a.json"], importing + [".", "--report", "hard"],
            importing + ["a.json", "--report", "key"],
        ] as [[String]])
    func whatIsReadIsNotReplaced(_ arguments: [String]) throws {
        let before = folder.names
        let result = try Tool.run(arguments, in: folder)
        #expect(result.status == 2 && result.output.isEmpty)
        #expect(result.messages.count == 1 && result.error.hasSuffix(", which is read; name another file\n"))
        #expect(folder.names == before)
        #expect(try folder.text("a.json") == Samples.task("1"))
        #expect(try folder.text("b.json") == Samples.task("2"))
    }

    @Test func standardInputIsAFileAsWell() throws {
        let result = try Tool.run(shell: "\"$TOOL\" diff - b.json -o a.json < a.json", in: folder)
        #expect(result.status == 2)
        #expect(try folder.text("a.json") == Samples.task("1"))
    }

    /// What stands behind the damage is nowhere else.
    @Test func whatCouldNotBeReadToItsEndIsNotReplaced() throws {
        #expect(try Tool.run(shell: "gzip < a.json | head -c 60 > cut.gz", in: folder).status == 0)
        let before = (folder.names, try folder.read("cut.gz"))
        let result = try Tool.run("normalize", "cut.gz", "-o", "cut.gz", in: folder)
        #expect(result.status == 1 && result.messages.last?.contains("would replace cut.gz") == true)
        #expect(folder.names == before.0)
        #expect(try folder.read("cut.gz") == before.1)
    }

    @Test func aStoreIsNoPlaceForAReport() throws {
        #expect(try Tool.run(Self.importing + ["a.json"], in: folder).status == 0)
        let store = try folder.read("tasks.db")
        for name in ["tasks.db", "tasks.db.secret"] {
            #expect(try Tool.run(Self.importing + ["b.json", "--report", name], in: folder).status == 2)
        }
        #expect(try folder.read("tasks.db") == store)
    }

    @Test func devicesTakeWhatTheyAreGiven() throws {
        let result = try Tool.run("diff", "/dev/null", "a.json", "-o", "/dev/null", in: folder)
        #expect(result.status == 1 && result.messages.last == "different")
    }
}
