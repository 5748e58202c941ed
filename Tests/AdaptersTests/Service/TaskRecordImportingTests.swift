import AceDataCompat
import AgentsCore
import Testing

@testable import Adapters

/// Records of histories as tasks.
@Suite struct TaskRecordImportingTests {
    private func lines(_ document: String) throws -> [String] {
        try Normalizer(.known).normalize(document.utf8).map(\.line)
    }

    @Test func `An item of a batch stands for itself, as it was`() throws {
        let items = ["a", "b"].map {
            #"{"id":"\#($0)","created_at":1725077411.961,"request":{"p":"\u00e9"},"response":{"success":true,"video_url":"http:\/\/x\/\#($0)","state":"completed"}}"#
        }
        let lines = try lines(#"{"items":[\#(items.joined(separator: ","))],"count":2}"#)
        let renderer = Renderer(.known, to: .shape(AceData.task))
        for (line, item) in zip(lines, items) {
            #expect(line.contains("\"of\":2"))
            let record = try TaskRecord(importing: line.utf8)
            #expect(record.place == nil)
            #expect(!record.line.contains("\"of\""))
            #expect(String(decoding: try renderer.document(of: record), as: UTF8.self) == item)
        }
    }

    @Test func `Of provenance that counts which the way back reads, wherever it stands`() throws {
        let line =
            #"{"provenance":{"index":0,"losses":[],"of":1,"residue":{"\u0061":1},"envelope":{},"shape":"task","x":1,"dialect":"acedata","derived":[]},"id":"i","note":2}"#
        let record = try TaskRecord(importing: line.utf8)
        #expect(
            record.line
                == #"{"provenance":{"residue":{"\u0061":1},"shape":"task","dialect":"acedata","derived":[]},"id":"i","note":2}"#
        )
    }

    @Test func `A line without provenance is none`() {
        #expect(throws: AdapterError.self) { try TaskRecord(importing: #"{"id":"i"}"#.utf8) }
        #expect(throws: AdapterError.self) { try TaskRecord(importing: #"{"id":"i","provenance":1}"#.utf8) }
    }

    @Test func `A record keeps its spelling until something is changed`() throws {
        let line =
            #"{"id":"\u0069","state":"queued","provenance":{"dialect":"acedata","shape":"task","residue":{"a":"\u0062"}}}"#
        let record = try TaskRecord(line: line.utf8)
        #expect(record.line == line && record.lineByItself == line)
        #expect(record == (try TaskRecord(line: line.utf8)))
        for change in [
            { (record: inout TaskRecord) in record.generation.state = .value(.failed) },
            { $0["a"] = "1" }, { $0.derived = CanonicalFields(.state) },
        ] as [(inout TaskRecord) -> Void] {
            var changed = record
            change(&changed)
            #expect(changed != record)
            #expect(changed.line.hasPrefix(#"{"id":"i","#))
        }
    }

    @Test(arguments: [("\"t\"", "t"), ("\"\\u0074\"", "t"), ("1", nil), ("null", nil), ("{}", nil), (nil, nil)])
    func `A member of the residue may be a text`(_ json: String?, _ text: String?) throws {
        let residue = json.map { "\"trace_id\":\($0)" } ?? ""
        let record = try TaskRecord(
            line: #"{"id":"i","provenance":{"dialect":"acedata","shape":"task","residue":{\#(residue)}}}"#.utf8)
        #expect(record.text("trace_id") == text)
    }
}
