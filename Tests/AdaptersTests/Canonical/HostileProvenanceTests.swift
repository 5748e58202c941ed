import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// `provenance` is input like any other: the way back believes nothing of it.
@Suite struct HostileProvenanceTests {
    private let registry = AdapterRegistry.known

    private static let task =
        #"{"id":"t","created_at":1.5,"request":{"prompt":"p"},"response":{"success":true,"video_url":"u","state":"completed"}}"#

    /// The line of a task with something else in its `provenance`.
    private func line(_ change: (inout JSONTree) -> Void) throws -> String {
        let line = try registry.converted(Self.task)
        var provenance = try #require(line["provenance"])
        change(&provenance)
        return line.with("provenance", provenance).description
    }

    private func line(_ key: String, _ json: String) throws -> String {
        let value = try JSONTree(text: json)
        return try line { $0 = $0.with(key, value) }
    }

    private func refusals(_ line: String) throws -> [AdapterError] {
        try [ConversionTarget.canonical, .dialect(.init("acedata")), .bare, .dialect(.init("dream-machine"))].map {
            try registry.refusal(line, from: .dialect(.agents), to: $0)
        }
    }

    // MARK: Kinds and values

    @Test(
        arguments: [
            ("residue", "[]"), ("residue", "1"), ("residue", "null"), ("residue", "\"x\""), ("derived", "{}"),
            ("derived", "[1]"), ("derived", "\"state\""), ("derived", "null"), ("derived", "[[]]"), ("revisions", "{}"),
            ("revisions", "[null]"), ("revisions", "7"), ("envelope", "[]"), ("envelope", "1"),
        ])
    func membersOfOtherKindsAreRefused(_ key: String, _ json: String) throws {
        for error in try refusals(line(key, json)) {
            #expect(error.code == .wrongType)
            #expect("\(error.path)" == "provenance.\(key)")
            #expect(error.offset != nil)
        }
    }

