import AdapterTesting
import Testing

/// Whatever comes in, the tool ends, says so, and accounts for it.
@Suite struct HostileInputTests {
    /// A run over an input with a good record behind it, from a file.
    private func normalize(_ input: [UInt8], _ arguments: String...) throws -> (
        result: Tool.Result, rejects: [JSONTree]
    ) {
        let folder = try TemporaryFolder()
        try folder.write("in", input + Array("\n\(Samples.agents("1"))\n".utf8))
        let result = try Tool.run(["normalize", "in", "--rejects", "rejects"] + arguments, in: folder)
        return (result, try folder.lines("rejects").map { try JSONTree($0.utf8) })
    }

    private func expect(_ input: [UInt8], isRefusedWith code: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let (result, rejects) = try normalize(input)
        #expect(result.status == 0, sourceLocation: sourceLocation)
        #expect(result.ids == ["1"], "the record behind it is read", sourceLocation: sourceLocation)
        #expect(rejects.map { $0["code"]?.text } == [code], sourceLocation: sourceLocation)
        #expect(
            rejects.first?.integer("start") == 0 && rejects.first?.integer("line") == 1, sourceLocation: sourceLocation)
        #expect(rejects.first?.integer("length") == input.count, sourceLocation: sourceLocation)
        #expect(result.messages.last == "in 2 = out 1 + merged 0 + rejected 1", sourceLocation: sourceLocation)
    }

    private func bytes(_ byte: UInt8, _ count: Int) -> [UInt8] {
        [UInt8](repeating: byte, count: count)
    }

    @Test func aLineBeyondTheLimitIsRefused() throws {
        let line = Array("{\"id\":\"".utf8) + bytes(UInt8(ascii: "x"), 50_000_000) + Array("\"}".utf8)
        try expect(line, isRefusedWith: "too_large")
    }

    @Test func aLineBeyondTheLimitIsRefusedFromAPipeToo() throws {
        let line = Array("{\"id\":\"".utf8) + bytes(UInt8(ascii: "x"), 50_000_000) + Array("\"}".utf8)
        let folder = try TemporaryFolder()
        let input = line + Array("\n\(Samples.agents("1"))\n".utf8)
        let result = try Tool.run("normalize", "--rejects", "rejects", input: input, in: folder)
        #expect(result.ids == ["1"])
        let rejects = try folder.lines("rejects").map { try JSONTree($0.utf8) }
        #expect(rejects.map { $0["code"]?.text } == ["too_large"])
        #expect(rejects.first?.integer("length") == line.count, "what is refused is accounted for to its last byte")
    }

    // Its lines are parts of one document, however many windows they fill.
    @Test func aDocumentOverSeveralLinesBeyondTheLimitIsRefusedOnce() throws {
        let text = String(repeating: "y", count: 10_000)
        let lines = (0..<7000).map { "  \"k\($0)\": \"\(text)\"" }.joined(separator: ",\n")
        try expect(Array("{\n\(lines)\n}".utf8), isRefusedWith: "too_large")
    }

    @Test func aLineWithinTheLimitIsRead() throws {
        let task = Samples.task("1").replacing("\"p\"", with: "\"\(String(repeating: "x", count: 8_000_000))\"")
        let (result, rejects) = try normalize(Array(task.utf8))
        #expect(rejects.isEmpty)
        #expect(result.ids == ["1", "1"])
    }

    @Test func nestingBeyondTheLimitIsRefused() throws {
        let nested = Array(String(repeating: "[", count: 10_000).utf8)
        try expect(
            Array("{\"id\":".utf8) + nested + Array(String(repeating: "]", count: 10_000).utf8) + Array("}".utf8),
            isRefusedWith: "too_deep")
        try expect(Array(String(repeating: "{\"id\":", count: 10_000).utf8), isRefusedWith: "too_deep")
    }

    @Test func nestingOfOpenArraysIsRefused() throws {
        let (result, rejects) = try normalize(Array(String(repeating: "[", count: 10_000).utf8))
        #expect(result.status == 0)
        #expect(result.ids == ["1"])
        #expect(rejects.first?["code"]?.text == "too_deep")
    }

    @Test func zerosAreRefused() throws {
        try expect(bytes(0, 1), isRefusedWith: "not_json")
        try expect(bytes(0, 1_000_000), isRefusedWith: "not_json")
        try expect(Array("{\"id\":\"a".utf8) + [0] + Array("\"}".utf8), isRefusedWith: "not_json")
        let behind = try normalize(Array(Samples.agents("0").utf8) + [0])
        #expect(behind.result.ids == ["1"] && behind.rejects.count == 1)
    }

    @Test func aQuoteWithoutItsOtherIsRefused() throws {
        try expect(Array("\"".utf8) + bytes(UInt8(ascii: "x"), 1_000_000), isRefusedWith: "not_json")
        try expect(bytes(UInt8(ascii: "\""), 999_999), isRefusedWith: "not_json")
        try expect(Array("\"".utf8) + bytes(UInt8(ascii: "\\"), 999_999), isRefusedWith: "not_json")
    }

    @Test func tooManyValuesAreRefused() throws {
        let values = Array(String(repeating: "0,", count: 1_000_001).utf8)
        try expect(Array("{\"id\":[".utf8) + values + Array("0]}".utf8), isRefusedWith: "too_many_values")
    }

    @Test func manyKeysAreRead() throws {
        let members = (0..<100_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        let (result, rejects) = try normalize(
            Array(Samples.task("1").replacing("\"_id\"", with: "\(members),\"_id\"").utf8))
        #expect(rejects.isEmpty)
        #expect(result.ids == ["1", "1"])
    }

    @Test func randomBytesAreAccountedFor() throws {
        var generator = SeededGenerator(seed: 9)
        let noise = (0..<2_000_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let (result, rejects) = try normalize(noise)
        #expect(result.status == 0)
        #expect(result.ids == ["1"])
        #expect(result.messages.last == "in \(rejects.count + 1) = out 1 + merged 0 + rejected \(rejects.count)")
        // Between two refused parts there is nothing but white space, and the marks of arrays.
        var end = 0
        for reject in rejects {
            let start = try #require(reject.integer("start"))
            try #require(start >= end, "parts of the input are refused twice")
            let isNothing = noise[end..<min(start, noise.count)].allSatisfy { "\t\n\r [],".utf8.contains($0) }
            try #require(isNothing, "bytes \(end) to \(start) are lost")
            end = start + (try #require(reject.integer("length")))
        }
    }

    // The end of a line that was cut off is looked for ahead. Were that done for each of them through all that follows, a few of
    // them would take longer than all the rest.
    @Test func linesThatWereCutOffDoNotSlowDownTheRest() throws {
        let record = Samples.task("1")
        let cut = record.prefix { $0 != "." } + "1"
        let block = Array(repeating: record, count: 99).joined(separator: "\n") + "\n\(cut)\n"
        let input = Array(String(repeating: block, count: 200).utf8)
        let folder = try TemporaryFolder()
        try folder.write("in", input)
        let clock = ContinuousClock()
        let elapsed = try clock.measure {
            let result = try Tool.run("normalize", "in", "--rejects", "rejects", in: folder)
            #expect(result.messages.last == "in 20000 = out 19800 + merged 0 + rejected 200")
        }
        let whole = Array(repeating: record, count: 20_000).joined(separator: "\n")
        try folder.write("whole", whole)
        let plain = try clock.measure { _ = try Tool.run("normalize", "whole", in: folder) }
        #expect(elapsed < plain * 10 + .seconds(2), "\(elapsed) instead of \(plain)")
    }
}
