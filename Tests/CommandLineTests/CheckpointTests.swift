import AdapterTesting
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `--checkpoint`: a run that is killed is gone on with, and no line is lost or doubled.
@Suite struct CheckpointTests {
    private static let history: String = {
        var generator = SeededGenerator(seed: 21)
        return (0..<30_000).map { number in
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: "broken \(number)\n"
            case 1: "{\n\(Samples.agents("\(number)").dropFirst())\n"
            case 2: "[\(Samples.agents("\(number)")),\n\(Samples.task("\(number)"))]\n"
            default: Samples.task("\(number)") + "\n"
            }
        }
        .joined()
    }()

    private static let outputs = ["-o", "out", "--rejects", "rejects", "--report", "report"]

    /// The files that a run writes; the accounts without what depends on the time of the run.
    private func files(in folder: TemporaryFolder) throws -> [String] {
        try ["out", "rejects", "report"].map { try folder.text($0) }
    }

    @Test(arguments: [1, 2, 3, 4])
    func aKilledRunIsGoneOnWith(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        try folder.write("a", Self.history)
        try folder.write("b", try Tool.run(shell: "gzip -c", input: Array(Self.history.utf8)).output)
        try folder.write("c", "{\"id\":\n")
        let inputs = ["a", "b", "c", "a"]
        let whole = try Tool.run(["normalize"] + Self.outputs + inputs, in: folder)
        let expected = try files(in: folder)
        for name in ["out", "rejects", "report"] { try folder.remove(name) }
        let threads = "\(generator.pick([1, 4]))"
        let arguments = ["normalize", "--checkpoint", "point", "--threads", threads] + Self.outputs + inputs
        var kills = 0
        var resumed = 0
        while kills < 5 {
            if folder.names.contains("point") { resumed += 1 }
            var tool = try Tool(arguments, in: folder)
            usleep(UInt32(generator.pick(50_000...1_500_000)))
            kill(tool.identifier, SIGKILL)
            if try tool.finish().status != -SIGKILL { break }
            kills += 1
            #expect(!folder.names.contains("out"), "a file has its name only when it is complete")
        }
        let last = folder.names.contains("out") ? nil : try Tool.run(arguments, in: folder)
        if let last { #expect(last.status == whole.status && last.error == whole.error) }
        let found = try files(in: folder)
        for (one, other) in zip(expected, found) where one != other {
            let place = zip(one.utf8, other.utf8).prefix { $0 == $1 }.count
            Issue.record(
                "\(kills) kills, \(resumed) resumed: from byte \(place) on, of \(one.utf8.count) and \(other.utf8.count)"
            )
        }
        #expect(folder.names == ["a", "b", "c", "out", "rejects", "report"], "nothing else is left")
    }

    /// What was written behind the last checkpoint is written anew, and what stands before it is not read again.
    @Test(arguments: [0, 1, 500, 9999, 10_000], [false, true])
    func aRunGoesOnBetweenAnyTwoLines(_ done: Int, _ isCompressed: Bool) throws {
        let folder = try TemporaryFolder()
        let lines = (0..<10_000).map { $0 % 7 == 0 ? "broken" : Samples.task("\($0)") }
        let before = lines.prefix(done).map { $0 + "\n" }.joined()
        let all = lines.map { $0 + "\n" }.joined()
        try folder.write(
            "in", isCompressed ? Tool.run(shell: "gzip -c", input: Array(all.utf8)).output : Array(all.utf8))
        try folder.write("before", before)
        let outputs = ["-o", "out", "--rejects", "rejects"]
        _ = try Tool.run(["normalize", "before"] + outputs, in: folder)
        let (out, rejects) = (try folder.read("out"), try folder.text("rejects").replacing("before", with: "in"))
        let good = out.count { $0 == 0x0A }
        let whole = try Tool.run(["normalize", "in"] + outputs, in: folder)
        let expected = (try folder.text("out"), try folder.text("rejects"))
        try folder.write("out.partial", out + Array("half a li".utf8))
        try folder.write("rejects.partial", rejects + "{}")
        try folder.write(
            "point",
            "{\"version\":1,\"task\":\"\(task("in", to: "out", "rejects"))\",\"file\":0,\"offset\":\(before.utf8.count),"
                + "\"lines\":\(done),\"out\":\(out.count),\"rejects\":\(rejects.utf8.count),"
                + "\"report\":{\"out\":\(good),\"rejected\":\(done - good)}}")
        let result = try Tool.run(["normalize", "in", "--checkpoint", "point"] + outputs, in: folder)
        #expect(result.error == whole.error)
        #expect(try folder.text("out") == expected.0)
        #expect(try folder.text("rejects") == expected.1)
        #expect(folder.names == ["before", "in", "out", "rejects"])
    }

    /// Killed between the last checkpoint and the end: the files may have their names already.
    @Test func aRunThatWasOverIsFinished() throws {
        let folder = try TemporaryFolder()
        try folder.write("in", "\(Samples.agents("1"))\nbroken\n")
        let arguments = ["normalize", "in", "--checkpoint", "point", "-o", "out", "--rejects", "rejects"]
        _ = try Tool.run(arguments, in: folder)
        let (out, rejects) = (try folder.read("out"), try folder.read("rejects"))
        let point =
            "{\"version\":1,\"task\":\"\(task("in", to: "out", "rejects"))\",\"file\":1,\"offset\":0,\"lines\":0,"
            + "\"out\":\(out.count),\"rejects\":\(rejects.count),\"report\":{\"out\":1,\"rejected\":1}}"
        for names in [["out", "rejects"], ["out.partial", "rejects"], ["out.partial", "rejects.partial"]] {
            for name in folder.names where name != "in" { try folder.remove(name) }
            try folder.write(names[0], out)
            try folder.write(names[1], rejects)
            try folder.write("point", point)
            let result = try Tool.run(arguments, in: folder)
            #expect(result.error == "in 2 = out 1 + merged 0 + rejected 1\n")
            #expect(folder.names == ["in", "out", "rejects"])
            #expect(try folder.read("out") == out)
        }
    }

    private func task(_ input: String, to output: String, _ rejects: String) -> String {
        [
            "from=auto", "to=agents", "bare=", "body=body", "since=", "output=\(output)", "rejects=\(rejects)",
            "report=", input,
        ].joined(separator: "\\n")
    }

    @Test func aCheckpointOfAnotherRunIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write("in", Samples.agents("1"))
        let arguments = ["normalize", "in", "--checkpoint", "point", "-o", "out"]
        for text in [
            "{\"version\":1,\"task\":\"other\",\"file\":0,\"offset\":0,\"lines\":0,\"out\":0,\"rejects\":0}", "{}", "x",
        ] {
            try folder.write("point", text)
            let result = try Tool.run(arguments, in: folder)
            #expect(result.status == 3)
            #expect(result.messages.count == 1 && result.error.contains("point is "))
            #expect(folder.names == ["in", "point"])
        }
    }

    @Test func whatWasWrittenMustBeThere() throws {
        let folder = try TemporaryFolder()
        try folder.write("in", Samples.agents("1"))
        let text = task("in", to: "out", "").replacing("rejects=", with: "rejects=")
        try folder.write(
            "point",
            "{\"version\":1,\"task\":\"\(text)\",\"file\":0,\"offset\":0,\"lines\":0,\"out\":100,\"rejects\":0}")
        let result = try Tool.run("normalize", "in", "--checkpoint", "point", "-o", "out", in: folder)
        #expect(result.status == 3)
        #expect(result.error.contains("cannot go on with") && result.error.contains("out.partial"))
    }

    @Test(arguments: [
        ["--merge", "-o", "out", "in"], ["in"], ["-o", "out"], ["-o", "/dev/null", "in"], ["-o", "out", "-"],
        ["-o", "point", "in"],
    ])
    func whatCannotBeGoneOnWithIsRefused(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write("in", Samples.agents("1"))
        let result = try Tool.run(["normalize", "--checkpoint", "point"] + arguments, in: folder)
        #expect(result.status == 2)
        #expect(folder.names == ["in"])
    }
}
