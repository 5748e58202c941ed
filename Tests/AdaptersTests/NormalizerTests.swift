import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// The front doors of the library, as the README shows them.
@Suite struct NormalizerTests {
    private let registry = AdapterRegistry(
        shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)

    private let task = """
        {"id": "t-1", "created_at": 1725077411.961, "request": {"prompt": "p"}, "trace_id": "x",
         "response": {"success": true, "video_url": "https://example.com/v.mp4", "video_width": 1360, "state": "completed"}}
        """

    @Test func `a record becomes a generation and comes back`() throws {
        let records = try Normalizer(registry).normalize(task.utf8)
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(record.shape == "acedata:task")
        #expect(record.generation.id == "t-1")
        #expect(record.generation.state == .value(.completed))
        #expect(record.generation.model == .absent)
        #expect(record.generation.createdAt == .value("2024-08-31T04:10:11.961Z"))
        #expect(record.generation.output.value?.map(\.url) == [.value("https://example.com/v.mp4")])
        #expect(record.derived == [.type, .failureReason, .failureCode])

        let back = try Renderer(registry, to: .dialect(.aceData)).render([record.line])
        var compact = JSONRecord()
        try compact.load(task.utf8)
        #expect(back.documents == [compact.json(.root)])
        #expect(back.ledger.losses.isEmpty)
    }

    @Test func `another dialect gets a ledger`() throws {
        let line = try #require(try Normalizer(registry).normalize(task.utf8).first?.line)
        let rendered = try Renderer(registry, to: .dialect(.dreamMachine)).render([line])
        let width = try #require(rendered.ledger.losses.first { $0.path == "response.video_width" })
        #expect(width.kind == .dropped)
        #expect(width.from == "1360")
        #expect(rendered.ledger.losses.contains { $0.path == "model" && $0.kind == .defaulted })
    }

    @Test func `a batch gives its records in order and is built again`() throws {
        let batch = #"{"items":[{"id":"a","response":{}},{"id":"b","request":{}}],"count":2}"#
        let records = try Normalizer(registry).normalize(batch.utf8)
        #expect(records.map(\.generation.id) == ["a", "b"])
        let renderer = Renderer(registry, to: .dialect(.aceData))
        #expect(try renderer.render(records.map(\.line)).documents == [batch])
        let error = #expect(throws: AdapterError.self) { try renderer.render([records[0].line]) }
        #expect(error?.code == .badValue)
    }

    @Test(
        arguments: [
            ("", AdapterError.Code(.notJSON)), ("[]", .notAGeneration), (#"{"detail":"no"}"#, .notAGeneration),
            (#"{"id":"a","x":1}"#, .unknownShape), (#"{"id":1,"response":{}}"#, .wrongType),
            (#"{"items":[{"id":"a","response":{}},{}]}"#, .notAGeneration),
        ])
    func `what is no record is refused`(document: String, code: AdapterError.Code) {
        let error = #expect(throws: AdapterError.self) { try Normalizer(registry).normalize(document.utf8) }
        #expect(error?.code == code)
    }

    @Test func `a dialect that is not registered is named`() throws {
        let line = try #require(try Normalizer(registry).normalize(task.utf8).first?.line)
        let error = #expect(throws: AdapterError.self) {
            try Renderer(registry, to: .dialect(Dialect("elsewhere"))).render([line])
        }
        #expect(error?.code == .unknownShape)
        #expect(error?.reason.contains("elsewhere") == true)
    }

    @Test func `a named dialect is believed, but not against the evidence`() throws {
        let aceData = Normalizer(registry, accepting: .dialect(.aceData))
        #expect(try aceData.normalize(#"{"id":"a","other":1}"#.utf8).first?.shape == "acedata:task")
        let other = #"{"id":"a","state":"dreaming","assets":null}"#
        let error = #expect(throws: AdapterError.self) { try aceData.normalize(other.utf8) }
        #expect(error?.code == .unknownShape)
        #expect(error?.reason.contains("dream-machine:generation") == true)
    }

    @Test func `limits hold`() {
        let normalizer = Normalizer(registry, limits: JSONLimits(bytes: 64))
        let error = #expect(throws: AdapterError.self) { try normalizer.normalize(task.utf8) }
        #expect(error?.code == AdapterError.Code(.tooLarge))
    }
}
