import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// The form of a line, which scripts rely on.
@Suite struct CanonicalLineTests {
    private let registry = AdapterRegistry.known

    private func line(_ document: String) throws -> String {
        try registry.converted(document).description
    }

    @Test func `members stand in the documented order`() throws {
        let keys = [
            "id", "type", "state", "model", "created_at", "output", "failure_reason", "failure_code", "provenance",
        ]
        for fixture in Fixture.records {
            for line in registry.convert(fixture.documents).lines {
                let found = try JSONTree(line).children.map(\.key.text)
                #expect(found == keys.filter { found.contains($0) })
                #expect(minified(line) == line, "a line is compact")
            }
        }
    }

    @Test func `provenance stands in the documented order`() throws {
        let keys = ["dialect", "shape", "revisions", "residue", "derived", "losses", "envelope", "index", "of"]
        for fixture in Fixture.records {
            for line in registry.convert(fixture.documents).lines {
                let found = try #require(try JSONTree(line)["provenance"]).children.map(\.key.text)
                #expect(found == keys.filter { found.contains($0) })
            }
        }
    }

    @Test func `a task`() throws {
        let document = """
            {"id": "t", "created_at": 1.50, "request": {"a": [1, 2 ]}, "response": {"success": true,
             "video_url": "u\\u002f", "state": "succeed", "n": {}}}
            """
        let expected = """
            {"id":"t","type":"video","state":"completed","created_at":"1970-01-01T00:00:01.50Z",\
            "output":[{"type":"video","url":"u\\u002f"}],"failure_reason":null,"failure_code":null,\
            "provenance":{"dialect":"acedata","shape":"task",\
            "residue":{"request":{"a":[1,2]},"response":{"success":true,"state":"succeed","n":{}}},\
            "derived":["type","state","failure_reason","failure_code"]}}
            """
        #expect(try line(document) == expected)
    }

    @Test func `a generation of the Agents API keeps absent, null and empty apart`() throws {
        for members in [
            #""output":[]"#, #""output":null"#, #""state":"queued","type":null"#, #""output":[{}]"#,
            #""output":[{"type":null,"url":null,"layer":null}]"#, #""output":[{"layer":{}}]"#,
            #""type":null,"state":null,"model":null,"created_at":null,"output":[],"failure_reason":null"#,
        ] {
            let provenance = #""provenance":{"dialect":"agents","shape":"generation"}"#
            #expect(
                try line(#"{"id":"a",\#(members)}"#.inCanonicalOrder)
                    == #"{"id":"a",\#(members),\#(provenance)}"#.inCanonicalOrder)
        }
    }

    @Test func `a bare record has no provenance`() throws {
        for fixture in Fixture.records {
            let lines = registry.convert(fixture.documents).lines
            let bare = registry.convert(fixture.documents, to: .bare).lines
            #expect(lines.count == bare.count)
            for (line, bare) in zip(lines, bare) {
                let line = try JSONTree(line)
                let bare = try JSONTree(bare)
                #expect(bare["provenance"] == nil)
                for member in line.without("provenance").children {
                    #expect(bare[member.key.text] == member.value)
                }
                let added = bare.children.filter { line[$0.key.text] == nil }
                #expect(added.allSatisfy { $0.value.isNull || $0.value == .array([]) })
            }
        }
    }

    @Test func `values are copied as they are spelled`() throws {
        let value = #"{"e":1E+05,"big":123456789012345678901234567890,"z":-0.0,"t":"\u00e9\/\ud83d\ude00é"}"#
        let document = #"{"id":"\u0061","response":\#(value),"x":\#(value)}"#
        let line = try line(document)
        #expect(line.hasPrefix(#"{"id":"\u0061","#))
        #expect(line.contains(#""residue":{"response":\#(value),"x":\#(value)}"#))
    }

    @Test(arguments: ["{}", "[]", "1", "null", "\"x\"", "[{}]", #"{"detail":"no"}"#])
    func whatHasNoIdIsNoGeneration(_ document: String) throws {
        #expect(try registry.refusal(document).code == .notAGeneration)
    }

    @Test(arguments: ["null", "1", "[]", "{}", "true"])
    func anIdIsText(_ id: String) throws {
        for document in [
            #"{"id":\#(id),"response":{}}"#, #"{"task_id":\#(id),"video_url":"u"}"#, #"{"task_id":\#(id)}"#,
            #"{"id":\#(id),"state":"queued","assets":null}"#, #"{"id":\#(id),"output":[]}"#,
        ] {
            let error = try registry.refusal(document)
            #expect(error.code == .wrongType)
            #expect(error.path == "id" || error.path == "task_id")
        }
    }
}

extension String {
    /// Text as it is: the members of the rows above are in canonical order, but for `type` and `output`.
    fileprivate var inCanonicalOrder: String {
        replacing(#""state":"queued","type":null"#, with: #""type":null,"state":"queued""#)
    }
}
