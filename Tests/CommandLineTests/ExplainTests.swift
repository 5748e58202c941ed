import AdapterTesting
import Testing

/// `agents-compat explain` with one request.
@Suite struct ExplainTests {
    private static let video = ["explain", "--dialect", "dream-machine", "--operation", "video"]
    private static let videos = ["explain", "--dialect", "acedata", "--operation", "videos"]
    private static let tiger = #"{"prompt":"a tiger","model":"ray-2","duration":"9s"}"#
    private static let loop = #"{"prompt":"a tiger","model":"ray-2","duration":"9s","loop":true}"#

    @Test func anAcceptedRequestEndsWithZero() throws {
        let result = try Tool.run(Self.video, input: Self.tiger.utf8)
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(result.lines.first == "dream-machine video: accepted")
        #expect(result.text.contains("  POST /v1/generations\n"))
        #expect(
            result.text.contains(
                "\n  "
                    + #"{"prompt":"a tiger","model":"ray-3.2","type":"video","aspect_ratio":"16:9","video":{"duration":"10s"}}"#
                    + "\n"))
        #expect(result.text.contains("  $0.90\n"))
        #expect(!result.text.contains("\u{1B}"))
    }

    @Test func aRefusedRequestEndsWithOne() throws {
        let result = try Tool.run(Self.video, input: Self.loop.utf8)
        #expect(result.status == 1 && result.error.isEmpty)
        #expect(result.lines.first?.hasPrefix("dream-machine video: refused by dream_machine.loop.10s: ") == true)
        #expect(result.text.contains("  400 {\"detail\":\"400: "))
        #expect(!result.text.contains("/v1/generations"))
    }

    @Test(arguments: [
        (["--policy", "lenient"], 0), (["--policy", "strict"], 1), (["--set", "dream_machine.loop=apply"], 0),
        (["--set", "dream_machine.loop=apply", "--set", "dream_machine.loop.10s=refuse"], 1),
        (["--policy", "lenient", "--set", "dream_machine.loop=refuse"], 1),
        (["--policy=strict", "--set=dream_machine=apply"], 0),
    ])
    func policyAndSettingsDecide(_ options: [String], _ status: Int) throws {
        #expect(try Tool.run(Self.video + options, input: Self.loop.utf8).status == Int32(status))
    }

    @Test func settingsOfTheEnvironmentStandOnLines() throws {
        let settings = "dream_machine.loop=apply\ndream_machine.duration=refuse"
        let result = try Tool.run(
            Self.video, input: Self.loop.utf8, environment: ["AGENTS_COMPAT_SET": settings])
        #expect(result.lines.first?.contains("refused by dream_machine.duration.9s") == true)
        let flag = try Tool.run(
            Self.video + ["--set", "dream_machine.loop=apply"], input: Self.loop.utf8,
            environment: ["AGENTS_COMPAT_SET": settings])
        #expect(flag.status == 0)
    }

    @Test func jsonIsOneLine() throws {
        let result = try Tool.run(Self.video + ["--json"], input: Self.tiger.utf8)
        #expect(result.lines.count == 1)
        let report = try JSONTree(result.output)
        #expect(report["verdict"]?.text == "accepted")
        #expect(report.value(at: "upstream.method")?.text == "POST")
        #expect(report.value(at: "answer.body.request.duration")?.text == "9s")
    }

    @Test func aReportIsWrittenBesideTheText() throws {
        let folder = try TemporaryFolder()
        try folder.write("request.json", Self.tiger)
        let result = try Tool.run(Self.video + ["--report", "out.json", "request.json"], in: folder)
        #expect(result.text.hasPrefix("dream-machine video: accepted\n"))
        #expect(try folder.text("out.json") == Tool.run(Self.video + ["--json"], input: Self.tiger.utf8).text)
    }

    @Test func aWaitingCallIsSaidToWait() throws {
        let result = try Tool.run(Self.videos, input: #"{"prompt":"p"}"#.utf8)
        #expect(
            result.text.hasSuffix(
                "Nothing until the generation has ended; after 295 s a timeout, and the task goes on.\n"))
    }

    @Test(arguments: ["modify", "reframe-video", "image", "reframe-image", "upscale", "audio"])
    func everyOperationHasAnAnswer(_ name: String) throws {
        let result = try Tool.run(
            ["explain", "--dialect", "dream-machine", "--operation", name, "--json"], input: "{}".utf8)
        #expect(result.error.isEmpty)
        let report = try JSONTree(result.output)
        #expect(report["operation"]?.text == name)
        #expect(report["verdict"]?.text == "refused")
        #expect(report.value(at: "answer.status").flatMap { Int("\($0)") }.map { 400..<502 ~= $0 } == true)
    }

    @Test(arguments: [
        "", "[", "null", "\u{0}", String(repeating: "[", count: 100_000), String(repeating: " ", count: 3 << 20),
    ])
    func anyInputGetsAnAnswerOfTheDialect(_ input: String) throws {
        for arguments in [Self.video, Self.videos] {
            let result = try Tool.run(arguments + ["--json"], input: input.utf8)
            #expect(result.status == 1 && result.error.isEmpty)
            let report = try JSONTree(result.output)
            #expect(report["upstream"]?.isNull == true)
            #expect(report.value(at: "answer.body")?.members?.isEmpty == false)
        }
    }

    @Test func pricesOfAFileCount() throws {
        let folder = try TemporaryFolder()
        try folder.write("prices.json", #"{"date":"2026-11-01","video":{"standard":{"720p":0.5}}}"#)
        let result = try Tool.run(Self.video + ["--prices", "prices.json"], input: Self.tiger.utf8, in: folder)
        #expect(result.text.contains("Estimated price (a table of your own, 2026-11-01)\n  $1.50\n"))
        try folder.write("prices.json", #"{"date":"2026-11-01","vidoe":{}}"#)
        let wrong = try Tool.run(Self.video + ["--prices", "prices.json"], input: Self.tiger.utf8, in: folder)
        #expect(wrong.status == 3)
        #expect(wrong.error == "agents-compat: prices.json: vidoe: there is no such member; did you mean video?\n")
    }

    @Test func theMatrixIsATableOrJSON() throws {
        let table = try Tool.run("explain", "--matrix")
        #expect(table.status == 0)
        #expect(table.text.contains("dream_machine.loop.10s"))
        #expect(table.lines.contains { $0.hasPrefix("acedata videos ") })
        let rows = try #require(try JSONTree(Tool.run("explain", "--matrix", "--json").output).elements)
        #expect(rows.count + 1 == table.lines.count)
    }
}
