import AdapterTesting
import Foundation
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

    /// Runs of five kills each; `AGENTS_COMPAT_KILLED_RUNS` says how many.
    private static let seeds: ClosedRange<UInt64> =
        1...max(ProcessInfo.processInfo.environment["AGENTS_COMPAT_KILLED_RUNS"].flatMap { UInt64($0) } ?? 4, 1)

    /// Each kill comes when the output has reached a size that was drawn before, the first one behind a note at the least.
    @Test(arguments: seeds)
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
            let target = generator.pick(0..<expected[0].utf8.count)
            var tool = try Tool(arguments, in: folder)
            while folder.size("out.partial") < target || (kills == 0 && !folder.names.contains("point")), !tool.hasEnded
            {
                usleep(500)
            }
            kill(tool.identifier, SIGKILL)
            if try tool.finish().status != -SIGKILL { break }
            kills += 1
            #expect(!folder.names.contains("out"), "a file has its name only when it is complete")
        }
        #expect(kills > 0)
        if folder.names.contains("point") { resumed += 1 }
        #expect(resumed > 0, "no run went on behind a note")
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

    // MARK: Inputs

    /// Kills a run whose first file is done, which is damaged if that is asked for.
    private func killedRun(in folder: TemporaryFolder, _ arguments: [String], first: [UInt8]) throws {
        try folder.write("first", first)
        try folder.write("second", String(repeating: Self.history, count: 4))
        var tool = try Tool(arguments, in: folder)
        try waitForFirstFile(tool, in: folder)
        kill(tool.identifier, SIGKILL)
        #expect(try tool.finish().status == -SIGKILL)
    }

    /// Waits until the first file is noted as read.
    private func waitForFirstFile(_ tool: borrowing Tool, in folder: TemporaryFolder) throws {
        while (try? folder.text("point").contains("\"file\":1,")) != true {
            let hasEnded = tool.hasEnded
            try #require(!hasEnded, "the run was over before its first note")
            usleep(1000)
        }
    }

    private static let two = [
        "normalize", "--checkpoint", "point", "--threads", "1", "-o", "out", "--progress", "never", "first", "second",
    ]

    @Test func aDamagedInputIsRememberedByTheRunThatGoesOn() throws {
        let folder = try TemporaryFolder()
        let damaged = try Tool.run(shell: "gzip -c", input: Array(Self.history.utf8)).output.dropLast(1000)
        try killedRun(in: folder, Self.two, first: Array(damaged))
        let result = try Tool.run(Self.two, in: folder)
        #expect(result.status == 1, "an input was not read to its end: \(result.error)")
        #expect(folder.names == ["first", "out", "second"])
    }

    /// Another size, another time of change, another file beside it: each is another input.
    @Test(arguments: ["echo >> first", "touch -d 2001-01-01 first", "echo >> second", "rm first; echo 1 > first"])
    func aChangedInputIsRefused(_ change: String) throws {
        let folder = try TemporaryFolder()
        try killedRun(in: folder, Self.two, first: Array(Self.history.utf8))
        // Of what is not begun yet, nothing was read.
        let isBegun = try !folder.text("point").contains("\"file\":1,\"offset\":0,") || !change.contains("second")
        let (point, partial) = (try folder.read("point"), try folder.read("out.partial"))
        #expect(try Tool.run(shell: change, in: folder).status == 0)
        let result = try Tool.run(Self.two, in: folder)
        #expect(result.status == (isBegun ? 3 : 0))
        guard isBegun else { return }
        #expect(
            result.error
                == "agents-compat: the files that the run of point has read are not the same any more; remove it to begin anew\n"
        )
        #expect(try folder.read("point") == point && folder.read("out.partial") == partial)
    }

    @Test func aFolderWithAnotherFileIsAnotherInput() throws {
        let folder = try TemporaryFolder()
        let arguments = ["normalize", "--checkpoint", "point", "--threads", "1", "-o", "out", "logs"]
        #expect(try Tool.run(shell: "mkdir logs", in: folder).status == 0)
        try folder.write("logs/b.json", Samples.agents("1") + "\n")
        try folder.write("logs/c.json", String(repeating: Self.history, count: 4))
        var tool = try Tool(arguments, in: folder)
        try waitForFirstFile(tool, in: folder)
        kill(tool.identifier, SIGKILL)
        _ = try tool.finish()
        try folder.write("logs/a.json", Samples.agents("0"))
        #expect(try Tool.run(arguments, in: folder).status == 3)
        try folder.remove("logs/a.json")
        #expect(try Tool.run(arguments, in: folder).status == 0)
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
            "{\"version\":2,\"task\":\"\(task("in", to: "out", "rejects"))\",\"file\":0,\"offset\":\(before.utf8.count),"
                + "\"lines\":\(done),\"out\":\(out.count),\"rejects\":\(rejects.utf8.count),"
                + "\"inputs\":\"\(try folder.fingerprint(of: done == 0 ? [] : ["in"]))\","
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
            "{\"version\":2,\"task\":\"\(task("in", to: "out", "rejects"))\",\"file\":1,\"offset\":0,\"lines\":0,"
            + "\"inputs\":\"\(try folder.fingerprint(of: ["in"]))\",\"out\":\(out.count),\"rejects\":\(rejects.count),\"report\":{\"out\":1,\"rejected\":1}}"
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
            "{\"version\":2,\"task\":\"other\",\"file\":0,\"offset\":0,\"lines\":0,\"out\":0,\"rejects\":0}", "{}", "x",
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
            "{\"version\":2,\"task\":\"\(text)\",\"inputs\":\"\(try folder.fingerprint(of: []))\",\"file\":0,\"offset\":0,\"lines\":0,\"out\":100,\"rejects\":0}"
        )
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

extension TemporaryFolder {
    /// Bytes of a file; none if it is not there.
    fileprivate func size(_ name: String) -> Int {
        var status = stat()
        return stat("\(path)/\(name)", &status) == 0 ? Int(status.st_size) : 0
    }

    /// What a checkpoint says of files: FNV-1a over the name, a zero, and size, seconds and nanoseconds of each.
    fileprivate func fingerprint(of files: [String]) throws -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for name in files {
            var status = stat()
            try #require(stat("\(path)/\(name)", &status) == 0)
            #if canImport(Darwin)
                let time = status.st_mtimespec
            #else
                let time = status.st_mtim
            #endif
            var bytes = Array(name.utf8) + [0]
            for number in [Int(status.st_size), time.tv_sec, time.tv_nsec] {
                withUnsafeBytes(of: Int64(number).littleEndian) { bytes += $0 }
            }
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
