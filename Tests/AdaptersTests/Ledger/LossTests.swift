import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// What a loss says: the member and the value of the source, what became of it, and which row decided.
@Suite struct LossTests {
    private let registry = AdapterRegistry.known

    private func losses(_ document: String, to dialect: String) throws -> [Loss] {
        let target = try #require(registry.dialects.first { "\($0)" == dialect })
        let conversion = registry.convert(document, to: target == .agents ? .bare : .dialect(target))
        #expect(conversion.refusals.isEmpty)
        return conversion.losses
    }

    @Test func `a word without a counterpart is approximated`() throws {
        let document = #"{"id":"a","type":"video_reframe","state":"completed","output":[]}"#
        let loss = try #require(try losses(document, to: "dream-machine").first { $0.path == "type" })
        #expect(loss.kind == .approximated)
        #expect(loss.from == #""video_reframe""#)
        #expect(loss.to == #""video""#)
        #expect(loss.rule == "dream-machine:generation.generation_type")
        #expect(!loss.reason.isEmpty)
    }

    @Test func `a member without a place is dropped, with its value if it is one`() throws {
        let document =
            #"{"id":"t","request":{"a":1},"response":{"video_width":1.360e3,"list":[]},"x":null,"y":"\u0061"}"#
        let losses = try losses(document, to: "agents").filter { $0.kind == .dropped }
        let found = losses.map { "\($0.path) \($0.from ?? "-") \($0.to ?? "-")" }
        #expect(
            found == [
                "request - -", "response.video_width 1.360e3 -", "response.list - -", "x null -", #"y "\u0061" -"#,
            ])
    }

    @Test func `a member that the target wants and the source cannot know is listed`() throws {
        let losses = try losses(#"{"id":"a","output":[]}"#, to: "dream-machine").filter { $0.kind == .defaulted }
        #expect(losses.map(\.path) == ["generation_type", "state", "created_at", "model", "request"])
        #expect(
            losses.allSatisfy { $0.from == nil && $0.to == nil && $0.rule == "dream-machine:generation.\($0.path)" })
    }

    @Test func `an older spelling is named as the source spells it`() throws {
        let old = #"{"id":"g","type":"image","state":"completed","version":"v1.6","assets":null,"request":{}}"#
        let dropped = try losses(old, to: "acedata").filter { $0.kind == .dropped }.map(\.path)
        #expect(dropped == ["version", "assets", "request"])
        let edit = #"{"id":"g","type":"image","state":"completed","request":{"type":"reframe_image"}}"#
        #expect(try losses(edit, to: "acedata").first { $0.kind == .approximated }?.path == "type")
    }

    @Test func `a value is that of the source, not the canonical one`() throws {
        let dreaming = #"{"id":"g","state":"dreaming","assets":null,"request":{}}"#
        let state = try #require(try losses(dreaming, to: "acedata").first { $0.path == "state" })
        #expect(state.kind == .approximated)
        #expect(state.from == #""dreaming""#)
    }

    /// Without quotes a member `a.b` and a member `b` of `a` would have the same path.
    @Test func `keys that would be ambiguous are quoted`() throws {
        let document = #"{"id":"t","response":{"a.b":1,"":2,"c[0]":3},"a.b":{"d":4}}"#
        let paths = try losses(document, to: "agents").filter { $0.kind == .dropped }.map(\.path)
        #expect(paths == [#"response["a.b"]"#, #"response[""]"#, #"response["c[0]"]"#, #"["a.b"]"#])
    }

    @Test func `the same date in other digits is no loss`() throws {
        let document = #"{"id":"a","state":"queued","created_at":"2026-04-08T14:00:00+02:00","output":[]}"#
        for dialect in ["dream-machine", "acedata"] {
            #expect(try !losses(document, to: dialect).contains { $0.path == "created_at" })
        }
    }

    @Test func `a ledger is JSON, and a table for people`() throws {
        let ledger = Ledger(try losses(#"{"id":"t","request":{"\n":1},"response":{},"x":"\"\\"}"#, to: "agents"))
        var output = ByteBuffer()
        ledger.write(to: &output)
        let tree = try JSONTree(output.array())
        #expect(tree.value(at: "losses")?.elements?.count == ledger.losses.count)
        let rows = try #require(tree.value(at: "losses")?.elements)
        #expect(rows.map { $0["path"]?.text } == ledger.losses.map { "\($0.path)" })
        #expect(rows.map { $0["kind"]?.text } == ledger.losses.map(\.kind.description))
        #expect(rows.first { $0["path"]?.text == "x" }?["from"]?.text == "\"\\")
        #expect(rows.allSatisfy { $0["rule"]?.text != nil && $0["reason"]?.text != nil })
        #expect(ledger.table.split(separator: "\n").count == ledger.losses.count)
        #expect(output.array().last == UInt8(ascii: "\n"))
    }

    @Test func `nothing lost is an empty ledger`() throws {
        var output = ByteBuffer()
        Ledger([]).write(to: &output)
        #expect(output.array().text == "{\"losses\":[]}\n")
        #expect(Ledger([]).table.isEmpty)
    }
}
