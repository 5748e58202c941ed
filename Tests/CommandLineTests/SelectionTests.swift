import AdapterTesting
import Testing

/// `--select` and `--since`: what is left out is counted, and what the report says of age.
@Suite struct SelectionTests {
    private static let records = [
        Samples.agents("1"), Samples.task("2"), Samples.dreamMachine("3"), "broken",
        Samples.agents("4").replacing("completed", with: "failed"), Samples.canonical("5"),
    ]

    private func run(_ arguments: String..., to target: String = "agents") throws -> Tool.Result {
        try Tool.run(["normalize", "--to", target] + arguments, input: Self.records.joined(separator: "\n").utf8)
    }

    @Test func recordsAreSelectedByStateAndDialect() throws {
        let completed = try run("--select", "state=completed")
        #expect(completed.ids == ["1", "2", "5"])
        #expect(completed.messages.last == "in 6 = out 3 + merged 0 + rejected 1 + filtered 2")
        #expect(try run("--select", "state=failed,processing").ids == ["3", "4"])
        #expect(try run("--select", "dialect=acedata", "--select", "dialect=dream-machine").ids == ["2", "3"])
        #expect(try run("--select", "dialect=agents", "--select", "state=completed").ids == ["1", "5"])
        #expect(try run("--select", "state=completed", to: "dream-machine").lines.count == 3)
    }

    @Test func recordsAreSelectedByTime() throws {
        // 2026-05-30, 2024-08-31 and 2025-05-19.
        #expect(try run("--since", "2026-01-01").ids == ["1", "4", "5"])
        #expect(try run("--since", "2025-05-19T13:51:42.302Z").ids == ["1", "3", "4", "5"])
        #expect(try run("--since", "2025-05-19T13:51:42.303Z").ids == ["1", "4", "5"])
        let undated = Samples.agents("1").replacing("\"2026-05-30T12:34:56Z\"", with: "null")
        #expect(try Tool.run("normalize", "--since", "2030-01-01", input: undated.utf8).ids == ["1"])
    }

    @Test(arguments: [
        ("--select", "state"), ("--select", "state="), ("--select", "color=red"), ("--select", "dialect=acedate"),
        ("--since", "yesterday"), ("--since", "2026-13-01"),
    ])
    func whatSelectsNothingIsRefused(_ option: String, _ value: String) throws {
        let result = try Tool.run("normalize", option, value)
        #expect(result.status == 2)
        #expect(result.error.hasPrefix("agents-compat: \(option) "))
    }

    @Test func withoutASelectionTheAccountsAreTheOldOnes() throws {
        let result = try run("--report", "/dev/null")
        #expect(result.messages.dropFirst().first == "in 6 = out 5 + merged 0 + rejected 1")
    }

    @Test func theReportTellsWhatHasExpired() throws {
        let folder = try TemporaryFolder()
        func record(_ date: String) -> String {
            let url = "https://files.example/a.png?X-Amz-Date=\(date)&X-Amz-Expires=3600&X-Amz-Signature=ab"
            return Samples.agents("1").replacing("[]", with: "[{\"type\":\"image\",\"url\":\"\(url)\"}]")
        }
        let records = [
            record("20200101T000000Z"), record("20990101T000000Z"), Samples.dreamMachine("old"),
            Samples.dreamMachine("new").replacing("2025-05", with: "2099-05"), Samples.task("done"),
        ]
        let once = try Tool.run(
            "normalize", "--report", "report", input: records.joined(separator: "\n").utf8, in: folder)
        let report = try JSONTree(folder.read("report"))
        #expect(report.integer("expired_urls") == 1)
        #expect(report.integer("stale") == 1)
        #expect(once.error.contains("links to outputs that had expired: 1\n"))
        // Canonical lines are counted in the same way.
        _ = try Tool.run("normalize", "--report", "report", input: once.output, in: folder)
        let again = try JSONTree(folder.read("report"))
        #expect(again.integer("expired_urls") == 1 && again.integer("stale") == 1)
    }
}
