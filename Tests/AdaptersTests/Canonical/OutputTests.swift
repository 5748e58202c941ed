import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// `output[]` of the Agents API: known members are carried, others come back item by item.
@Suite struct OutputTests {
    private let registry = AdapterRegistry.known

    private func document(_ output: String) -> String {
        #"{"id":"a","type":"layering","state":"completed","output":\#(output),"failure_reason":null,"failure_code":null}"#
    }

    private static let bounds = #"{"x":0,"y":1,"width":2,"height":3,"canvas_width":4,"canvas_height":5,"new":[6]}"#

    @Test(
        arguments: [
            "null", "[]", "[{}]", #"[{"type":"image","url":"u"}]"#, #"[{"type":"image","url":"u"},{}]"#,
            #"[{"type":"image","url":"u","layer":{"index":0,"bounds":\#(bounds)}}]"#,
            #"[{"type":"image","url":"u","layer":null}]"#, #"[{"new":1}]"#, #"[{"new":{"type":"x"}},{"new":null}]"#,
            #"[{"type":"image","new":1},{"type":"video","url":"v"},{"url":"w","other":[1e400]}]"#,
            #"[{"type":"exr","url":"u","width":1},{},{"layer":{"new":1},"new":2}]"#,
        ])
    func comeBack(_ output: String) throws {
        let document = document(output)
        #expect(try registry.roundTrip(document, of: .agents) == document)
        expectKept(AdapterLaws.known.lossesAreReal(Array(document.utf8)))
    }

    @Test func `unknown members come back behind the known ones`() throws {
        let back = try registry.roundTrip(document(#"[{"new":1,"url":"u","type":"image"}]"#), of: .agents)
        // Items that are not carried as a whole are put together again.
        #expect(back == document(#"[{"type":"image","url":"u","new":1}]"#))
    }

    @Test func `the residue has one object for each item`() throws {
        let line = try registry.converted(document(#"[{"type":"image","url":"u"},{"url":"v","new":1},{"new":2}]"#))
        #expect(line.value(at: "provenance.residue")?.description == #"{"output":[{},{"new":1},{"new":2}]}"#)
        #expect(line["output"]?.description == #"[{"type":"image","url":"u"},{"url":"v"},{}]"#)
    }

    @Test(
        arguments: [
            ("1", "output"), ("\"x\"", "output"), ("{}", "output"), ("[1]", "output"), ("[[]]", "output"),
            ("[null]", "output"), (#"[{"type":1}]"#, "output"), (#"[{"url":[]}]"#, "output"),
            (#"[{"layer":"x"}]"#, "output"),
        ])
    func otherKindsAreRefused(_ output: String, _ path: String) throws {
        let error = try registry.refusal(document(output))
        #expect(error.code == .wrongType)
        #expect("\(error.path)".hasPrefix(path))
    }

    /// What was edited must still fit: one object of the residue for each item.
    @Test(
        arguments: [
            "[]", #"[{"type":"image","url":"u"}]"#, #"[{"type":"image","url":"u"},{"url":"v"},{}]"#, "null",
        ])
    func wrongLengthsAreRefused(_ output: String) throws {
        let line = try registry.converted(document(#"[{"type":"image","url":"u"},{"url":"v","new":1}]"#))
        let edited = line.with("output", try JSONTree(text: output))
        for target in [ConversionTarget.canonical, .dialect(.agents)] {
            let error = try registry.refusal(edited.description, from: .dialect(.agents), to: target)
            #expect(error.code == .badValue)
            #expect(error.path == "provenance.residue.output")
        }
    }

    @Test func `legacy records have one place for each type`() throws {
        let output = #"[{"type":"video","url":"u"},{"type":"video","url":"v"},{"type":"image","url":"i"}]"#
        let document = #"{"id":"a","type":"image","state":"completed","output":\#(output)}"#
        let dreamMachine = registry.convert(document, to: .dialect(.init("dream-machine")))
        let assets = try JSONTree(dreamMachine.output).value(at: "assets")
        #expect(assets?.description == #"{"video":"u","image":"i","progress_video":null}"#)
        #expect(dreamMachine.losses.filter { $0.kind == .dropped }.map(\.path) == ["output[1]"])
        #expect(dreamMachine.losses.first { $0.path == "output[1]" }?.from == "\"v\"")
        let aceData = registry.convert(document, to: .dialect(.init("acedata")))
        #expect(aceData.losses.filter { $0.kind == .dropped }.map(\.path) == ["output[1]", "output[2]"])
    }
}
