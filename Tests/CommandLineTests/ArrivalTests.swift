import AdapterTesting
import Testing

/// The same bytes give the same records and rejects, from a file or a pipe, in pieces of any size.
@Suite struct ArrivalTests {
    /// What a run gave: records, and rejects without the name of the file.
    struct Answer: Equatable {
        var records: String
        var rejects: [JSONTree]
        var accounts: String?

        /// The first thing in which two answers differ.
        func difference(from other: Answer) -> String? {
            if records != other.records { return "other records" }
            if let (one, two) = zip(rejects, other.rejects).first(where: { $0.json() != $1.json() }) {
                return "\(one.without("input")) for \(two.without("input"))"
            }
            return self == other ? nil : "\(accounts ?? "") for \(other.accounts ?? "")"
        }
    }

    private func answer(_ result: Tool.Result, in folder: TemporaryFolder) throws -> Answer {
        let rejects = try folder.lines("rejects").map { try JSONTree($0.utf8).without("file") }
        return Answer(records: result.text, rejects: rejects, accounts: result.messages.last)
    }

    private func fromFile(_ input: [UInt8]) throws -> Answer {
        let folder = try TemporaryFolder()
        try folder.write("in", input)
        return try answer(try Tool.run("normalize", "in", "--rejects", "rejects", in: folder), in: folder)
    }

    private func fromPieces(_ input: [UInt8], of size: Int) throws -> Answer {
        let folder = try TemporaryFolder()
        var tool = try Tool(["normalize", "--rejects", "rejects"], in: folder)
        for start in stride(from: 0, to: input.count, by: size) {
            try tool.sendPiece(input[start..<min(start + size, input.count)])
        }
        return try answer(try tool.finish(), in: folder)
    }

    private func expectSame(_ input: [UInt8], _ sizes: [Int], sourceLocation: SourceLocation = #_sourceLocation) throws
    {
        let expected = try fromFile(input)
        for size in sizes {
            guard let difference = try fromPieces(input, of: size).difference(from: expected) else { continue }
            let text = String(decoding: input.suffix(60), as: UTF8.self).debugDescription
            Issue.record("in pieces of \(size), …\(text): \(difference)", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: Fixture.all.filter { $0.bytes.count < 6000 })
    func payloadsAreReadTheSame(_ fixture: Fixture) throws {
        try expectSame(fixture.bytes, [11, 97])
    }

    @Test func thereArePayloads() {
        #expect(Fixture.all.count { $0.bytes.count < 6000 } > 90)
    }

    /// The smallest inputs of each kind in which a piece could end at the wrong place.
    @Test(arguments: [
        "[\ntruex\"", "[\n\"\"\"}", "[\n\"\"}\"", "[\ntrueue", "[[]\n-[", "[\n\"\"u{", "[\"\"\n}{",
        "[garbage {\"id\":\"x\"}]\n{}", "\n-\n,\"",
        "\n\"\n{\"a\":1}\n", "{\n{\"\"}\n}\n", "{\n  1 2\n}\n{}", "{\"a\":\n  x\n  y\n}\n{}\n", "\"\n", "[", "[1",
        "[1,", "[1,2", "{\"a\":tru", "[\n{},\n{}\n",
        "\u{FEFF}{}\n", "{\"a\":\"é😀\"}", "{\"a\":\"\\ud83d\\ude00\"}", "{}\r\n{}\r\n", "[{}]\n[{}]", "]\n{}",
        "{}}\n{}", "1 2 3\n4", "{\"items\":[{},7]}",
    ])
    func smallFaultsAreReadTheSame(_ input: String) throws {
        try expectSame(Array(input.utf8), [1, 2, 3])
    }

    @Test func largerMixturesAreReadTheSame() throws {
        let history = try Fixture.named("mixed-history.txt").bytes
        try expectSame(history + history, [13, 1000, 4096])
    }

    @Test func randomMixturesAreReadTheSame() throws {
        var generator = SeededGenerator(seed: 5)
        let tokens = [
            "{", "}", "[", "]", ",", ":", "\"", "\n", "\n", "\n", " ", "\"id\":\"x\"", "\"a\"", "1", "tru", "true",
            "{\"id\":\"x\"}", "\n\(Samples.agents("1"))\n",
            "{\n", "[\n", "\n}", "\n]", "\\", "  ", "\r\n", "-", "\u{FEFF}", "é",
        ]
        for _ in 0..<100 {
            let words = (0..<Int.random(in: 1...14, using: &generator)).map { _ in generator.pick(tokens) }
            try expectSame(Array(words.joined().utf8), [1, 5])
        }
    }

    /// A fault that lies across the end of the reader's first window, with a record behind it.
    ///
    /// A record in the text of a fault is part of it: it must not come out because a window ended before it.
    @Test(arguments: ["garbage", "{\"id\":\"a\" \"b\"}", "\"open", "1,2"])
    func faultsAcrossTheEndOfAWindowAreReadTheSame(_ fault: String) throws {
        let line = Samples.agents("1")
        let fault = "\(fault) \(String(repeating: "x", count: 40)) \(Samples.agents("no record"))"
        for (before, separator, after) in [("", "\n", ""), ("[\n", ",\n", "\n]")] {
            for distance in [20, 60, fault.utf8.count - 10] {
                var text = before
                while text.utf8.count < (256 << 10) - distance - line.utf8.count - 20 { text += line + separator }
                text += String(repeating: " ", count: max((256 << 10) - distance - text.utf8.count, 0))
                text += "\(fault)\n\(line)\(after)\n"
                let answer = try fromFile(Array(text.utf8))
                let isPartOfFault = !answer.records.contains("no record")
                #expect(isPartOfFault, "\(distance) bytes before the end of the window")
                try expectSame(Array(text.utf8), [10_007])
            }
        }
    }
}
