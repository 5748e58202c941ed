import Testing

/// The pages of help: to standard output, and as the files of `Snapshots` show them.
@Suite struct HelpTests {
    static let commands = [
        "callbacks", "convert", "demo", "diff", "doctor", "explain", "import", "normalize", "serve", "simulate",
    ]
    static let pages = [(["--help"], "help.txt")] + commands.map { (["help", $0], "help-\($0).txt") }

    @Test(arguments: pages)
    func aPageIsAsItWasApproved(_ arguments: [String], _ name: String) throws {
        let result = try Tool.run(arguments)
        #expect(result.status == 0)
        #expect(result.error.isEmpty)
        try Snapshot.expect(result.text, name)
    }

    @Test func everySnapshotBelongsToAPage() {
        #expect(Snapshot.names == Self.pages.map(\.1).sorted())
    }

    @Test(arguments: pages)
    func aPageFitsOnATerminal(_ arguments: [String], _ name: String) throws {
        let result = try Tool.run(arguments)
        for line in result.lines { #expect(line.count <= 120, "\(line)") }
        #expect(!result.text.contains("\t"))
        #expect(result.text.hasSuffix("\n") && !result.text.hasSuffix("\n\n"))
    }

    @Test func helpIsFoundInAnyOfTheUsualWays() throws {
        let overview = try Tool.run("--help").text
        for arguments in [["-h"], ["help"]] {
            let result = try Tool.run(arguments)
            #expect(result.status == 0 && result.text == overview)
        }
        let page = try Tool.run("help", "normalize").text
        for arguments in [
            ["normalize", "--help"], ["normalize", "-h"], ["--help", "normalize"],
            ["normalize", "--strict", "x.json", "--help"],
            // Help is help, whatever is wrong besides.
            ["normalize", "--help", "--frobnicate"],
        ] {
            let result = try Tool.run(arguments)
            #expect(result.status == 0 && result.text == page, "\(arguments)")
        }
    }

    @Test func withoutACommandTheOverviewIsToldAsAnError() throws {
        let result = try Tool.run()
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(try result.error == Tool.run("--help").text)
    }

    @Test func theVersionIsOneLine() throws {
        let result = try Tool.run("--version")
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(result.text.wholeMatch(of: /agents-compat \d+\.\d+\.\d+\n/) != nil)
    }

    @Test func everyCommandOfTheOverviewHasAPage() throws {
        let overview = try Tool.run("--help").text
        let names = overview.matches(of: #/\n\ \ ([a-z]+)\ +[A-Z]/#).map { String($0.1) }
        #expect(names.sorted() == Self.commands)
    }

    @Test(arguments: ["convert", "explain", "normalize"])
    func everyOptionOfAPageIsAccepted(_ command: String) throws {
        // An option that is described but not known, or the other way round, would be found here.
        let page = try Tool.run("help", command).text
        let options = page.matches(of: #/\n\ \ (?:-\w,\ )?(--[a-z-]+)(?:\ ([A-Z]\S*))?\ \ /#).map {
            (String($0.1), $0.2)
        }
        #expect(options.count >= 4)
        for (option, value) in options {
            let result = try Tool.run([command, option] + (value == nil ? [] : ["--help"]))
            #expect(!result.error.contains("has no option"), "\(option)")
        }
    }

    @Test(arguments: ["convert", "explain", "normalize"])
    func everyExampleOfAPageIsAccepted(_ command: String) throws {
        let page = try Tool.run("help", command).text
        let examples = page.split(separator: "\n").filter {
            $0.hasPrefix("  ") && $0.contains("agents-compat \(command) ")
        }
        #expect(examples.count >= 3)
        let folder = try TemporaryFolder()
        for example in examples {
            let words = example.split(separator: "agents-compat ")[1].prefix { $0 != ">" && $0 != "|" }.split(
                separator: " ")
            for word in words where word.hasSuffix("json") {
                try folder.write(String(word), Samples.canonical("a") + "\n")
            }
            let result = try Tool.run(words.map(String.init), in: folder)
            #expect(result.status != 2, "\(example): \(result.error)")
        }
    }
}
