import AdapterTesting
import Testing

/// `--from`, `--to` and `--bare` of `normalize`.
@Suite struct TargetTests {
    static let mixed = NormalizeTests.mixed.joined(separator: "\n") + "\n"

    @Test func bareRecordsAreThoseOfTheAgentsAPI() throws {
        let result = try Tool.run("normalize", "--bare", input: Self.mixed.utf8)
        #expect(result.ids == ["1", "2", "3", "4", "5", "6"])
        #expect(result.lines[0] == Samples.agents("1") && result.lines[3] == Samples.agents("4"))
        for line in result.lines { #expect(try JSONTree(line.utf8)["provenance"] == nil) }
    }

    @Test(arguments: ["agents", "agents:generation"])
    func theCanonicalFormHasNames(_ name: String) throws {
        let expected = try Tool.run("normalize", input: Self.mixed.utf8).text
        #expect(try Tool.run("normalize", "--to", name, input: Self.mixed.utf8).text == expected)
    }

    @Test(arguments: [
        ("acedata", ["2", "5"]), ("acedata:task", ["2", "5"]), ("dream-machine", ["3"]),
        ("dream-machine:generation", ["3"]),
    ])
    func recordsOfTheDialectComeBackAndOthersAreTranslated(_ target: String, _ own: [String]) throws {
        let lines = try Tool.run("normalize", input: Self.mixed.utf8).output
        for input in [Array(Self.mixed.utf8), lines] {
            let result = try Tool.run("normalize", "--to", target, input: input)
            #expect(result.status == 0)
            #expect(result.lines.count == 6)
            #expect(result.ids == ["1", "2", "3", "4", "5", "6"])
            for line in result.lines {
                let record = try JSONTree(line.utf8)
                #expect(record["provenance"] == nil)
                let isTask = record["response"] != nil
                #expect(isTask == target.hasPrefix("acedata"), "\(line)")
            }
            for id in own {
                let expected = target.hasPrefix("acedata") ? Samples.task(id) : Samples.dreamMachine(id)
                #expect(result.lines.contains(expected))
            }
        }
    }

    @Test func linesOfABatchBecomeSingleRecords() throws {
        let fixture = try Fixture.named("acedata/13_tasks_200_retrieve_batch_completed.json")
        let lines = try Tool.run("normalize", input: fixture.bytes)
        let back = try Tool.run("normalize", "--to", "acedata", input: lines.output)
        let items = try #require(try JSONTree(fixture.bytes)["items"]?.elements)
        #expect(back.lines == items.map { $0.json().text })
    }

    @Test func aNamedDialectIsUsedForWhatItKnows() throws {
        let input = Samples.task("1")
        for source in ["acedata", "acedata:task"] {
            let result = try Tool.run("normalize", "--from", source, input: input.utf8)
            #expect(result.status == 0 && result.ids == ["1"])
            #expect(try JSONTree(result.output).value(at: "provenance.shape")?.text == "task")
        }
    }

    @Test func aNamedShapeIsUsedForWhatCannotBeRecognised() throws {
        let input = "{\"id\":\"1\",\"surprise\":true}"
        let unknown = try Tool.run("normalize", "--strict", input: input.utf8)
        #expect(unknown.status == 1)
        #expect(
            unknown.error.contains("unknown_shape") && unknown.error.contains("--from"), "the message says what helps")
        let named = try Tool.run("normalize", "--from", "acedata:task", "--strict", input: input.utf8)
        #expect(named.status == 0)
        #expect(try JSONTree(named.output).value(at: "provenance.residue.surprise") == .literal(Array("true".utf8)))
    }

    // The record says `completed`; read as if it were of the other dialect it would become `queued`.
    @Test func aRecordOfOneDialectIsNotReadAsAnother() throws {
        let fixture = try Fixture.named("dream-machine/02_video_completed.json")
        let right = try JSONTree(try Tool.run("normalize", input: fixture.bytes).output)
        try #require(right["state"]?.text == "completed")
        let result = try Tool.run("normalize", "--from", "acedata", input: fixture.bytes)
        let state = (try? JSONTree(result.output))?["state"]?.text
        #expect(state == nil || state == "completed", "a completed generation is said to be \(state ?? "")")
    }

    @Test func losingInTranslationIsCounted() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run(
            "normalize", "--to", "dream-machine", "--report", "report", input: Samples.task("1").utf8, in: folder)
        #expect(result.status == 0)
        let losses = try JSONTree(folder.read("report")).counts("losses")
        #expect(losses["dropped _id"] == 1)
        #expect(result.error.contains("losses"))
    }
}
