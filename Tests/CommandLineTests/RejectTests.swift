import AdapterTesting
import Foundation
import Testing

/// What is refused: where it goes, and what is said of it.
@Suite struct RejectTests {
    /// The members of the lines of a reject file.
    private func rejects(_ input: [UInt8], _ arguments: String...) throws -> [JSONTree] {
        let folder = try TemporaryFolder()
        try folder.write("in", input)
        _ = try Tool.run(["normalize", "in", "--rejects", "rejects"] + arguments, in: folder)
        return try folder.lines("rejects").map { try JSONTree($0.utf8) }
    }

    @Test func aLineSaysWhereAndWhyAndWhat() throws {
        let folder = try TemporaryFolder()
        try folder.write("in", "\(Samples.agents("1"))\nbroken\n")
        let result = try Tool.run("normalize", "in", "--rejects", "rejects", in: folder)
        #expect(result.status == 0)
        #expect(result.ids == ["1"])
        #expect(
            result.error == "in 2 = out 1 + merged 0 + rejected 1\n", "what goes to the file is not told one by one")
        let start = Samples.agents("1").utf8.count + 1
        #expect(
            try folder.text("rejects")
                == "{\"file\":\"in\",\"line\":2,\"byte\":\(start),\"code\":\"not_json\",\"reason\":\"expected a value\",\"start\":\(start),"
                + "\"length\":6,\"input\":\"broken\"}\n")
    }

    static let faults: [(input: String, line: Int, byte: Int, code: String)] = [
        ("broken", 1, 0, "not_json"), ("\n\n  broken", 3, 4, "not_json"),
        ("{\"id\":1,\"id\":2}", 1, 8, "duplicate_key"),
        ("{\"id\":\"\\ud800\"}", 1, 7, "lone_surrogate"), ("{\"id\":\"a\"} x", 1, 11, "not_json"),
        ("7", 1, 0, "not_a_generation"),
        ("{}", 1, 0, "not_a_generation"), ("{\"id\":\"a\"}", 1, 0, "unknown_shape"), ("[1]", 1, 1, "not_a_generation"),
        ("[\n1,\n{\"id\":}]", 2, 2, "not_a_generation"), ("{\"id\":\n1 2}", 1, 9, "not_json"), ("[", 1, 1, "not_json"),
        (String(repeating: "[", count: 200), 1, 129, "too_deep"),
        ("{\"id\":\(String(repeating: "[", count: 200))", 1, 133, "too_deep"),
    ]

    @Test(arguments: faults.indices)
    func theFirstFaultIsFoundWhereItIs(_ index: Int) throws {
        let fault = Self.faults[index]
        let all = try rejects(Array(fault.input.utf8))
        let first = try #require(all.first)
        #expect(first["code"]?.text == fault.code)
        #expect(first.integer("line") == fault.line)
        #expect(first.integer("byte") == fault.byte)
    }

    @Test func placesAreCountedFromTheStartOfTheFile() throws {
        // Far behind the first window of the reader.
        let head = "\(Samples.task("1"))\n"
        let count = (1 << 20) / head.utf8.count
        let all = try rejects(Array(String(repeating: head, count: count).utf8) + Array("{\"id\": x}\n".utf8))
        #expect(all.count == 1)
        #expect(all.first?.integer("line") == count + 1)
        #expect(all.first?.integer("start") == count * head.utf8.count)
        #expect(all.first?.integer("byte") == count * head.utf8.count + 7)
    }

    /// The bytes that a line names are the bytes that it holds.
    @Test(arguments: [
        "broken", "broken\n", "{\"id\":\"x\"}", "{\"id\":\"x\"}\n", "{\"id\":\"x\"}\r\n", "7\n8\n", "[1,2,\n3]\n",
        "{\n\"id\": 1 2\n}\n", "{\n\"id\":", "[{},{]",
        "\"\u{1}\"\n", "\t{}\t\n", "[\n{}\n,\n{}\n]", "{\"a\":\"é\"}\nx",
    ])
    func theTextIsThatOfTheInput(_ input: String) throws {
        let bytes = Array(input.utf8)
        let all = try rejects(bytes)
        #expect(!all.isEmpty)
        for reject in all {
            let start = try #require(reject.integer("start"))
            let end = start + (try #require(reject.integer("length")))
            try #require(end <= bytes.count, "byte \(end) is behind the end of the input")
            #expect(reject["input"]?.text == Array(bytes[start..<end]).text)
            #expect(reject["input"]?.text?.hasSuffix("\n") == false, "the newline is no part of what is refused")
            #expect(reject.integer("line") == bytes[..<start].count { $0 == 0x0A } + 1)
            #expect((start...end).contains(try #require(reject.integer("byte"))))
        }
    }

    @Test(arguments: [
        [0xFF], [0x80, 0x81, 0x82], Array("{\"a\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8),
        Array("Zürich".unicodeScalars.map { UInt8($0.value) }),
    ])
    func whatIsNoTextIsKeptInBase64(_ bytes: [UInt8]) throws {
        let all = try rejects(bytes + [0x0A])
        #expect(all.count == 1)
        let encoded = try #require(all[0]["input_base64"]?.text)
        #expect(Data(base64Encoded: encoded).map { Array($0) } == bytes)
        #expect(all[0]["input"] == nil)
    }

    @Test func codesTellTextFromGrammar() throws {
        #expect(try rejects(Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)).first?["code"]?.text == "not_utf8")
        #expect(try rejects([0xFF]).first?["code"]?.text == "not_json")
    }

    // MARK: Items

    @Test func anItemOfABatchIsRefusedByItself() throws {
        let folder = try TemporaryFolder()
        let batch = "{\"items\":[\(Samples.task("1")),7,\(Samples.task("3")),{\"id\":null}],\"count\":4}"
        let result = try Tool.run("normalize", "--rejects", "rejects", input: batch.utf8, in: folder)
        #expect(result.ids == ["1", "3"])
        #expect(result.error == "in 4 = out 2 + merged 0 + rejected 2\n")
        let all = try folder.lines("rejects").map { try JSONTree($0.utf8) }
        #expect(all.map { $0.integer("item") } == [1, 3])
        #expect(all.map { $0["input"]?.text } == ["7", "{\"id\":null}"], "what is refused is kept")
        #expect(all.first?.integer("byte") == 11 + Samples.task("1").utf8.count)
    }

    @Test func faultsOfCanonicalLinesAreFoundInTheInput() throws {
        let line = try JSONTree(Samples.canonical("2").utf8)
        let wrong = try [
            line.with("state", .number("7")),
            line.with("provenance", #require(line["provenance"]).with("residue", .array([]))),
            line.with("output", .text("x")),
        ]
        let head = Array((String(repeating: Samples.agents("1") + "\n", count: 50)).utf8)
        for record in wrong {
            for layout in JSONTree.Layout.allCases {
                let all = try rejects(head + record.json(layout))
                #expect(all.count == 1)
                let reject = try #require(all.first)
                #expect(reject["path"]?.text?.isEmpty == false)
                let byte = try #require(reject.integer("byte"))
                #expect(
                    (head.count..<head.count + record.json(layout).count).contains(byte),
                    "byte \(byte) is not in the record")
            }
        }
    }

    // MARK: Without a file

    @Test func withoutAFileTheyAreToldOneByOne() throws {
        let result = try Tool.run("normalize", input: "\(Samples.agents("1"))\nbroken\n{}\n".utf8)
        #expect(result.status == 0)
        let start = Samples.agents("1").utf8.count + 1
        #expect(
            result.messages == [
                "standard input, line 2, byte \(start): not_json: expected a value",
                "standard input, line 3, byte \(start + 7): not_a_generation: has no id, so it is no generation",
                "in 3 = out 1 + merged 0 + rejected 2",
            ])
    }

    @Test func aFloodOfThemIsNotTold() throws {
        for count in [10, 11, 1000] {
            let result = try Tool.run("normalize", input: String(repeating: "broken\n", count: count).utf8)
            #expect(result.status == 0)
            #expect(result.messages.count == min(count, 10) + (count > 10 ? 1 : 0) + 1)
            #expect(result.error.contains("--rejects FILE") == (count > 10))
            #expect(result.messages.last == "in \(count) = out 0 + merged 0 + rejected \(count)")
        }
    }

    @Test func strictFailsOnThem() throws {
        let good = "\(Samples.agents("1"))\n"
        #expect(try Tool.run("normalize", "--strict", input: good.utf8).status == 0)
        let result = try Tool.run("normalize", "--strict", input: "\(good)broken\n\(good)".utf8)
        #expect(result.status == 1)
        #expect(result.ids == ["1", "1"], "the records are written all the same")
    }
}
