import AdapterTesting
import Testing

/// The accounts of a run: in = out + merged + rejected, and everything else as a test counts it itself.
@Suite struct ReportTests {
    private func report(_ arguments: [String], _ input: some Collection<UInt8>) throws -> (
        report: JSONTree, result: Tool.Result
    ) {
        let folder = try TemporaryFolder()
        let result = try Tool.run(
            ["normalize", "--report", "report", "--rejects", "rejects"] + arguments, input: input, in: folder)
        return (try JSONTree(folder.read("report")), result)
    }

    /// The texts of a member, counted; what is not there counts as such.
    private func count(_ records: [JSONTree], _ path: String) -> [String: Int] {
        records.reduce(into: [:]) { counts, record in
            let value = record.value(at: path)
            counts[value.map { $0.text ?? "(null)" } ?? "(absent)", default: 0] += 1
        }
    }

    @Test func theAccountsAreThoseThatATestKeeps() throws {
        var input: [UInt8] = []
        for fixture in Fixture.all { input += fixture.bytes + [0x0A] }
        let folder = try TemporaryFolder()
        let result = try Tool.run("normalize", "--report", "report", "--rejects", "rejects", input: input, in: folder)
        let report = try JSONTree(folder.read("report"))
        let records = try result.lines.map { try JSONTree($0.utf8) }
        let rejects = try folder.lines("rejects").map { try JSONTree($0.utf8) }
        // Counted from what was written …
        #expect(report.integer("out") == records.count)
        #expect(report.integer("rejected") == rejects.count)
        #expect(report.integer("merged") == 0)
        #expect(report.integer("in") == records.count + rejects.count)
        #expect(report.counts("dialects") == count(records, "provenance.dialect"))
        let shapes = records.compactMap { record in
            record["provenance"].map { "\($0["dialect"]?.text ?? ""):\($0["shape"]?.text ?? "")" }
        }
        #expect(report.counts("shapes") == shapes.reduce(into: [:]) { $0[$1, default: 0] += 1 })
        #expect(report.counts("states") == count(records, "state"))
        #expect(report.counts("types") == count(records, "type"))
        #expect(report.counts("models") == count(records, "model"))
        #expect(report.counts("rejects") == count(rejects, "code"))
        let derived = records.flatMap { $0.value(at: "provenance.derived")?.elements ?? [] }
        #expect(report.counts("derived") == derived.reduce(into: [:]) { $0[$1.text ?? "", default: 0] += 1 })
        #expect(report.counts("losses").isEmpty)
        // … and from what was put in.
        #expect(records.count == Fixture.all.map(\.recordCount).reduce(0, +))
        let refused = Fixture.all.map { fixture in
            switch fixture.expectation {
            case .records: 0
            case .rejects(_, let count), .mixed(_, let count): count
            }
        }
        #expect(rejects.count == refused.reduce(0, +))
    }

    @Test func everyPartOfAMixtureIsCountedOnce() throws {
        var generator = SeededGenerator(seed: 11)
        let good = [Samples.agents("a"), Samples.task("b"), Samples.dreamMachine("c"), Samples.canonical("d")]
        let bad = [
            "broken", "{}", "{\"id\":1,\"id\":2}", "7", "\"\\ud800\"", "{\"id\":\"x\"}", "[[]]", "{\"a\":", "\u{1}",
        ]
        for _ in 0..<20 {
            var lines: [String] = []
            var expected = (good: 0, bad: 0, empty: 0)
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                switch Int.random(in: 0..<10, using: &generator) {
                case 0..<5:
                    lines.append(generator.pick(good))
                    expected.good += 1
                case 5..<7:
                    lines.append(generator.pick(bad))
                    expected.bad += 1
                case 7:
                    lines.append("[\(generator.pick(good)),{},\(generator.pick(good))]")
                    expected.good += 2
                    expected.bad += 1
                case 8:
                    lines.append("{\"items\":[\(Samples.task("e")),null],\"count\":2}")
                    expected.good += 1
                    expected.bad += 1
                default:
                    lines.append("{\"items\":[],\"count\":0}")
                    expected.empty += 1
                }
            }
            let (report, result) = try report([], Array(lines.joined(separator: "\n").utf8))
            #expect(report.integer("out") == expected.good && report.integer("rejected") == expected.bad)
            #expect(report.integer("in") == expected.good + expected.bad)
            #expect(report.integer("empty_envelopes") == expected.empty)
            #expect(result.lines.count == expected.good)
        }
    }

    @Test func aTableGoesToStandardError() throws {
        let (report, result) = try report([], Array("\(Samples.agents("1"))\n\(Samples.task("2"))\nbroken\n".utf8))
        #expect(result.messages.first == "in 3 = out 2 + merged 0 + rejected 1")
        for (name, counts) in [("dialects", ["acedata", "agents"]), ("rejects", ["not_json"])] {
            #expect(Set(report.counts(name).keys) == Set(counts))
            let place = try #require(result.messages.firstIndex(of: name))
            #expect(result.messages[place + 1] == "  1  \(counts[0])")
        }
    }

    @Test func countsAreSortedSoThatReportsCanBeCompared() throws {
        let lines =
            ["1", "2", "3"].map { Samples.task($0) } + [
                Samples.dreamMachine("4"), Samples.agents("5"), Samples.agents("6"),
            ]
        let forward = try report([], Array(lines.joined(separator: "\n").utf8)).report
        let backward = try report([], Array(lines.reversed().joined(separator: "\n").utf8)).report
        #expect(forward.json() == backward.json())
        #expect(forward["dialects"]?.members?.map { $0.key.text } == ["acedata", "agents", "dream-machine"])
    }

    @Test func severalFilesHaveOneReport() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "\(Samples.agents("1"))\nbroken\n")
        try folder.write("b", "\(Samples.task("2"))\n")
        _ = try Tool.run("normalize", "a", "b", "a", "--report", "report", in: folder)
        let report = try JSONTree(folder.read("report"))
        #expect(report.integer("in") == 5 && report.integer("out") == 3 && report.integer("rejected") == 2)
    }

    @Test func manyWordsAreCountedTogether() throws {
        // Words come from the input: their number must not grow with it.
        let lines = (0..<1000).map { Samples.agents("a").replacing("uni-1", with: "model-\($0)") }
        let (report, _) = try report([], Array(lines.joined(separator: "\n").utf8))
        let models = report.counts("models")
        #expect(models.count <= 300)
        #expect(models.values.reduce(0, +) == 1000)
        #expect(models["(others)"] != nil)
    }

    @Test func wordsAreToldAsTheyAreMeant() throws {
        let line = Samples.agents("a").replacing("uni-1", with: "a\\u0022b\\\\c \\u00e9").replacing(
            "completed", with: "\\u0071ueued")
        let (report, _) = try report(
            [], Array("\(line)\n\(Samples.agents("b").replacing("completed", with: "queued"))".utf8))
        #expect(report.counts("states") == ["queued": 2], "the same word in two spellings is one word")
        #expect(report.counts("models")["a\"b\\c é"] == 1)
    }
}
