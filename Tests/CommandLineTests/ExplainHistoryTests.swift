import AdapterTesting
import Testing

/// `agents-compat explain --history`.
@Suite struct ExplainHistoryTests {
    private static func record(_ id: Int, _ request: String) -> String {
        #"{"id":"g\#(id)","state":"completed","assets":null,"request":\#(request)}"# + "\n"
    }

    @Test func severalFilesAreCountedTogether() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.ndjson", Self.record(1, #"{"prompt":"a tiger","model":"ray-3.2"}"#) + "broken\n")
        try folder.write("b.ndjson", "\n" + Self.record(2, #"{"prompt":"a tiger","model":"ray-2"}"#))
        let result = try Tool.run(
            ["explain", "--history", "a.ndjson", "b.ndjson", "-", "--report", "out.json"],
            input: (Samples.task("t") + "\n" + Samples.agents("x")).utf8, in: folder)
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(result.lines.first == "3 requests in 4 records")
        #expect(result.text.contains("Parts of the input that are no record: 1 (not_json 1)\n"))
        #expect(result.text.contains("b.ndjson:2 model"))
        let report = try JSONTree(folder.text("out.json").utf8)
        #expect(report.integer("requests") == 3 && report.integer("records") == 4)
        #expect(report.counts("without_request") == ["agents": 1])
        #expect(report.value(at: "policies.balanced.price.amount").map { "\($0)" } == "0.90")
        #expect(report.value(at: "policies.strict.refused").map { "\($0)" } == "1")
        let rule = try #require(report["rules"]?.elements?.first)
        #expect(rule["rule"]?.text == "dream_machine.model")
        #expect(rule.value(at: "example.file")?.text == "b.ndjson")
    }

    @Test func foldersPatternsAndCompressedFilesAreReadLikeOthers() throws {
        let folder = try TemporaryFolder()
        let text = Self.record(1, #"{"prompt":"a tiger","model":"ray-2"}"#)
        let gzip = try Tool.run(shell: "gzip -c", input: Array(text.utf8)).output
        try folder.write("a.ndjson.gz", gzip)
        try folder.write("b.json", text)
        try folder.write("c.txt", text)
        for operands in [["."], ["[ab].*"], ["a.ndjson.gz", "-"]] {
            let result = try Tool.run(["explain", "--history"] + operands, input: text.utf8, in: folder)
            #expect(result.status == 0 && result.lines.first == "2 requests in 2 records")
        }
        try folder.write("a.ndjson.gz", gzip.dropLast(4) + [])
        let damaged = try Tool.run("explain", "--history", ".", in: folder)
        #expect(damaged.status == 1 && damaged.lines.first == "2 requests in 2 records")
        #expect(damaged.error.contains("a.ndjson.gz, byte"))
        #expect(try Tool.run("explain", "--history", "*.none", in: folder).status == 3)
    }

    /// A log of callbacks is read like that by `normalize`.
    @Test(arguments: [([], "body"), (["--body", "message"], "message"), (["--body", "log.data"], "log.data")])
    func theLinesOfLogsAreRead(_ options: [String], _ place: String) throws {
        let record = Self.record(1, #"{"prompt":"a tiger","model":"ray-2"}"#).dropLast()
        let members = place.split(separator: ".").reversed().reduce("\(record)") { "{\"time\":\"t\",\"\($1)\":\($0)}" }
        let result = try Tool.run(["explain", "--history"] + options, input: "x\n\(members)\n".utf8)
        #expect(result.status == 0 && result.lines.first == "1 request in 1 record")
        #expect(result.text.contains("  line 2 model  "))
    }

    @Test func thePolicyOfTheOptionComesFirst() throws {
        let input = Self.record(1, #"{"prompt":"a tiger","model":"ray-2","resolution":"4k"}"#)
        let result = try Tool.run("explain", "--history", "--policy", "lenient", input: input.utf8)
        #expect(result.text.contains("price with lenient"))
        #expect(result.text.contains("  dream-machine video         1  0 / 1 / 0"))
        let set = try Tool.run(
            "explain", "--history", "--set", "dream_machine.resolution.4k=apply", input: input.utf8)
        #expect(set.text.contains("  dream-machine video         1  0 / 1 / 0"))
    }

    @Test func anEmptyHistoryHasNothingToTranslate() throws {
        let result = try Tool.run("explain", "--history")
        #expect(result.status == 0)
        #expect(result.text == "0 requests in 0 records\nThere is no request to translate.\n")
    }

    /// However long a history is, what is remembered is not.
    @Test func aLongHistoryIsRead() throws {
        let lines = (0..<20_000).map { Self.record($0, #"{"prompt":"a tiger","model":"ray-2","key\#($0)":1}"#) }
        let result = try Tool.run("explain", "--history", "--json", input: lines.joined().utf8)
        let report = try JSONTree(result.output)
        #expect(report.integer("requests") == 20_000)
        #expect(report.value(at: "policies.balanced.price.amount").map { "\($0)" } == "6000.00")
        #expect(result.output.count < 4000)
    }
}
