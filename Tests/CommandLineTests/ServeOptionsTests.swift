import AdapterTesting
import Testing

/// Wrong settings of the server are named before anything is opened.
@Suite struct ServeOptionsTests {
    @Test(arguments: ["--retain-days", "--retain-tasks"], ["0", "-1", "1.5", "many", "99999999999"])
    func whatIsKeptIsAWholeNumber(_ option: String, _ value: String) throws {
        let result = try Tool.run(["serve", option, value])
        #expect(result.status == 2 && result.messages.count == 1 && result.error.contains(option), "\(result.error)")
    }

    @Test(
        arguments: ["serve", "demo"],
        [
            ["--public-url", "luma.example.com"],
            ["--public-url", "https://luma.example.com/?a=b"],
            ["--media", "nowhere"],
            ["--cors-origin", "studio.example.com"],
            ["--cors-origin", "https://studio.example.com/page"],
            ["--dream-machine-initial-state", "waiting"],
            ["--dream-machine-credits", "-1"],
            ["--dream-machine-credits", "many"],
        ])
    func aWrongValueIsWrongUsage(_ command: String, _ arguments: [String]) throws {
        let result = try Tool.run([command] + arguments)
        #expect(result.status == 2, "\(result.error)")
        #expect(result.messages.count == 1 && result.error.contains(arguments[0]), "\(result.error)")
    }

    @Test(arguments: [
        (#"{"public_url":"here"}"#, "public_url in config.json"),
        (#"{"media":"somewhere"}"#, "media in config.json"),
        (#"{"cors":{"origin":["https://a.example.com","there"]}}"#, "cors.origin in config.json"),
        (#"{"dream_machine":{"initial_state":"waiting"}}"#, "dream_machine.initial_state in config.json"),
        (#"{"dream_machine":{"credits":-5}}"#, "dream_machine.credits in config.json"),
        (#"{"retain":{"days":0}}"#, "retain.days in config.json"),
        (#"{"retain":{"tasks":"all"}}"#, "retain.tasks in config.json"),
        (#"{"dream_machine":{"loop":true}}"#, "no option dream_machine.loop"),
    ])
    func aWrongMemberIsNamed(_ file: String, _ message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("config.json", file)
        let result = try Tool.run(["serve", "--config", "config.json"], in: folder)
        #expect(result.status == 3 && result.error.contains(message), "\(result.error)")
    }

    @Test(arguments: [
        ("", "holds no secret"), ("# none yet\n", "holds no secret"), ("whsec_c2hvcnQ=\n", "line 1"),
        ("\nwhsec_!secret-of-mine!\n", "line 2"),
    ])
    func aFileOfSecretsIsCheckedWithoutShowingIt(_ contents: String, _ message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("secrets", contents)
        let result = try Tool.run(["serve", "--callback-secrets", "secrets"], in: folder)
        #expect(result.status == 3 && result.error.contains(message), "\(result.error)")
        #expect(!result.error.contains("c2hvcnQ") && !result.error.contains("of-mine"))
    }

    @Test func aFileOfSecretsMustBeThere() throws {
        let result = try Tool.run("serve", "--callback-secrets", "/nowhere/secrets")
        #expect(result.status == 3 && result.error.contains("/nowhere/secrets"))
    }
}