    @Test(
        arguments: [
            ("derived", #"["provenance"]"#), ("derived", #"["nonsense"]"#), ("derived", #"["createdAt"]"#),
            ("index", "0"), ("of", "2"), ("index", "-1"), ("index", "null"), ("index", "\"0\""), ("index", "1.0"),
            ("index", "99999999999999999999"),
        ])
    func valuesThatMakeNoSenseAreRefused(_ key: String, _ json: String) throws {
        for error in try refusals(line(key, json)) { #expect(error.code == .badValue) }
    }

    @Test(arguments: [("0", "0"), ("1", "1"), ("2", "1"), ("0", "-1"), ("0.0", "1"), ("0", "1e0")])
    func placesMustBePlaces(_ index: String, _ of: String) throws {
        let line = try line { $0 = $0.with("index", .number(index)).with("of", .number(of)) }
        for error in try refusals(line) { #expect(error.code == .badValue) }
    }

    @Test func `an id is never computed, so it cannot be left out`() throws {
        for error in try refusals(line("derived", #"["id"]"#)) { #expect(error.code == .badValue) }
    }

    @Test func `revisions that the shape does not have are refused on the way back`() throws {
        for revision in ["nonsense", "model-replaces-version", "list-members-in-sdk-order"] {
            let line = try line("revisions", "[\"\(revision)\"]")
            for target in [ConversionTarget.canonical, .dialect(.init("acedata"))] {
                let error = try registry.refusal(line, from: .dialect(.agents), to: target)
                #expect(error.code == .badValue)
                #expect(error.path == "provenance.revisions")
            }
        }
    }

    // MARK: Origins that are none

    @Test(
        arguments: [
            #"{"dialect":"nonsense","shape":"task"}"#,
            #"{"dialect":"acedata"}"#, #"{"shape":"task"}"#, "{}", "[]", "null", "1", #""acedata""#,
            #"{"dialect":1,"shape":2}"#, #"{"dialect":{"acedata":1},"shape":"task"}"#,
            #"{"dialect":"Acedata","shape":"task"}"#,
        ])
    func aMemberOfThatNameMayBeTheRecordsOwn(_ provenance: String) throws {
        let document = #"{"id":"a","type":"image","state":"queued","output":[],"provenance":\#(provenance)}"#
        let line = try registry.converted(document)
        #expect(line.value(at: "provenance.dialect")?.text == "agents")
        #expect(line.value(at: "provenance.residue.provenance") == (try JSONTree(text: provenance)))
        #expect(try registry.roundTrip(document, of: .agents) == document)
        expectKept(AdapterLaws.known.stability(Array(document.utf8)))
    }

    @Test func `a shape that its dialect does not have is refused`() throws {
        let document = #"{"id":"a","output":[],"provenance":{"dialect":"acedata","shape":"nonsense"}}"#
        for source in [ConversionSource.any, .dialect(.agents)] {
            let error = try registry.refusal(document, from: source)
            #expect(error.code == .badValue)
            #expect(error.path == "provenance.shape")
        }
    }

    @Test func `an origin is known however it is spelled`() throws {
        let line = try line { provenance in
            provenance.children[0].value = .string(
                JSONSpelling(lexeme: Array(#""\u0061cedata""#.utf8), characters: Array("acedata".utf8)))
        }
        #expect(line.contains(#"\u0061cedata"#))
        let back = try registry.converted(line, from: .dialect(.agents), to: .dialect(.init("acedata")))
        #expect(back.description == Self.task)
    }

    // MARK: Residue

    @Test(arguments: [#"{"id":5}"#, #"{"id":"other"}"#, #"{"\u0069d":"other"}"#, #"{"id":null}"#])
    func aResidueCannotReplaceTheId(_ residue: String) throws {
        for target in [ConversionTarget.canonical, .dialect(.init("acedata"))] {
            let error = try registry.refusal(line("residue", residue), from: .dialect(.agents), to: target)
            #expect(error.code == .badValue)
        }
    }

    /// Residue wins over canonical members, so where both have a value the canonical one would be gone without a word.
    @Test(
        arguments: [
            #"{"created_at":2.5}"#, #"{"response":{"state":"failed"}}"#, #"{"response":{"video_url":"other"}}"#,
            #"{"response":5}"#,
        ])
    func whatAResidueHidesIsRefusedOrListed(_ residue: String) throws {
        let line = try line("residue", residue)
        let conversion = registry.convert(line, from: .dialect(.agents), to: .dialect(.init("acedata")))
        guard conversion.refusals.isEmpty, conversion.losses.isEmpty else { return }
        let back = try registry.converted(conversion.output.text, from: .dialect(.init("acedata")))
        #expect(back.without("provenance") == (try JSONTree(text: line).without("provenance")))
    }

    @Test func `a residue never gives an object a key twice`() throws {
        let record = #"{"id":"a","output":[{"type":"image","url":"u","new":1}]}"#
        let line = try registry.converted(record)
        for residue in [
            #"{"output":[{"url":"other"}]}"#, #"{"output":[{"\u0075rl":"other"}]}"#,
            #"{"output":[{"type":"x","new":1}]}"#,
        ] {
            var edited = line
            edited.edit([line.children.count - 1]) { provenance in
                let value = (try? JSONTree(text: residue)) ?? .null
                provenance = provenance.map { $0.key == "residue" ? JSONTree.Member($0.key, value) : $0 }
            }
            let conversion = registry.convert(edited.description, from: .dialect(.agents), to: .dialect(.agents))
            for line in conversion.lines { #expect(throws: Never.self, "\(residue)") { try JSONTree(line) } }
        }
    }

    @Test func `objects of the residue of outputs are objects`() throws {
        let line =
            #"{"id":"a","output":[{"url":"u"}],"provenance":{"dialect":"agents","shape":"generation","residue":{"output":[7]}}}"#
        let error = try registry.refusal(line, from: .dialect(.agents), to: .dialect(.agents))
        #expect(error.code == .badValue)
    }

    @Test func `a residue may be as deep as its line can be read`() throws {
        // The line of a record is two levels deeper than the record, and must be read all the same.
        for depth in [1, 100, 124, 125] {
            let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let document = #"{"id":"t","response":{},"x":\#(nested)}"#
            #expect(try registry.roundTrip(document, of: .init("acedata")) == document, "depth \(depth + 1)")
        }
    }

    // MARK: Members that a line does not have

    @Test func `members beside those of a line are listed when it is turned back`() throws {
        let line = try registry.converted(Self.task).with("new", .number("1e400"))
        for target in [ConversionTarget.dialect(.init("acedata")), .bare, .dialect(.init("dream-machine"))] {
            let losses = registry.convert(line.description, from: .dialect(.agents), to: target).losses
            #expect(losses.filter { $0.path == "new" }.map(\.kind) == [.dropped])
            #expect(losses.first { $0.path == "new" }?.from == "1e400")
        }
    }

    @Test func `reported losses are not read`() throws {
        let line = try line("losses", #"[{"path":7},null,"x"]"#)
        let back = try registry.converted(line, from: .dialect(.agents), to: .dialect(.init("acedata")))
        #expect(back.description == Self.task)
        #expect(try registry.converted(line).description == line)
    }
}
