import AdapterTesting
import Testing

/// `import`: histories into a store.
@Suite struct ImportTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("key", "luma-api-import\n")
    }

    private func run(
        _ arguments: String..., input: String = "", key: String? = "key", environment: [String: String] = [:]
    ) throws -> Tool.Result {
        let owner = key.map { ["--owner-key-file", $0] } ?? []
        return try Tool.run(
            ["import", "--store", "sqlite:tasks.db"] + owner + arguments, input: input.utf8, environment: environment,
            in: folder)
    }

    private func lines(_ records: String...) -> String { records.map { $0 + "\n" }.joined() }

    // MARK: Accounts

    @Test func theAccountsReconcileAndTheSecondRunChangesNothing() throws {
        let input = lines(
            Samples.task("1"), Samples.dreamMachine("2"), "rubbish", Samples.agents("3"), Samples.task("1"), "{}")
        let first = try run(input: input)
        #expect(first.status == 0 && first.output.isEmpty)
        #expect(
            first.messages.suffix(2) == [
                "1 are unfinished: they stay as they are, and nobody follows them",
                "in 6 = imported 3 + updated 0 + unchanged 0 + merged 1 + rejected 2",
            ])
        let before = try folder.read("tasks.db")
        let second = try run(input: input)
        #expect(second.messages.last == "in 6 = imported 0 + updated 0 + unchanged 3 + merged 1 + rejected 2")
        #expect(try folder.read("tasks.db") == before)
        #expect(folder.names == ["key", "tasks.db", "tasks.db.secret"])
    }

    @Test func ofSeveralRecordsTheLatestCountsAcrossDialectsAndRuns() throws {
        let done = Samples.dreamMachine("1").replacing("dreaming", with: "completed")
        let first = try run(input: lines(Samples.dreamMachine("1"), done, Samples.dreamMachine("1")))
        #expect(first.messages.last == "in 3 = imported 1 + updated 0 + unchanged 0 + merged 2 + rejected 0")
        let older = try run(input: lines(Samples.dreamMachine("1")))
        #expect(
            older.messages == [
                "1 are older than what was imported before",
                "in 1 = imported 0 + updated 0 + unchanged 1 + merged 0 + rejected 0",
            ])
        let both = try run(input: lines(done, Samples.task("1")))
        #expect(both.messages.last == "in 2 = imported 0 + updated 1 + unchanged 0 + merged 1 + rejected 0")
        let again = try run(input: lines(done, Samples.task("1")))
        #expect(again.messages.last == "in 2 = imported 0 + updated 0 + unchanged 1 + merged 1 + rejected 0")
    }

    @Test func idsThatNobodyCanAskForAreRefused() throws {
        let long = String(repeating: "x", count: 257)
        let result = try run("--rejects", "rejects", "--strict", input: lines(Samples.task(""), Samples.task(long)))
        #expect(result.status == 1)
        #expect(result.messages == ["in 2 = imported 0 + updated 0 + unchanged 0 + merged 0 + rejected 2"])
        let rejects = try folder.lines("rejects").map { try JSONTree($0.utf8) }
        #expect(rejects.map { $0["code"]?.text } == ["bad_value", "bad_value"])
        #expect(rejects.map { $0.integer("line") } == [1, 2])
    }

    @Test func anothersIdIsRefusedWithItsName() throws {
        _ = try run(input: lines(Samples.task("1")))
        try folder.write("other", "luma-api-other")
        let result = try run("--rejects", "rejects", input: lines(Samples.task("1"), Samples.task("2")), key: "other")
        #expect(result.status == 0)
        #expect(result.messages == ["in 2 = imported 1 + updated 0 + unchanged 0 + merged 0 + rejected 1"])
        #expect(
            try folder.lines("rejects") == [
                "{\"code\":\"id_taken\",\"reason\":\"the store has a task with this id that belongs to somebody else\",\"id\":\"1\"}"
            ])
    }

    @Test func aReportHasAllOfIt() throws {
        let result = try run(
            "--report", "report.json", "--select", "dialect=acedata",
            input: lines(Samples.task("1"), Samples.agents("2"), "x"))
        #expect(
            result.messages.last == "in 3 = imported 1 + updated 0 + unchanged 0 + merged 0 + rejected 1 + filtered 1")
        #expect(result.messages.contains("shapes"))
        let report = try JSONTree(try folder.read("report.json"))
        #expect(report.integer("in") == 3 && report.integer("imported") == 1 && report.integer("filtered") == 1)
        #expect(try folder.text("report.json").hasPrefix("{\"dry_run\":false,\"in\":3,"))
        #expect(report["history"]?.counts("shapes") == ["acedata:task": 1])
    }

    // MARK: Inputs

    @Test func itReadsWhatNormalizeReads() throws {
        try folder.write("a.ndjson", lines(Samples.task("1")))
        try folder.write("b.json", "[\(Samples.task("2")),\(Samples.task("3"))]")
        try folder.write("c.log", "{\"time\":1,\"body\":\(Samples.task("4"))}\n")
        let result = try run("./[a-b].*", "c.log", "-", input: Samples.dreamMachine("5"))
        #expect(result.messages.last == "in 5 = imported 5 + updated 0 + unchanged 0 + merged 0 + rejected 0")
    }

    /// With one MiB of memory most of it goes through files.
    @Test(arguments: ["1", "256"], ["1", "3"])
    func manyRecordsGoInWhateverTheMemory(_ memory: String, _ threads: String) throws {
        let filler = String(repeating: "x", count: 500)
        let records = (0..<6000).map { Samples.task("\($0 % 4000)").replacing("\"p\"", with: "\"\(filler)\"") }
        try folder.write("history", records.joined(separator: "\n"))
        let arguments = ["--merge-memory", memory, "--threads", threads, "history"]
        let first = try Tool.run(
            ["import", "--store", "sqlite:tasks.db", "--owner-key-file", "key"] + arguments, in: folder)
        #expect(first.messages == ["in 6000 = imported 4000 + updated 0 + unchanged 0 + merged 2000 + rejected 0"])
        let second = try run("history")
        #expect(second.messages == ["in 6000 = imported 0 + updated 0 + unchanged 4000 + merged 2000 + rejected 0"])
    }

    // MARK: Nothing but a look

    @Test func aDryRunSaysWhatWouldHappenAndChangesNothing() throws {
        let input = lines(Samples.task("1"), Samples.dreamMachine("2"))
        let dry = try run("--dry-run", input: input)
        #expect(dry.status == 0)
        #expect(dry.messages.first == "dry run: nothing was changed")
        #expect(dry.messages.last == "in 2 = imported 2 + updated 0 + unchanged 0 + merged 0 + rejected 0")
        #expect(folder.names == ["key"])

        _ = try run(input: lines(Samples.task("1")))
        let before = try folder.read("tasks.db")
        let done = Samples.dreamMachine("2").replacing("dreaming", with: "completed")
        let next = try run("--dry-run", input: lines(Samples.task("1"), done))
        #expect(next.messages.last == "in 2 = imported 1 + updated 0 + unchanged 1 + merged 0 + rejected 0")
        #expect(try folder.read("tasks.db") == before)
    }

    @Test func aDryRunNeedsTheSecretOfTheStoreAndMakesNone() throws {
        _ = try run(input: lines(Samples.task("1")))
        try folder.remove("tasks.db.secret")
        let result = try run("--dry-run", input: lines(Samples.task("1")))
        #expect(result.status == 3)
        #expect(result.error.contains("another secret"))
        #expect(!folder.names.contains("tasks.db.secret"))
    }

    // MARK: The owner

    @Test func theKeyMayComeFromTheEnvironmentAndIsNowhereInTheStore() throws {
        let key = "luma-api-8d5f6e0a11"
        let result = try run(
            input: lines(Samples.task("1")), key: nil, environment: ["LUMA_AGENTS_API_KEY": key])
        #expect(result.status == 0)
        try folder.write("key", "  \(key)\r\n")
        #expect(try run(input: lines(Samples.task("1"))).messages.last?.contains("unchanged 1") == true)
        for name in folder.names where name != "key" {
            #expect(!String(decoding: try folder.read(name), as: UTF8.self).contains(key))
        }
    }

    @Test func withoutAnOwnerNothingIsDone() throws {
        let nobody = try run(key: nil)
        #expect(nobody.status == 2)
        #expect(nobody.error.contains("--owner-key-file"))
        try folder.write("bad", "a-legacy-token")
        let bad = try run(key: "bad")
        #expect(bad.status == 3 && !bad.error.contains("a-legacy-token"))
        #expect(try run(key: "missing").status == 3)
        #expect(try run(key: "-").status == 2)
        #expect(folder.names == ["bad", "key"])
    }

    // MARK: What stands in the way

    @Test func anotherSecretOrAnotherProgramsFileIsRefused() throws {
        _ = try run(input: lines(Samples.task("1")))
        let secret = ["AGENTS_COMPAT_SECRET": "another secret, which is long enough"]
        #expect(try run(input: lines(Samples.task("1")), environment: secret).status == 3)
        try folder.write("tasks.db", "this is no database, whatever its name says; it is long enough to be looked at")
        #expect(try run(input: lines(Samples.task("1"))).status == 3)
    }

    @Test(arguments: ["sqlite::memory:", "postgres://x"])
    func aStoreThatNobodyElseSeesIsNoPlace(_ store: String) throws {
        let result = try Tool.run("import", "--store", store, "--owner-key-file", "key", in: folder)
        #expect(result.status == 2)
    }

    @Test func damagedInputIsToldAndTheRestCounts() throws {
        let bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF]
        try folder.write("bad.gz", bytes)
        try folder.write("good", lines(Samples.task("1")))
        let result = try run("bad.gz", "good")
        #expect(result.status == 1)
        #expect(result.messages.last == "in 1 = imported 1 + updated 0 + unchanged 0 + merged 0 + rejected 0")
    }
}
