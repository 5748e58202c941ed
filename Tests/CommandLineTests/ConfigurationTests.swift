import AdapterTesting
import Testing

/// Every option has a member in the configuration file; flags and variables beat it.
@Suite struct ConfigurationTests {
    private func run(
        _ command: String, _ configuration: String, _ arguments: String..., environment: [String: String] = [:],
        input: String = Samples.task("1") + "\n"
    ) throws -> Tool.Result {
        let folder = try TemporaryFolder()
        try folder.write("config.json", configuration)
        return try Tool.run(
            [command, "--config", "config.json"] + arguments, input: Array(input.utf8), environment: environment,
            in: folder)
    }

    private func normalize(_ arguments: String...) throws -> String {
        try Tool.run(["normalize"] + arguments, input: Array((Samples.task("1") + "\n").utf8)).text
    }

    @Test func aMemberStandsForAnOption() throws {
        #expect(try run("normalize", #"{"to":"acedata"}"#).text == normalize("--to", "acedata"))
        #expect(try run("normalize", #"{"bare":true}"#).text == normalize("--bare"))
        #expect(try run("normalize", #"{"bare":false,"to":null}"#).text == normalize())
        #expect(try run("normalize", "{}").text == normalize())
    }

    @Test func flagsAndVariablesBeatIt() throws {
        let expected = try normalize("--to", "acedata")
        let file = #"{"to":"dream-machine"}"#
        #expect(try run("normalize", file, "--to", "acedata").text == expected)
        #expect(try run("normalize", file, environment: ["AGENTS_COMPAT_TO": "acedata"]).text == expected)
        let folder = try TemporaryFolder()
        try folder.write("config.json", #"{"to":"acedata"}"#)
        let named = try Tool.run(
            "normalize", input: Array(Samples.task("1").utf8),
            environment: ["AGENTS_COMPAT_CONFIG": "config.json"], in: folder)
        #expect(named.text == expected)
    }

    @Test func aSectionIsForOneCommand() throws {
        let file = #"{"to":"agents","normalize":{"to":"acedata"},"convert":{"to":"dream-machine"}}"#
        #expect(try run("normalize", file).text == normalize("--to", "acedata"))
    }

    @Test func whatAnotherCommandKnowsIsNoFault() throws {
        let file = #"{"listen":"127.0.0.1:1","store":"sqlite:nowhere","to":"acedata"}"#
        #expect(try run("normalize", file).text == normalize("--to", "acedata"))
    }

    @Test func severalValuesAreAListOrATable() throws {
        let request = #"{"prompt":"a tiger","model":"ray-2","loop":true}"#
        for file in [
            #"{"set":["dream_machine.model=refuse"]}"#, #"{"set":{"dream_machine.model":"refuse"}}"#,
            #"{"set":"dream_machine.model=refuse"}"#,
        ] {
            let result = try run(
                "explain", file, "--dialect", "dream-machine", "--operation", "video", input: request)
            #expect(result.text.contains("video: refused"), "\(file): \(result.text)\(result.error)")
        }
    }

    @Test(arguments: [
        (#"{"to":"nonsense"}"#, "to in config.json"),
        (#"{"progress":"sometimes"}"#, "progress in config.json cannot be"),
        (#"{"tu":"agents"}"#, "did you mean to?"),
        (#"{"frobnicate":1}"#, "there is no option frobnicate"),
        (#"{"normalize":{"listen":"x"}}"#, "there is no option listen"),
        (#"{"normalize":1}"#, "normalize"),
        (#"{"to":["agents"]}"#, "to must be a text"),
        (#"{"set":[1,{}]}"#, "set must hold texts"),
        (#"{"to":"agents""#, "config.json: "),
        ("[]", "expected an object"),
        ("", "config.json: "),
    ])
    func whatIsWrongIsNamed(_ file: String, _ message: String) throws {
        let result = try run("normalize", file)
        #expect(result.status == 3, "\(file): \(result.error)")
        #expect(result.messages.count == 1 && result.error.contains(message), "\(file): \(result.error)")
        #expect(result.output.isEmpty)
    }

    @Test func aFileThatIsNotThereIsNamed() throws {
        let result = try Tool.run("normalize", "--config", "nowhere.json")
        #expect(result.status == 3 && result.error.contains("nowhere.json"))
    }
}
