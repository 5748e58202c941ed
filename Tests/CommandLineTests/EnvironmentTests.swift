import AdapterTesting
import Testing

/// Every option has a variable; a flag beats it.
@Suite struct EnvironmentTests {
    private func normalize(
        _ environment: [String: String], _ arguments: String..., input: String = Samples.task("1") + "\n",
        in folder: TemporaryFolder? = nil
    ) throws -> Tool.Result {
        try Tool.run(["normalize"] + arguments, input: Array(input.utf8), environment: environment, in: folder)
    }

    @Test func aVariableStandsForAnOption() throws {
        let plain = try normalize([:])
        #expect(try normalize(["AGENTS_COMPAT_TO": "acedata"]).text == normalize([:], "--to", "acedata").text)
        #expect(try normalize(["AGENTS_COMPAT_TO": "acedata"]).text != plain.text)
        #expect(try normalize(["AGENTS_COMPAT_BARE": "1"]).text == normalize([:], "--bare").text)
        #expect(try normalize(["AGENTS_COMPAT_STRICT": "1"], input: "broken\n").status == 1)
        let folder = try TemporaryFolder()
        let result = try normalize(
            ["AGENTS_COMPAT_OUTPUT": "out", "AGENTS_COMPAT_REJECTS": "rejects", "AGENTS_COMPAT_REPORT": "report"],
            in: folder)
        #expect(result.status == 0 && result.output.isEmpty)
        #expect(folder.names == ["out", "rejects", "report"])
        #expect(try folder.read("out") == plain.output)
    }

    @Test func aFlagBeatsAVariable() throws {
        let expected = try normalize([:], "--to", "acedata").text
        #expect(try normalize(["AGENTS_COMPAT_TO": "dream-machine"], "--to", "acedata").text == expected)
        let folder = try TemporaryFolder()
        _ = try normalize(["AGENTS_COMPAT_OUTPUT": "one"], "-o", "two", in: folder)
        #expect(folder.names == ["two"])
        #expect(try normalize(["AGENTS_COMPAT_OUTPUT": "one"], "-o", "-", in: folder).lines.count == 1)
    }

    // Whoever names a right value must not be told of a wrong one that it replaces.
    @Test func aFlagBeatsAVariableThatIsWrong() throws {
        #expect(try normalize(["AGENTS_COMPAT_TO": "nonsense"], "--to", "acedata").status == 0)
        #expect(try normalize(["AGENTS_COMPAT_PROGRESS": "sometimes"], "--progress", "never").status == 0)
    }

    @Test(arguments: ["0", "false", "no", ""])
    func aVariableCanSayNo(_ value: String) throws {
        #expect(try normalize(["AGENTS_COMPAT_STRICT": value], input: "broken\n").status == 0)
    }

    @Test(arguments: ["1", "true", "yes", "on"])
    func aVariableCanSayYes(_ value: String) throws {
        #expect(try normalize(["AGENTS_COMPAT_STRICT": value], input: "broken\n").status == 1)
    }

    @Test(arguments: [
        "AGENTS_COMPAT_FROM", "AGENTS_COMPAT_TO", "AGENTS_COMPAT_OUTPUT", "AGENTS_COMPAT_PROGRESS",
        "AGENTS_COMPAT_REJECTS",
    ])
    func anEmptyVariableIsNone(_ name: String) throws {
        let result = try normalize([name: ""])
        #expect(result.status == 0, "\(result.error)")
        #expect(try result.text == normalize([:]).text)
    }

    @Test func aWrongVariableIsNamed() throws {
        for (name, value) in [
            ("AGENTS_COMPAT_PROGRESS", "sometimes"), ("AGENTS_COMPAT_FROM", "nonsense"),
            ("AGENTS_COMPAT_TO", "nonsense"),
        ] {
            let result = try normalize([name: value])
            #expect(result.status == 2)
            #expect(result.messages.count == 1)
            #expect(result.error.contains(name), "whoever set no flag looks in vain for it: \(result.error)")
        }
    }

    @Test func otherVariablesChangeNothing() throws {
        let expected = try normalize([:]).text
        let others = [
            "AGENTS_COMPAT_FROBNICATE": "1", "AGENTS_COMPAT_LETTER": "x", "FROM": "agents", "STRICT": "1",
            "LC_ALL": "de_DE.UTF-8",
        ]
        #expect(try normalize(others).text == expected)
        // What only the other command has is none of this one's business.
        let result = try Tool.run(
            "convert", input: Array(Samples.task("1").utf8), environment: ["AGENTS_COMPAT_STRICT": "1"])
        #expect(result.status == 0)
    }

    @Test func helpNamesTheRule() throws {
        #expect(try Tool.run("help", "normalize").text.contains("AGENTS_COMPAT_SOME_NAME"))
    }
}
