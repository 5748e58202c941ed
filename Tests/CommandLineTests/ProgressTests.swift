import Testing

/// How far a run is: on a terminal, or where it is asked for.
@Suite struct ProgressTests {
    @Test(arguments: [[], ["--progress", "auto"], ["--progress", "never"]])
    func nothingIsShownInAPipe(_ arguments: [String]) throws {
        var tool = try Tool(["normalize"] + arguments)
        try answerForAWhile(&tool) { _ in true }
        let result = try tool.finish()
        #expect(result.messages.count == 1 && result.error.hasPrefix("in "))
        #expect(!result.error.contains("\r") && !result.error.contains("\u{1B}"))
    }

    @Test func itIsShownWhereItIsAskedFor() throws {
        var tool = try Tool(["normalize", "--progress", "always"])
        try answerForAWhile(&tool) { $0.contains("standard input: ") }
        let result = try tool.finish()
        #expect(result.error.contains("MB/s"))
        #expect(result.error.contains("\r"), "a line is written over, not one below the other")
        let last = result.error.split(separator: "\r").last.map(String.init) ?? ""
        #expect(last.contains("in "), "the accounts come last, on a line of their own")
        #expect(result.text.contains("\r") == false)
    }

    @Test func aMessageStandsOnALineOfItsOwn() throws {
        var tool = try Tool(["normalize", "--progress", "always"])
        try answerForAWhile(&tool) { $0.contains("MB/s") }
        try tool.send(Array("broken\n".utf8))
        let result = try tool.finish()
        let place = try #require(result.error.firstRange(of: "standard input, line"))
        let before = result.error[..<place.lowerBound]
        #expect(before.hasSuffix("\n") || before.hasSuffix("\r\u{1B}[K"), "\(before.suffix(40).debugDescription)")
    }

    /// Feeds lines and reads the answers until something is shown, at most as long as it takes to be due twice.
    private func answerForAWhile(_ tool: inout Tool, until isShown: (String) -> Bool) throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(isShown("") ? 1 : 20)
        let line = Samples.agents("1") + "\n"
        while clock.now < end {
            try tool.send(Array(line.utf8))
            _ = try tool.readLine()
            if !isShown("") && isShown(tool.messages) { return }
        }
        #expect(isShown(tool.messages))
    }

    @Test func aShortRunShowsNothingButItsAccounts() throws {
        let result = try Tool.run("normalize", "--progress", "always", input: Array(Samples.agents("1").utf8))
        #expect(result.status == 0)
        #expect(result.error.hasSuffix("in 1 = out 1 + merged 0 + rejected 0\n"))
        #expect(!result.error.contains("MB"))
    }
}
