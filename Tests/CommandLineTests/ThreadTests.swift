import AdapterTesting
import Testing

/// Threads change nothing but the time that it takes.
@Suite struct ThreadTests {
    /// Everything that a run writes.
    private func outcome(_ input: [UInt8], threads: Int) throws -> [String] {
        let folder = try TemporaryFolder()
        try folder.write("in", input)
        let result = try Tool.run(
            "normalize", "--threads", "\(threads)", "--rejects", "rejects", "--report", "report", "in", in: folder)
        #expect(result.status == 0)
        return [result.text, try folder.text("rejects"), try folder.text("report"), result.error]
    }

    private static let history: [UInt8] = {
        var generator = SeededGenerator(seed: 3)
        var lines: [String] = []
        var size = 0
        while size < 3 << 20 {
            switch Int.random(in: 0..<40, using: &generator) {
            case 0: lines.append("broken")
            case 1: lines.append("{\n\(Samples.agents("p").dropFirst())")
            case 2: lines.append("[\(Samples.agents("q")),\n\(Samples.task("r"))]")
            case 3: lines.append("{\"items\":[\(Samples.task("s")),7],\"count\":2}")
            case 4: lines.append("{\"id\":")
            case 5: lines.append(Samples.agents("m").replacing("uni-1", with: "model-\(lines.count)"))
            case 6..<20: lines.append(Samples.task("\(lines.count)"))
            default: lines.append(Samples.dreamMachine("\(lines.count)"))
            }
            size += lines.last?.utf8.count ?? 0
        }
        return Array(lines.joined(separator: "\n").utf8)
    }()

    @Test(arguments: [2, 3, 8])
    func everythingIsTheSame(_ threads: Int) throws {
        let alone = try outcome(Self.history, threads: 1)
        let together = try outcome(Self.history, threads: threads)
        for (one, other) in zip(alone, together) where one != other {
            let place = zip(one.utf8, other.utf8).prefix { $0 == $1 }.count
            Issue.record(
                "\(threads) threads: \(String(decoding: other.utf8.dropFirst(place - 100).prefix(200), as: UTF8.self))")
        }
    }

    @Test func anArrayOfManyBlocksIsTheSame() throws {
        let array = "[\n" + (0..<8000).map { Samples.task("\($0)") }.joined(separator: ",\n") + "\n]\n"
        #expect(try outcome(Array(array.utf8), threads: 4) == outcome(Array(array.utf8), threads: 1))
    }

    @Test func filesAreReadInTheirOrder() throws {
        let folder = try TemporaryFolder()
        var ids: [String] = []
        for number in 0..<20 {
            let own = (0..<1500).map { "\(number)-\($0)" }
            ids += own
            try folder.write("\(number)", own.map { Samples.agents($0) }.joined(separator: "\n"))
        }
        let names = (0..<20).map { "\($0)" }
        let result = try Tool.run(["normalize", "--threads", "4"] + names, in: folder)
        #expect(result.ids == ids)
    }

    @Test(arguments: ["0", "-1", "65", "many", "1.5"])
    func aNumberThatIsNoneIsRefused(_ number: String) throws {
        let result = try Tool.run("normalize", "--threads=\(number)")
        #expect(result.status == 2)
        #expect(result.error == "agents-compat: --threads must be a number from 1 to 64, not '\(number)'\n")
    }

    @Test func whatCannotBeWrittenEndsTheRun() throws {
        let folder = try TemporaryFolder()
        try folder.write("in", Self.history)
        let result = try Tool.run(
            "normalize", "--threads", "4", "--rejects", "rejects", "in", "-o", "/dev/full", in: folder)
        #expect(result.status == 3)
        #expect(result.error == "agents-compat: cannot write /dev/full: No space left on device\n")
    }

    @Test func aSlowPipeIsFollowedByAllOfThem() throws {
        var tool = try Tool(["normalize", "--threads", "8"])
        for number in 1...50 {
            try tool.send(Array((Samples.agents("\(number)") + "\n").utf8))
            #expect(try tool.readLine() == Samples.canonical("\(number)"))
        }
        #expect(try tool.finish().status == 0)
    }
}
