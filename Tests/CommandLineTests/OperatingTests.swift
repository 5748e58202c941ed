import AdapterTesting
import Foundation
import Testing

/// The commands that look after a server, where there is none.
@Suite struct OperatingTests {
    @Test(arguments: [
        ([], "list, show or replay"), (["lisst"], "did you mean list?"), (["forget"], "list, show and replay"),
        (["list", "msg_1"], "show"), (["show"], "id"), (["replay"], "--created-since"),
        (["replay", "msg_1", "--created-since", "2026-11-21T00:00:00Z"], "not both"),
        (["replay", "--created-since", "yesterday"], "--created-since"), (["list", "--limit", "0"], "--limit"),
        (["list", "--state", "lost"], "--state"), (["list", "--store", "sqlite::memory:"], "memory"),
    ])
    func wrongUsageIsNamed(_ arguments: [String], _ message: String) throws {
        let result = try Tool.run(["callbacks"] + arguments)
        #expect(result.status == 2, "\(arguments): \(result.error)")
        #expect(result.messages.count == 1 && result.error.contains(message), "\(result.error)")
    }

    @Test(arguments: [["list"], ["show", "msg_1"], ["replay", "msg_1"]])
    func aStoreThatIsNotThereIsNotMade(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run(["callbacks", "--store", "sqlite:tasks.db"] + arguments, in: folder)
        #expect(result.status == 3 && result.error.contains("tasks.db"), "\(result.error)")
        #expect(folder.names.isEmpty)
    }

    @Test func theStoreMayStandInTheSectionOfTheServer() throws {
        let folder = try TemporaryFolder()
        for file in [
            #"{"store":"sqlite:one","serve":{"store":"sqlite:here"}}"#,
            #"{"callbacks":{"store":"sqlite:here"},"serve":{"store":"sqlite:two"}}"#,
        ] {
            try folder.write("config.json", file)
            let result = try Tool.run("callbacks", "list", "--config", "config.json", in: folder)
            #expect(result.status == 3 && result.error.contains("here: there is no store"), "\(result.error)")
        }
    }

    // Nothing listens on port 1.
    @Test func theDoctorTellsOneLineEachAndLeavesNothingBehind() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run(
            "doctor", "--store", "sqlite:new/tasks.db", "--upstream", "http://127.0.0.1:1/v1", in: folder)
        #expect(result.status == 1 && result.error.isEmpty, "\(result.error)")
        #expect(
            result.lines.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "ok configuration", "ok store", "ok disk", "ok secret", "ok probe", "bad upstream",
            ])
        #expect(result.text.contains("check --upstream"))
        #expect(folder.names.isEmpty)
    }

    /// What is no store, or was one, is neither used nor changed.
    @Test(arguments: [
        (["tasks.db": String(repeating: "This is a letter. ", count: 1000)], "name another file"),
        (["tasks.db": "", "tasks.db.secret": "a secret that is long enough"], "restore a backup"),
        (["tasks.db": "", "tasks.db-wal": String(repeating: "Not a log. ", count: 1000)], "restore a backup"),
    ])
    func whatIsNoStoreIsRefusedAndLeft(_ files: [String: String], _ remedy: String) throws {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(name, text) }
        let result = try Tool.run("serve", "--listen", "127.0.0.1:0", "--store", "sqlite:tasks.db", in: folder)
        #expect(result.status == 3 && result.messages.count == 1, "\(result.error)")
        #expect(result.error.contains("tasks.db") && result.error.contains(remedy), "\(result.error)")
        #expect(folder.names.filter { $0 != "tasks.db.lock" } == files.keys.sorted())
        for (name, text) in files { #expect(try folder.text(name) == text) }
    }

    @Test func theDoctorNamesWhatServeWouldRefuse() throws {
        let folder = try TemporaryFolder()
        try folder.write("letter", String(repeating: "This is a letter, not a database. ", count: 100))
        try folder.write("letter.secret", "short")
        let result = try Tool.run(
            [
                "doctor", "--store", "sqlite:letter", "--upstream", "http://127.0.0.1:1/v1", "--cors-origin", "nowhere",
            ], in: folder)
        #expect(result.status == 1)
        let lines = result.lines
        #expect(lines.count == 6)
        #expect(lines[0].hasPrefix("bad ") && lines[0].contains("--cors-origin"))
        #expect(lines[1].hasPrefix("bad ") && lines[1].contains("letter"))
        #expect(lines[3].hasPrefix("bad ") && lines[3].contains("letter.secret"))
        let unreadable = try Tool.run("doctor", "--callback-secrets", "nowhere", "--store", "sqlite:x", in: folder)
        #expect(unreadable.lines.first?.hasPrefix("bad ") == true, "\(unreadable.text)")
    }

    @Test func theDoctorSaysWhatLooksIntoVideos() throws {
        let folder = try TemporaryFolder()
        func line(_ path: String, _ arguments: String...) throws -> String {
            let arguments = ["doctor", "--store", "sqlite:x", "--upstream", "http://127.0.0.1:1/v1"] + arguments
            let result = try Tool.run(arguments, environment: ["PATH": path], in: folder)
            return try #require(result.lines.first { $0.contains("  probe ") })
        }
        let programs = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let found = try line(programs)
        #expect(found.hasPrefix("ok ") && found.contains("/ffprobe reads") && found.contains("/ffmpeg makes"))
        #expect(try line(programs, "--probe", "off").hasPrefix("skip "))
        let missing = try line(folder.path)
        #expect(missing.hasPrefix("skip ") && missing.contains("install ffmpeg"))
        try folder.write("ffprobe", "")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/ffprobe")
        let sizes = try line(folder.path)
        #expect(sizes.hasPrefix("ok ") && sizes.contains("no thumbnails"))
    }
}
