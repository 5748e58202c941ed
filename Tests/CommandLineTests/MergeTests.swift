import AdapterTesting
import Testing

/// `--merge`: one record of each generation, the one that knows most, where the first one stood.
@Suite struct MergeTests {
    private func agents(_ id: String, _ state: String, model: String = "uni-1") -> String {
        Samples.agents(id).replacing("completed", with: state).replacing("uni-1", with: model)
    }

    private func merged(_ records: [String], _ arguments: String...) throws -> (lines: [String], accounts: String) {
        let result = try Tool.run(["normalize", "--merge"] + arguments, input: records.joined(separator: "\n").utf8)
        #expect(result.status == 0)
        return (try result.lines.map { try JSONTree($0.utf8).without("provenance").description }, result.error)
    }

    @Test func finishedBeatsUnfinishedAndTheOrderIsThatOfTheFirst() throws {
        let (lines, accounts) = try merged([
            agents("1", "queued"), agents("2", "completed"), agents("1", "completed"), agents("2", "processing"),
            agents("3", "processing"), agents("1", "processing"), agents("3", "queued"),
        ])
        #expect(lines == [agents("1", "completed"), agents("2", "completed"), agents("3", "processing")])
        #expect(accounts == "in 7 = out 3 + merged 4 + rejected 0\n")
    }

    @Test func ofEqualsTheLaterOneCounts() throws {
        let (lines, _) = try merged([
            agents("1", "completed", model: "a"), agents("1", "failed", model: "b"),
            agents("2", "processing", model: "a"), agents("2", "paused", model: "b"),
            agents("3", "queued", model: "b"), agents("3", "queued", model: "b"),
        ])
        #expect(
            lines == [
                agents("1", "failed", model: "b"), agents("2", "paused", model: "b"), agents("3", "queued", model: "b"),
            ])
    }

    @Test func dialectsAreToldApart() throws {
        let records = [Samples.agents("1"), Samples.task("1"), Samples.dreamMachine("1")]
        let (lines, accounts) = try merged(records + records)
        #expect(lines.count == 3)
        #expect(accounts == "in 6 = out 3 + merged 3 + rejected 0\n")
    }

    @Test func aKeyIsTheWholeOfIt() throws {
        // Texts that would be the same if parts of the key ran into each other, and spellings of the same text.
        let (lines, _) = try merged([agents("a", "queued"), agents("\\u0061", "completed"), agents("aa", "queued")])
        #expect(lines.count == 2)
    }

    /// An empty id names no generation; with one MiB of memory the records go through files.
    @Test(arguments: ["1", "256"])
    func recordsWithoutAnIDAreNeverJoined(_ memory: String) throws {
        let filler = String(repeating: "x", count: 700)
        let records = (0..<3000).flatMap { number in
            // The later ones of these would count, and some are the same as what comes before.
            [agents("", "queued", model: "\(number / 2)\(filler)"), agents("\(number)", "completed")]
        }
        let (lines, accounts) = try merged(records + [agents("0", "queued")], "--merge-memory", memory)
        #expect(lines == records)
        #expect(accounts == "in 6001 = out 6000 + merged 1 + rejected 0\n")
    }

    @Test func whatIsMergedMayBecomeAnything() throws {
        let records = [Samples.dreamMachine("1"), Samples.dreamMachine("1").replacing("dreaming", with: "completed")]
        let result = try Tool.run(
            "normalize", "--merge", "--to", "dream-machine", input: records.joined(separator: "\n").utf8)
        #expect(result.lines == [records[1]])
    }

    /// With one MiB of memory most of it goes through files, more than once.
    @Test(arguments: ["1", "4", "256"])
    func moreThanMemoryHoldsIsTheSame(_ memory: String) throws {
        var generator = SeededGenerator(seed: 9)
        var expected: [(id: Int, rank: Int, line: String)] = []
        var places: [Int: Int] = [:]
        var input: [String] = []
        let filler = String(repeating: "x", count: 700)
        for number in 0..<12_000 {
            let id = Int.random(in: 0..<6000, using: &generator)
            let state = generator.pick(["queued", "processing", "completed", "failed"])
            let rank = state == "queued" ? 0 : state == "processing" ? 1 : 2
            let line = agents("\(id)", state, model: "\(number)\(filler)")
            input.append(line)
            if let place = places[id] {
                if rank >= expected[place].rank { expected[place] = (id, rank, line) }
            } else {
                places[id] = expected.count
                expected.append((id, rank, line))
            }
        }
        let result = try Tool.run(
            "normalize", "--merge", "--merge-memory", memory, "--bare", input: input.joined(separator: "\n").utf8)
        #expect(result.lines.count == expected.count)
        #expect(result.lines == expected.map(\.line))
        let count = expected.count
        #expect(result.error == "in 12000 = out \(count) + merged \(12_000 - count) + rejected 0\n")
    }

    @Test func nothingIsLeftOfTemporaryFiles() throws {
        let folder = try TemporaryFolder()
        let filler = String(repeating: "x", count: 2000)
        let input = (0..<3000).map { agents("\($0)", "queued", model: filler) }.joined(separator: "\n")
        let result = try Tool.run(
            ["normalize", "--merge", "--merge-memory", "1"], input: input.utf8, environment: ["TMPDIR": folder.path])
        #expect(result.lines.count == 3000)
        #expect(folder.names.isEmpty)
        let nowhere = try Tool.run(
            ["normalize", "--merge", "--merge-memory", "1"], input: input.utf8, environment: ["TMPDIR": "/missing"])
        #expect(nowhere.status == 3)
        #expect(nowhere.error.contains("cannot create a folder in /missing"))
    }

    @Test(arguments: ["0", "much", "-5"])
    func memoryIsANumber(_ memory: String) throws {
        #expect(try Tool.run("normalize", "--merge", "--merge-memory=\(memory)").status == 2)
    }
}
