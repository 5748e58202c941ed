import Testing

/// What `agents-compat explain` says of a wrong command line.
@Suite struct ExplainUsageTests {
    private static let kinds = "explain needs one of --dialect with --operation, --history, and --matrix"

    @Test(arguments: [
        ([], kinds), (["--history", "--matrix"], kinds), (["--matrix", "--operation", "video"], kinds),
        (["--dialect", "acedata"], "--dialect and --operation go together"),
        (["--operation", "video"], "--dialect and --operation go together"),
        (["--matrix", "file"], "--matrix takes no 'file'"),
        (
            ["--dialect", "dream-machine", "--operation", "vidio"],
            "--operation does not know 'vidio' of dream-machine; did you mean video?"
        ),
        (
            ["--dialect", "acedata", "--operation", "audio"],
            "--operation does not know 'audio' of acedata; known are videos"
        ),
        (
            ["--dialect", "agents", "--operation", "video"],
            "--dialect cannot be 'agents': it is one of dream-machine, acedata"
        ),
        (
            ["--dialect", "acedata", "--operation", "videos", "a", "b"],
            "explain takes one request, not 2; for histories use --history"
        ),
        (["--history", "--set", "loop"], "--set takes KEY=VALUE, not 'loop'"),
        (
            ["--history", "--set", "dream_machine.lop=apply"],
            "--set: the policy setting 'dream_machine.lop' is unknown; did you mean 'dream_machine.loop'?"
        ),
        (
            ["--history", "--set", "dream_machine.loop=yes"],
            "--set: the policy setting 'dream_machine.loop' must be apply or refuse"
        ),
        (["--history", "--report", "-"], "--report cannot go to standard output, where the text goes; use --json"),
        (
            ["--history", "--body", "a[1]"],
            "--body must be the path of a member, like body or log.message, not 'a[1]'"
        ),
        (["--history", "--policy", "kind"], "--policy cannot be 'kind': it is one of balanced, lenient, strict"),
    ])
    func aWrongCommandLineGivesOneLineAndAnIdea(_ arguments: [String], _ message: String) throws {
        let result = try Tool.run(["explain"] + arguments)
        #expect(result.status == 2)
        #expect(result.error == "agents-compat: \(message)\n")
        #expect(result.output.isEmpty)
    }

    @Test func aMissingFileIsToldBeforeAnythingIsWritten() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run("explain", "--history", "--report", "out.json", "nowhere", in: folder)
        #expect(result.status == 3)
        #expect(result.output.isEmpty)
        #expect(folder.names.isEmpty)
    }
}
