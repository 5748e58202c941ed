import AdapterTesting
import Testing

/// What `convert` says of what the target cannot hold.
@Suite struct ConvertLossTests {
    private func convert(_ arguments: String..., in folder: TemporaryFolder? = nil) throws -> Tool.Result {
        let fixture = try Fixture.named("acedata/12_tasks_200_retrieve_completed.json")
        return try Tool.run(["convert", "--to", "dream-machine"] + arguments, input: fixture.bytes, in: folder)
    }

    @Test func lossesAreListedOnStandardError() throws {
        let result = try convert()
        #expect(result.status == 0)
        #expect(result.lines.count == 1)
        let kinds = Set(result.messages.compactMap { $0.split(separator: " ").first })
        #expect(kinds.isSubset(of: ["dropped", "approximated", "defaulted"]))
        #expect(result.messages.contains { $0.hasPrefix("dropped ") && $0.contains(" trace_id ") })
    }

    @Test func aReportHoldsThemAsJSON() throws {
        let folder = try TemporaryFolder()
        let result = try convert("--report", "losses.json", in: folder)
        #expect(result.status == 0)
        #expect(result.error.isEmpty)
        #expect(result.text == (try convert().text))
        #expect(folder.names == ["losses.json"])
        let losses = try #require(try JSONTree(folder.read("losses.json"))["losses"]?.elements)
        #expect(losses.count == (try convert().messages.count))
        for loss in losses {
            #expect(loss["path"]?.text?.isEmpty == false && loss["reason"]?.text?.isEmpty == false)
            #expect(["dropped", "approximated", "defaulted"].contains(loss["kind"]?.text))
            #expect(loss["rule"]?.text?.isEmpty == false)
        }
        let finished = losses.first { $0["path"]?.text == "finished_at" }
        #expect(finished?["from"] == .number("1725077566.241"), "numbers are told as they were written")
    }

    @Test func withoutLossesTheReportIsEmpty() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.run("convert", "--report", "losses.json", input: Samples.task("a").utf8, in: folder)
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(try JSONTree(folder.read("losses.json"))["losses"]?.elements?.isEmpty == true)
    }

    @Test func lossesOfABatchAreToldByItem() throws {
        let folder = try TemporaryFolder()
        let batch = "{\"items\":[\(Samples.task("a")),\(Samples.task("b"))],\"count\":2}"
        let result = try Tool.run(
            "convert", "--to", "dream-machine", "--report", "losses.json", input: batch.utf8, in: folder)
        #expect(result.lines.count == 2)
        let losses = try #require(try JSONTree(folder.read("losses.json"))["losses"]?.elements)
        // Without that, the losses of one item cannot be told from those of another.
        for item in 0...1 {
            let isTold = losses.contains { loss in
                loss["path"]?.text?.hasPrefix("items[\(item)].") == true || loss.integer("item") == item
            }
            #expect(isTold, "no loss is that of item \(item)")
        }
    }

    @Test func aReportThatCannotBeWrittenIsToldAfterTheRecord() throws {
        let result = try convert("--report", "missing/losses.json")
        #expect(result.status == 3)
        #expect(result.error == "agents-compat: cannot create missing/losses.json: No such file or directory\n")
    }
}
