import AdapterTesting
import Testing

/// As a filter: what comes in comes out at once, and how it arrives makes no difference.
@Suite struct StreamingTests {
    @Test func aLineIsAnsweredBeforeTheNextOneComes() throws {
        var tool = try Tool(["normalize"])
        for number in 1...20 {
            try tool.send(Array((Samples.agents("\(number)") + "\n").utf8))
            #expect(try tool.readLine() == Samples.canonical("\(number)"))
        }
        let result = try tool.finish()
        #expect(result.status == 0)
        #expect(result.error == "in 20 = out 20 + merged 0 + rejected 0\n")
    }

    @Test func aLineThatComesInPiecesIsAnsweredWhenItEnds() throws {
        var tool = try Tool(["normalize"])
        for byte in Samples.agents("1").utf8 { try tool.sendPiece([byte]) }
        try tool.send([0x0A])
        #expect(try tool.readLine() == Samples.canonical("1"))
        #expect(try tool.finish().lines.count == 1)
    }

    @Test func theLastLineNeedsNoNewline() throws {
        var tool = try Tool(["normalize"])
        try tool.sendPiece(Array(Samples.agents("1").utf8))
        let result = try tool.finish()
        #expect(result.text == Samples.canonical("1") + "\n")
    }

    @Test func aDocumentOverSeveralLinesIsAnsweredToo() throws {
        var tool = try Tool(["normalize"])
        try tool.send(Array((try Samples.pretty(Samples.agents("1")) + "\n").utf8))
        #expect(try tool.readLine() == Samples.canonical("1"))
        #expect(try tool.finish().status == 0)
    }

    @Test func elementsOfAnArrayAreAnsweredOneByOne() throws {
        var tool = try Tool(["normalize"])
        try tool.send(Array("[\n".utf8))
        for number in 1...5 {
            try tool.send(Array((Samples.agents("\(number)") + ",\n").utf8))
            #expect(try tool.readLine() == Samples.canonical("\(number)"))
        }
        try tool.send(Array("\(Samples.agents("6"))]\n".utf8))
        #expect(try tool.readLine() == Samples.canonical("6"))
        #expect(try tool.finish().status == 0)
    }

    @Test(arguments: ["broken", "{\"id\":", "{}", "\"", "[1,2", "]", "{\"a\":1}}", "{", "[", "{\"a\":[", "\u{0}"])
    func aBrokenLineDoesNotHoldUpWhatFollows(_ broken: String) throws {
        var tool = try Tool(["normalize"], patience: .seconds(10))
        // Whether it goes on may only be seen by the line behind the next one.
        let lines = [broken, Samples.agents("1"), Samples.agents("2"), ""]
        try tool.send(Array(lines.joined(separator: "\n").utf8))
        #expect(try tool.readLine() == Samples.canonical("1"))
        #expect(try tool.finish().ids == ["1", "2"])
    }

    @Test func theOutputIsReadSlowly() throws {
        // Far more than a pipe holds in both directions: a filter must not wait for the end of its input.
        let lines = (0..<5000).map { Samples.task("\($0)") }
        let result = try Tool.run("normalize", input: Array(lines.joined(separator: "\n").utf8))
        #expect(result.status == 0)
        #expect(result.ids == (0..<5000).map { "\($0)" })
    }

    @Test func aReaderThatGoesAwayEndsTheRun() throws {
        var tool = try Tool(["normalize"])
        try tool.send(Array((Samples.agents("1") + "\n").utf8))
        _ = try tool.readLine()
        tool.closeOutput()
        try tool.send(Array((Samples.agents("2") + "\n").utf8))
        let result = try tool.finish()
        // As other filters do: ended by the signal, without a word.
        #expect(result.status == -13)
        #expect(result.error.isEmpty)
    }
}
