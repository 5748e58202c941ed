import Testing

/// What the tool says of a wrong command line: one line, and what was probably meant.
@Suite struct UsageTests {
    static let wrong: [(arguments: [String], message: String)] = [
        (["normalise"], "there is no command 'normalise'; did you mean normalize?"),
        (["conver"], "there is no command 'conver'; did you mean convert?"),
        (["Convert"], "there is no command 'Convert'; did you mean convert?"),
        (["frobnicate"], "there is no command 'frobnicate'; see 'agents-compat --help'"),
        (["history.ndjson"], "there is no command 'history.ndjson'; see 'agents-compat --help'"),
        (["--verbose"], "there is no command '--verbose'; see 'agents-compat --help'"),
        (["help", "normalise"], "there is no command 'normalise'; did you mean normalize?"),
        (["normalize", "--reject", "x"], "'normalize' has no option --reject; did you mean --rejects?"),
        (["normalize", "--too=acedata"], "'normalize' has no option --too; did you mean --to?"),
        (["normalize", "--frobnicate"], "'normalize' has no option --frobnicate; see 'agents-compat help normalize'"),
        (["convert", "--strict"], "'convert' has no option --strict; see 'agents-compat help convert'"),
        (["normalize", "-x"], "'normalize' has no option -x; see 'agents-compat help normalize'"),
        (["normalize", "--output"], "--output needs a FILE"),
        (["normalize", "-o"], "-o needs a FILE"),
        (["normalize", "--strict=yes"], "--strict takes no value"),
        (
            ["normalize", "--progress", "sometimes"],
            "--progress cannot be 'sometimes': it is one of auto, never, always"
        ),
        (["convert", "--from", "acdata"], "--from does not know 'acdata'; did you mean acedata?"),
        (["convert", "--to", "dreammachine"], "--to does not know 'dreammachine'; did you mean dream-machine?"),
        (["convert", "--from", "acedata:tasks"], "--from does not know 'acedata:tasks'; did you mean acedata:task?"),
        (["convert", "--to", "AceData"], "--to does not know 'AceData'; did you mean acedata?"),
        (
            ["normalize", "--bare", "--to", "acedata"],
            "--bare makes plain Agents records; it cannot go with --to acedata"
        ),
        (["normalize", "--rejects", "-"], "--rejects cannot go to standard output; name a file"),
        (["diff", "a", "b", "--report", "-"], "--report cannot go to standard output; name a file"),
        (
            ["diff", "a", "b", "--summary", "-o", "c"],
            "--summary prints no differences; it cannot go with --output c"
        ),
        (["convert", "a.json", "b.json"], "convert takes one file, not 2; for several use 'agents-compat normalize'"),
    ]

    @Test(arguments: wrong.indices)
    func aWrongCommandLineGivesOneLineAndAnIdea(_ index: Int) throws {
        let (arguments, message) = Self.wrong[index]
        let result = try Tool.run(arguments)
        #expect(result.status == 2)
        #expect(result.error == "agents-compat: \(message)\n")
        #expect(result.output.isEmpty)
    }

    @Test func theTableIsNotEmpty() {
        #expect(Self.wrong.count == 25)
    }

    @Test(arguments: ["--from", "--to"])
    func anUnknownDialectIsAnsweredWithAllThatAreKnown(_ option: String) throws {
        let result = try Tool.run("convert", option, "something-else")
        #expect(result.status == 2)
        #expect(result.messages.count == 1)
        for name in [
            "acedata", "dream-machine", "agents", "acedata:task", "dream-machine:generation", "agents:generation",
        ] {
            #expect(result.error.contains(name))
        }
    }

    @Test func whatIsNearToNothingIsNotGuessed() throws {
        // What is as far from a word as that word is long is another word.
        for option in ["--x", "--z", "--zz"] {
            let result = try Tool.run("normalize", option)
            #expect(result.status == 2)
            #expect(!result.error.contains("did you mean"), "\(result.error)")
        }
    }

    @Test func aWrongCommandLineStartsNothing() throws {
        let folder = try TemporaryFolder()
        try folder.write("out.ndjson", "old")
        let result = try Tool.run(
            "normalize", "-o", "out.ndjson", "--rejects", "rejects.ndjson", "--frobnicate", input: Array("{}\n".utf8),
            in: folder)
        #expect(result.status == 2)
        #expect(folder.names == ["out.ndjson"])
        #expect(try folder.text("out.ndjson") == "old")
    }

    @Test func namesThatLookLikeOptionsStandBehindTwoDashes() throws {
        let folder = try TemporaryFolder()
        try folder.write("--strict", Samples.agents("a") + "\n")
        try folder.write("-", Samples.agents("b") + "\n")
        let dashed = try Tool.run("normalize", "--", "--strict", in: folder)
        #expect(dashed.status == 0)
        #expect(dashed.ids == ["a"])
        let named = try Tool.run("normalize", "./-", in: folder)
        #expect(named.ids == ["b"])
    }

    @Test(arguments: [["-o", "out"], ["-o=out"], ["--output", "out"], ["--output=out"]])
    func valuesAreGivenInAnyOfTheUsualWays(_ words: [String]) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run(["normalize"] + words, input: Samples.agents("a").utf8, in: folder)
        #expect(result.status == 0)
        #expect(folder.names == ["out"])
    }

    @Test func aValueMayHoldAnEqualsSign() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run("normalize", "--output=a=b", input: Samples.agents("a").utf8, in: folder)
        #expect(result.status == 0)
        #expect(folder.names == ["a=b"])
    }

    @Test func theLastOfSeveralValuesCounts() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run("normalize", "-o", "one", "-o", "two", input: Samples.agents("a").utf8, in: folder)
        #expect(result.status == 0)
        #expect(folder.names == ["two"])
    }

    @Test func optionsMayStandBehindFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write("in", Samples.agents("a"))
        let result = try Tool.run("normalize", "in", "--bare", in: folder)
        #expect(result.text == Samples.agents("a") + "\n")
    }
}
