import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Tasks as the server keeps them, and as each dialect shows them.
@Suite struct TaskRecordTests {
    private static let facts = SubmissionFacts(
        id: "50fc6182-fa86-4c7d-ac12-2fa27ec2f151", traceID: "0b7c1c1a-045c-4145-a434-609cba88f0a9",
        time: WallTime(microseconds: 1_725_077_411_961_999),
        account: AccountIDs(application: "a", credential: "c", user: "u"))
    private static let call = Call(match: nil, traceID: "t")

    private static let stages: [Generation] = ["queued", "processing", "paused", "completed", "failed"].map { state in
        Generation(
            id: "4b088fc8-2bbc-4706-80a6-a0fb118adc1a", type: "video", state: .value(state), model: "ray-3.2",
            createdAt: "2024-08-31T04:10:12Z",
            output: .value(state == "completed" ? [Generation.Output(type: "video", url: "https://a.example/v")] : []),
            failureReason: state == "failed" ? "why" : .null,
            failureCode: state == "failed" ? .value(.contentModerated) : .null)
    }

    private static func task(_ service: some DialectService, _ generation: Generation) -> TaskRecord {
        let submission = Submission(
            request: GenerationRequest(prompt: "p", model: "ray-3.2", type: "video"), losses: [],
            body: #"{"prompt":"p \u00fc","x":1.50}"#, answer: .onAcceptance)
        var task = service.begin(submission, with: facts)
        service.advance(&task, to: generation, at: facts.time + .seconds(1))
        return task
    }

    @Test(arguments: stages)
    func linesComeBack(_ stage: Generation) throws {
        for task in [Self.task(AceDataService(), stage), Self.task(DreamMachineService(), stage)] {
            let back = try TaskRecord(line: task.line.utf8)
            #expect(back == task)
            #expect(back.line == task.line)
            #expect(back.generation == task.generation)
            #expect(back.derived == task.derived)
        }
    }

    /// The line is what the library's own reader takes for one.
    @Test(arguments: stages)
    func linesAreCanonical(_ stage: Generation) throws {
        for task in [Self.task(AceDataService(), stage), Self.task(DreamMachineService(), stage)] {
            let conversion = AdapterRegistry.known.convert(task.line)
            #expect(conversion.refusals.isEmpty)
            #expect(conversion.lines.map(\.text) == [task.line])
        }
    }

    /// A task is shown by the other dialect, too, exactly as the library renders it there.
    @Test(arguments: stages)
    func otherDialectShowsIt(_ stage: Generation) throws {
        let services: [any DialectService] = [AceDataService(), DreamMachineService()]
        for (own, other) in [(services[0], services[1]), (services[1], services[0])] {
            let task = Self.task(own, stage)
            let response = other.encode(.found(task), of: Self.call)
            #expect(response.status == 200)
            let expected = try Renderer(.known, to: .dialect(other.dialect)).render([task.line]).documents
            #expect([response.body.text] == expected)
        }
    }

    @Test func `a Dream Machine generation is shown as a task`() throws {
        let document = { (stage: Generation) throws -> JSONTree in
            let task = Self.task(DreamMachineService(), stage)
            return try JSONTree(AceDataService().encode(.found(task), of: Self.call).body)
        }
        let running = try document(Self.stages[1])
        #expect(running["id"]?.text == Self.stages[1].id)
        #expect(running["response"] == .object([]))
        let completed = try document(Self.stages[3])
        #expect(completed.value(at: "response.success") == .literal(Array("true".utf8)))
        #expect(completed.value(at: "response.video_url")?.text == "https://a.example/v")
        #expect(completed.value(at: "response.video_width") == .null)
        let failed = try document(Self.stages[4])
        #expect(failed.value(at: "response.error.code")?.text == "forbidden")
        #expect(failed.value(at: "response.state")?.text == "failed")
    }

    @Test func `an AceData task is shown as a generation`() throws {
        let words = try Self.stages.map { stage in
            let task = Self.task(AceDataService(), stage)
            let document = try JSONTree(DreamMachineService().encode(.found(task), of: Self.call).body)
            #expect(document["id"]?.text == Self.facts.id)
            #expect(document["model"]?.text == "ray-3.2")
            #expect(document["created_at"]?.text == "2024-08-31T04:10:11.961000Z")
            #expect((document["assets"] == .null) == (stage.state != "completed"))
            return document["state"]?.text
        }
        #expect(words == ["queued", "dreaming", "dreaming", "completed", "failed"])
    }

    // MARK: Imported records

    /// The lines of all records are kept whole, and each renders by itself to what it was.
    @Test(arguments: Fixture.records)
    func importedLinesComeBack(_ fixture: Fixture) throws {
        for document in fixture.documents {
            let lines = AdapterRegistry.known.convert(document).lines
            for (index, line) in lines.enumerated() {
                let task = try TaskRecord(line: line)
                #expect(task.line == line.text)
                #expect(task.revisions == fixture.revisions)
                #expect(task.place?.index == (lines.count > 1 || task.place != nil ? index : nil))
                let dialect = try #require(AdapterRegistry.known.dialects.first { "\($0)" == task.dialect })
                let record = try Renderer(.known, to: .dialect(dialect)).document(of: task)
                let tree = try JSONTree(document)
                let own =
                    task.place == nil ? tree : tree["items"]?.elements?[index] ?? tree["generations"]?.elements?[index]
                #expect(record.text == own?.description)
            }
        }
    }

    @Test func `items of a batch remember what was around them`() throws {
        let batch = #"{"items":[{"id":"a","response":{}},{"id":"b","response":{}}],"count":2,"x":[1]}"#
        let tasks = try AdapterRegistry.known.convert(batch).lines.map { try TaskRecord(line: $0) }
        #expect(tasks.map(\.place?.envelope) == [#"{"count":2,"x":[1]}"#, nil])
        #expect(tasks.map(\.place?.count) == [2, 2])
        let whole = AdapterRegistry.known.turnBack(tasks.map { Array($0.line.utf8) }, to: .aceData)
        #expect(whole.output.text == batch + "\n")
        let single = try Renderer(.known, to: .dialect(.aceData)).document(of: tasks[1])
        #expect(single.text == #"{"id":"b","response":{}}"#)
        #expect(!tasks[1].lineByItself.contains("index"))
    }

    @Test func `imported records follow their revisions when they are answered`() throws {
        let fixture = try Fixture.named("acedata/12_")
        let line = try #require(AdapterRegistry.known.convert(fixture.bytes).lines.first)
        let task = try TaskRecord(line: line)
        #expect(task.revisions == ["move-finished-at-beside-created-at"])
        let response = AceDataService().encode(.found(task), of: Self.call)
        #expect(try response.body.text == JSONTree(fixture.bytes).description)
        let list = AceDataService().encode(.listed([task, task]), of: Self.call)
        #expect(try JSONTree(list.body)["items"]?.elements?.count == 2)
    }

    // MARK: Residue

    @Test func `members of the residue keep their place`() {
        var task = TaskRecord(Generation(id: "g"), shape: AceData.task, residue: [("b", "1"), ("a", "2")])
        task["b"] = "3"
        task["c"] = "4"
        task["a"] = nil
        task["d"] = nil
        #expect(task.residue.map(\.key) == ["b", "c"])
        #expect(task.residue.map(\.json) == ["3", "4"])
        #expect(task.line.contains(#""residue":{"b":3,"c":4}"#))
    }

    @Test func `what is empty is left out of the line`() throws {
        let task = TaskRecord(Generation(id: "g"), shape: AceData.task, residue: [])
        #expect(task.line == #"{"id":"g","provenance":{"dialect":"acedata","shape":"task"}}"#)
        #expect(try TaskRecord(line: task.line.utf8) == task)
    }

    @Test(
        arguments: [
            "", "{}", #"{"id":"g"}"#, #"{"id":"g","provenance":5}"#, #"{"id":"g","provenance":{"dialect":"acedata"}}"#,
            #"{"id":"g","type":5,"provenance":{"dialect":"acedata","shape":"task"}}"#,
            #"{"id":"g","provenance":{"dialect":"acedata","shape":"task","residue":[]}}"#,
        ])
    func otherLinesAreRefused(_ line: String) {
        #expect(throws: AdapterError.self) { try TaskRecord(line: line.utf8) }
    }

    // MARK: Kind

    @Test func `a request without a type makes an image, as the Agents API has it`() {
        let submission = Submission(
            request: GenerationRequest(prompt: "p"), losses: [], body: "{}", answer: .onAcceptance)
        let task = DreamMachineService().begin(submission, with: Self.facts)
        #expect(task.generation.type == .value(.image))
        #expect(task.generation.model == .absent)
    }
}
