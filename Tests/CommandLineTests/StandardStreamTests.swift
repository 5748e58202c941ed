import AdapterTesting
import Testing

/// Who gets what: data to standard output, everything else to standard error.
@Suite struct StandardStreamTests {
    @Test(arguments: [
        ["convert"], ["convert", "--to", "dream-machine"], ["normalize"], ["normalize", "--progress", "always"],
        ["normalize", "--bare"],
    ])
    func standardOutputHoldsRecordsAlone(_ arguments: [String]) throws {
        let result = try Tool.run(arguments, input: Array("\(Samples.task("1"))\n\(Samples.task("2"))\n".utf8))
        #expect(result.status == 0)
        #expect(result.lines.count == 2)
        for line in result.lines { #expect(try JSONTree(line.utf8)["id"] != nil) }
        #expect(result.text.hasSuffix("\n"))
    }

    @Test func standardOutputOfARunWithFaultsHoldsRecordsAlone() throws {
        let history = try Fixture.named("mixed-history.txt")
        let result = try Tool.run("normalize", input: history.bytes)
        #expect(result.lines.count == history.recordCount)
        for line in result.lines { #expect(try JSONTree(line.utf8)["provenance"] != nil) }
        #expect(result.messages.count == 4)
    }

    @Test func messagesHoldNoControlCharacters() throws {
        let folder = try TemporaryFolder()
        for name in ["bad\nname", "bad\u{1B}[31mname", "bad\rname"] {
            let result = try Tool.run("normalize", name, in: folder)
            #expect(result.status == 3)
            #expect(result.messages.count == 1, "one line, whatever a file is called")
            let controls = result.error.dropLast().unicodeScalars.filter { $0.value < 0x20 || $0.value == 0x7F }
            #expect(controls.isEmpty, "\(result.error.debugDescription)")
        }
    }

    // MARK: Files that cannot be read

    @Test func aFileThatIsMissingIsNamed() throws {
        for command in ["normalize", "convert"] {
            let result = try Tool.run(command, "missing.ndjson")
            #expect(result.status == 3)
            #expect(result.error == "agents-compat: cannot open missing.ndjson: No such file or directory\n")
            #expect(result.output.isEmpty)
        }
    }

    @Test func aFolderIsNoInput() throws {
        let folder = try TemporaryFolder()
        let converted = try Tool.run("convert", ".", in: folder)
        #expect(converted.status == 3)
        #expect(converted.error == "agents-compat: cannot read .: Is a directory\n")
        // A folder of histories is one.
        let normalized = try Tool.run("normalize", ".", in: folder)
        #expect(normalized.status == 3)
        #expect(normalized.messages.count == 1)
        #expect(normalized.error.hasPrefix("agents-compat: there is no history in .: no file like *.ndjson*"))
    }

    @Test func nothingIsWrittenIfALaterFileIsMissing() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", Samples.agents("1"))
        let result = try Tool.run("normalize", "a", "missing", in: folder)
        #expect(result.status == 3)
        #expect(result.output.isEmpty)
        #expect(result.messages == ["agents-compat: cannot open missing: No such file or directory"])
    }

    // MARK: Streams that are closed or full

    private func shell(_ redirection: String, _ arguments: String) throws -> Tool.Result {
        try Tool.run(shell: "\"$TOOL\" \(arguments) \(redirection)", input: Array("\(Samples.agents("1"))\n".utf8))
    }

    @Test(arguments: ["normalize", "convert", "--help", "--version"])
    func aStandardOutputThatIsClosedIsToldAsSuch(_ arguments: String) throws {
        let result = try shell(">&-", arguments)
        #expect(result.status == 3)
        #expect(result.messages == ["agents-compat: cannot write standard output: Bad file descriptor"])
    }

    @Test(arguments: ["normalize", "convert"])
    func aStandardInputThatIsClosedIsNamedAsSuch(_ arguments: String) throws {
        let result = try shell("<&-", arguments)
        #expect(result.status == 3)
        #expect(result.messages == ["agents-compat: cannot read standard input: Bad file descriptor"])
    }

    @Test func aStandardErrorThatIsClosedChangesNothing() throws {
        let result = try shell("2>&-", "normalize")
        #expect(result.status == 0)
        #expect(result.text == Samples.canonical("1") + "\n")
    }

    // A closed stream must not become the descriptor of a file that is opened later.
    @Test func aClosedStreamIsNotTakenByAFile() throws {
        let folder = try TemporaryFolder()
        let input = Array("\(Samples.agents("1"))\nbroken\n".utf8)
        _ = try Tool.run(shell: "\"$TOOL\" normalize -o out --rejects rejects 2>&-", input: input, in: folder)
        #expect(try folder.text("out") == Samples.canonical("1") + "\n")
        #expect(try folder.lines("rejects").count == 1)
    }
}
