import AdapterTesting
import Foundation
import Testing

/// Files that the tool writes: complete or not at all, and standard output for data alone.
@Suite struct OutputFileTests {
    static let good = "\(Samples.agents("1"))\n\(Samples.task("2"))\n"

    @Test func theFileHoldsWhatStandardOutputWould() throws {
        let folder = try TemporaryFolder()
        let expected = try Tool.run("normalize", input: Self.good.utf8)
        let result = try Tool.run("normalize", "-o", "out.ndjson", input: Self.good.utf8, in: folder)
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
        #expect(result.error == expected.error)
        #expect(try folder.read("out.ndjson") == expected.output)
        #expect(folder.names == ["out.ndjson"])
    }

    @Test func aDashIsStandardOutput() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run("normalize", "-o", "-", input: Self.good.utf8, in: folder)
        #expect(result.lines.count == 2)
        #expect(folder.names.isEmpty)
    }

    @Test func anOlderFileIsReplaced() throws {
        let folder = try TemporaryFolder()
        try folder.write("out", String(repeating: "old\n", count: 1000))
        _ = try Tool.run("normalize", "-o", "out", input: Self.good.utf8, in: folder)
        #expect(try folder.lines("out").count == 2)
        #expect(folder.names == ["out"])
    }

    @Test func theInputMayBeTheOutput() throws {
        let folder = try TemporaryFolder()
        try folder.write("history", Self.good)
        let result = try Tool.run("normalize", "history", "-o", "history", in: folder)
        #expect(result.status == 0)
        #expect(try folder.text("history") == Tool.run("normalize", input: Self.good.utf8).text)
    }

    @Test func nothingAtAllGivesAnEmptyFile() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run("normalize", "-o", "out", "--rejects", "rejects", in: folder)
        #expect(result.status == 0)
        #expect(folder.names == ["out", "rejects"])
        #expect(try folder.read("out").isEmpty && folder.read("rejects").isEmpty)
    }

    // MARK: Runs that fail

    @Test(arguments: [
        ["normalize", "missing"], ["normalize", "good", "missing"], ["normalize", "."], ["normalize", "good", "."],
        ["normalize", "good", "--rejects", "missing/rejects"], ["normalize", "good", "--to", "nonsense"],
    ])
    func aRunThatFailsLeavesTheOlderFileAsItWas(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write("good", Self.good)
        try folder.write("out", "old")
        let result = try Tool.run(arguments + ["-o", "out"], in: folder)
        #expect(result.status == 3 || result.status == 2)
        #expect(result.messages.count == 1)
        #expect(try folder.text("out") == "old")
        #expect(folder.names == ["good", "out"])
    }

    @Test func aStrictRunWithRejectsKeepsItsOutput() throws {
        // The records are right; the exit code says that there was more.
        let folder = try TemporaryFolder()
        let result = try Tool.run("normalize", "--strict", "-o", "out", input: "\(Self.good)broken\n".utf8, in: folder)
        #expect(result.status == 1)
        #expect(folder.names == ["out"])
        #expect(try folder.lines("out").count == 2)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aRunThatIsInterruptedLeavesNothing(_ signal: Int32) throws {
        let folder = try TemporaryFolder()
        try folder.write("out", "old")
        var tool = try Tool(["normalize", "-o", "out", "--rejects", "rejects"], in: folder)
        try tool.sendPiece(Array(Self.good.utf8))
        kill(tool.identifier, signal)
        let result = try tool.finish()
        #expect(result.status == -signal || result.status == 128 + signal)
        #expect(try folder.text("out") == "old")
        #expect(folder.names == ["out"], "an interrupted run leaves nothing behind")
    }

    @Test func theNameDoesNotAppearBeforeTheEnd() throws {
        let folder = try TemporaryFolder()
        var tool = try Tool(["normalize", "-o", "out"], in: folder)
        try tool.sendPiece(Array(Self.good.utf8))
        #expect(!folder.names.contains("out"))
        #expect(try tool.finish().status == 0)
        #expect(folder.names == ["out"])
    }

    // MARK: Files that cannot be written

    @Test(arguments: ["-o", "--rejects", "--report"])
    func aFileThatCannotBeCreatedIsNamed(_ option: String) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run("normalize", option, "missing/file", input: Self.good.utf8, in: folder)
        #expect(result.status == 3)
        #expect(result.messages.last == "agents-compat: cannot create missing/file: No such file or directory")
        #expect(folder.names.isEmpty)
    }

    @Test func aReportThatCannotBeCreatedIsToldBeforeTheWork() throws {
        let folder = try TemporaryFolder()
        try folder.write("out", "old")
        let result = try Tool.run(
            "normalize", "-o", "out", "--report", "missing/report", input: Self.good.utf8, in: folder)
        #expect(result.status == 3)
        #expect(try folder.text("out") == "old", "a long run must not end with its report lost")
    }

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: ["-o", "--rejects", "--report"])
    func aFullDiskIsTold(_ option: String) throws {
        let result = try Tool.run("normalize", option, "/dev/full", input: "\(Self.good)broken\n".utf8)
        #expect(result.status == 3)
        #expect(result.messages.last == "agents-compat: cannot write /dev/full: No space left on device")
    }

    @Test func aFolderIsNoFile() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run("normalize", "-o", ".", input: Self.good.utf8, in: folder)
        #expect(result.status == 3)
        #expect(result.messages == ["agents-compat: cannot create .: Is a directory"])
    }

    @Test func anEmptyNameIsNoFile() throws {
        for arguments in [
            ["normalize", "--output="], ["normalize", "-o", ""], ["normalize", ""], ["normalize", "--report="],
        ] {
            let result = try Tool.run(arguments, input: Self.good.utf8)
            #expect(result.status == 2, "\(arguments): \(result.error)")
            #expect(result.messages.count == 1)
        }
    }

    // MARK: One file for two things

    @Test(arguments: [
        ["-o", "same", "--rejects", "same"], ["-o", "same", "--report", "same"],
        ["--rejects", "same", "--report", "same"],
        ["-o", "same", "--report", "./same"], ["--report", "-"], ["--rejects", "-"],
    ])
    func oneFileIsNotWrittenTwice(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run(["normalize"] + options, input: "\(Self.good)broken\n".utf8, in: folder)
        #expect(result.status == 2, "\(options) would mix two things in one file")
        #expect(folder.names.isEmpty)
        #expect(result.output.isEmpty)
    }

    // MARK: Links and rights

    @Test func aLinkStaysALink() throws {
        let folder = try TemporaryFolder()
        try folder.write("target", "old")
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "link").path, withDestinationPath: "target")
        _ = try Tool.run("normalize", "-o", "link", input: Self.good.utf8, in: folder)
        #expect(try folder.lines("target").count == 2, "what the link names is what is written")
        #expect(folder.names == ["link", "target"])
    }

    @Test func theRightsOfAnOlderFileStay() throws {
        let folder = try TemporaryFolder()
        try folder.write("out", "old")
        let file = folder.url.appending(path: "out").path
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        _ = try Tool.run("normalize", "-o", "out", input: Self.good.utf8, in: folder)
        let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(rights == 0o600, "prompts that only their owner could read stay so")
    }

    @Test func aNamedPipeIsWrittenAsItIs() throws {
        let folder = try TemporaryFolder()
        let pipe = try folder.pipe("pipe")
        let result = try Tool.run("normalize", "-o", "pipe", input: Self.good.utf8, in: folder)
        #expect(result.status == 0)
        #expect(folder.names == ["pipe"])
        Pipes.close(pipe)
    }
}
