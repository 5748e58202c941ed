import AdapterTesting
import Testing

/// `diff`: what two histories do not have in common.
@Suite struct DiffTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A difference, without where the records stand.
    struct Difference: Hashable, CustomStringConvertible {
        let id: String
        let kind: String
        var path: String?
        var from: String?
        var to: String?

        var description: String { "\(kind) \(id) \(path ?? "-") \(from ?? "-") \(to ?? "-")" }

        /// The same difference from the other side.
        var mirrored: Difference {
            let kinds = ["removed": "added", "added": "removed"]
            return Difference(id: id, kind: kinds[kind] ?? kind, path: path, from: to, to: from)
        }
    }

    private func diff(
        _ a: [String], _ b: [String], _ arguments: String...
    ) throws -> (status: Int32, found: [Difference], messages: [String]) {
        try folder.write("a", a.joined(separator: "\n"))
        try folder.write("b", b.joined(separator: "\n"))
        let result = try Tool.run(["diff"] + arguments + ["a", "b"], in: folder)
        return (result.status, try result.differences, result.messages)
    }

    private func record(_ id: String, _ extra: String?, state: String = "completed") -> String {
        let members = extra.map { ",\"x\":\($0)" } ?? ""
        return "{\"id\":\"\(id)\",\"type\":\"image\",\"state\":\"\(state)\",\"output\":[]\(members)}"
    }

    // MARK: A small world

    /// A value, spelled in one of its ways.
    private indirect enum Value: Equatable {
        case null
        case bool(Bool)
        case number(Int)
        case text(String)
        case object([String: Value])
        case array([Value])
    }

    private static let world: [(value: Value?, spelling: String?)] = [
        (nil, nil), (.null, "null"), (.bool(true), "true"), (.bool(false), "false"), (.number(0), "0"),
        (.number(0), "-0.0"),
        (.number(1), "1"), (.number(1), "1.0"), (.number(1), "0.1e1"), (.number(1), "100E-2"), (.number(10), "1e1"),
        (.text(""), "\"\""), (.text("1"), "\"1\""), (.text("a"), "\"a\""), (.text("a"), "\"\\u0061\""),
        (.object([:]), "{}"), (.object(["k": .number(1)]), "{\"k\":1}"),
        (.object(["k": .null]), "{ \"\\u006b\" : null }"),
        (.object(["k": .number(1), "l": .text("a")]), "{\"l\":\"a\",\"k\":1.00}"),
        (.object(["k": .object(["m": .array([])])]), "{\"k\":{\"m\":[ ]}}"),
        (.array([]), "[]"), (.array([.number(1)]), "[1]"), (.array([.number(1), .text("a")]), "[10e-1,\"a\"]"),
        (.array([.object(["k": .number(1)])]), "[{\"k\":1}]"),
    ]

    /// The paths at which two values differ, by the definition.
    private static func differing(_ one: Value?, _ two: Value?, _ path: String) -> [String] {
        switch (one, two) {
        case (.object(let one)?, .object(let two)?):
            Set(one.keys).union(two.keys).flatMap { differing(one[$0], two[$0], "\(path).\($0)") }
        case (.array(let one)?, .array(let two)?):
            (0..<max(one.count, two.count)).flatMap { index in
                differing(
                    one.indices.contains(index) ? one[index] : nil, two.indices.contains(index) ? two[index] : nil,
                    "\(path)[\(index)]")
            }
        default: one == two ? [] : [path]
        }
    }

    @Test func everyPairOfValuesIsToldApartExactlyWhereItDiffers() throws {
        var (a, b): ([String], [String]) = ([], [])
        var expected: Set<String> = []
        for (one, left) in Self.world.enumerated() {
            for (two, right) in Self.world.enumerated() {
                let id = "\(one)-\(two)"
                a.append(record(id, left.spelling))
                b.append(record(id, right.spelling))
                // Where one side has no residue at all, that is what differs.
                if (left.value == nil) != (right.value == nil) {
                    expected.insert("\(id) provenance.residue")
                } else {
                    for path in Self.differing(left.value, right.value, "provenance.residue.x") {
                        expected.insert("\(id) \(path)")
                    }
                }
            }
        }
        let (status, found, messages) = try diff(a, b)
        #expect(status == 1)
        #expect(found.allSatisfy { $0.kind == "changed" && ($0.from != nil || $0.to != nil) })
        #expect(Set(found.map { "\($0.id) \($0.path ?? "")" }) == expected)
        #expect(found.count == expected.count)
        #expect(messages.last == "different")
        #expect(try diff(a, b, "--ignore", "residue").found.isEmpty)
        // A member that one side has not is ignored as well as one that both have.
        #expect(try diff(a, b, "--ignore", "provenance.residue.x").status == 0)
        #expect(try diff(a, b, "--only", "state,output").status == 0)
    }

    @Test func theOtherWayRoundEverythingIsMirrored() throws {
        let spellings = Self.world.map(\.spelling)
        let a = spellings.enumerated().map { record("\($0.offset)", $0.element) } + [record("only a", "1")]
        let b =
            spellings.reversed().enumerated().map { record("\($0.offset)", $0.element, state: "failed") }
            + [record("only b", "1")]
        for options in [["--ignore", "url-signatures,order"], ["--ignore", "none"], ["--only", "provenance"]] {
            try folder.write("a", a.joined(separator: "\n"))
            try folder.write("b", b.shuffled().joined(separator: "\n"))
            let forth = try Tool.run(["diff"] + options + ["a", "b"], in: folder)
            let back = try Tool.run(["diff"] + options + ["b", "a"], in: folder)
            #expect(Set(try forth.differences) == Set(try back.differences.map(\.mirrored)))
            #expect(forth.status == 1 && back.status == 1)
        }
    }

    // MARK: Order

    @Test func theOrderOfRecordsAndTheirFormsDoNotMatter() throws {
        var generator = SeededGenerator(seed: 11)
        let a = (0..<40).map { record("\($0)", "\($0 % 7)") }
        let b = (5..<45).map { record("\($0)", "\($0 % 5)", state: $0 % 9 == 0 ? "failed" : "completed") }
        let expected = try diff(a, b)
        #expect(expected.found.filter { $0.kind == "removed" }.count == 5)
        for _ in 0..<10 {
            let (left, right) = (a.shuffled(using: &generator), b.shuffled(using: &generator))
            let cut = Int.random(in: 0..<left.count, using: &generator)
            let mixed = Array(left[..<cut]) + ["[" + left[cut...].joined(separator: ",\n") + "]"]
            let again = try diff(mixed, try right.map { try Samples.pretty($0) }, "--threads", "2")
            #expect(again.found == expected.found)
            #expect(again.messages == expected.messages)
        }
    }

    @Test func whereItCountsEveryRecordThatStandsElsewhereIsNamed() throws {
        let ids = ["1", "2", "3", "4", "5"]
        let b = ["9", "2", "1", "3", "5", "4"]
        let result = try diff(
            ids.map { record($0, nil) }, b.map { record($0, nil) }, "--ignore", "url-signatures")
        let moved = result.found.filter { $0.kind == "moved" }
        #expect(
            Set(moved.map(\.description)) == ["moved 1 - 0 1", "moved 2 - 1 0", "moved 4 - 3 4", "moved 5 - 4 3"])
        #expect(result.found.filter { $0.kind != "moved" }.map(\.description) == ["added 9 - - -"])
        #expect(result.messages.contains("moved 4"))
        #expect(try diff(ids.map { record($0, nil) }, ids.map { record($0, nil) }, "--ignore", "none").status == 0)
    }

    @Test func whereItCountsABatchIsNoListOfLines() throws {
        let records = [Samples.task("1"), Samples.task("2")]
        let batch = ["{\"items\":[\(records.joined(separator: ","))],\"count\":2}"]
        #expect(try diff(records, batch).status == 0)
        let strict = try diff(records, batch, "--ignore", "none")
        #expect(Set(strict.found.compactMap(\.path)) == ["provenance.envelope", "provenance.index", "provenance.of"])
    }

    // MARK: Matching

    @Test func ofSeveralRecordsTheLatestIsCompared() throws {
        let queued = Samples.dreamMachine("1").replacing("dreaming", with: "queued")
        let done = Samples.dreamMachine("1").replacing("dreaming", with: "completed")
        let result = try diff([queued, done, Samples.dreamMachine("1")], [done])
        #expect(result.status == 0)
        #expect(
            result.messages == [
                "a: records 1 = same 1 + changed 0 + removed 0 (merged 2, rejected 0)",
                "b: records 1 = same 1 + changed 0 + added 0 (merged 0, rejected 0)", "equal",
            ])
        let other = try diff([done, queued], [queued, queued])
        #expect(Set(other.found.compactMap(\.path)).contains("state"))
    }

    /// An empty id names no generation, so that such records are the same only if they say the same.
    @Test func recordsWithoutAnIDAreMatchedByAllThatTheySay() throws {
        let records = ["1", "2", "3"].map { record("", $0) }
        let known = record("known", nil)
        #expect(try diff(records + [known], [known] + records.reversed()).status == 0)
        let result = try diff([records[0], known, records[1], records[1]], [records[2], known, records[1]])
        #expect(result.found.map(\.description) == ["removed  - - -", "added  - - -"])
        #expect(
            result.messages == [
                "a: records 3 = same 2 + changed 0 + removed 1 (merged 1, rejected 0)",
                "b: records 3 = same 2 + changed 0 + added 1 (merged 0, rejected 0)", "different",
            ])
        // A record whose id is the text of another one is not that one.
        let line = try Tool.run("normalize", input: records[0].utf8).lines[0]
        let other = record("x", nil).replacing("\"x\"", with: line.jsonText)
        #expect(try diff([records[0]], [other]).found.map(\.kind).sorted() == ["added", "removed"])
        let moved = try diff(records, [records[1], records[0], records[2]], "--ignore", "none")
        #expect(moved.found.map(\.description).sorted() == ["moved  - 0 1", "moved  - 1 0"])
    }

    @Test func dialectsAreComparedInCanonicalForm() throws {
        let done = Samples.dreamMachine("1").replacing("\"dreaming\"", with: "\"completed\"")
            .replacing("\"assets\":null", with: "\"assets\":{\"video\":\"https://x/v.mp4\"}")
        let task =
            "{\"id\":\"1\",\"created_at\":1747662702.302000,\"request\":{},\"response\":{\"success\":true,\"state\":\"completed\","
            + "\"video_url\":\"https://x/v.mp4\"}}"
        let all = try diff([done], [task])
        #expect(all.found.contains { $0.path == "provenance.dialect" })
        let canonical = try diff([done], [task], "--ignore", "provenance,url-signatures,order")
        #expect(canonical.found.map(\.path) == ["model"])
        // A line of this tool is what it was made of.
        let line = try Tool.run("normalize", input: done.utf8).lines
        #expect(try diff([done], line).status == 0)
    }

    // MARK: Links

    @Test func whoSignedALinkDoesNotMatterUnlessItIsAsked() throws {
        func record(_ query: String) -> [String] {
            [Samples.agents("1").replacing("[]", with: "[{\"type\":\"image\",\"url\":\"https://x/a.png\(query)\"}]")]
        }
        let signed = record("?v=1&X-Amz-Date=20260408T120000Z&X-Amz-Expires=3600&X-Amz-Signature=aa")
        let again = record("?v=1&X-Amz-Date=20260409T120000Z&X-Amz-Expires=60&X-Amz-Signature=bb")
        #expect(try diff(signed, again).status == 0)
        #expect(try diff(signed, record("?v=1")).status == 0)
        #expect(try diff(signed, again, "--ignore", "order").found.map(\.path) == ["output[0].url"])
        #expect(try diff(signed, record("?v=2")).found.map(\.path) == ["output[0].url"])
        #expect(try diff(record("?a=1"), record("?a=2")).status == 1)
        #expect(try diff(signed, again, "--ignore", "order,output.url").status == 0)
        #expect(try diff(record("?a=1"), record("?a=2"), "--only", "output[1].url,state").status == 0)
        #expect(try diff(record("?a=1"), record("?a=2"), "--only", "output[0].url,state").status == 1)
    }
}

extension String {
    /// The text as a JSON string, of what needs no more escapes than these.
    fileprivate var jsonText: String {
        "\"\(replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}

extension Tool.Result {
    /// The differences on standard output.
    var differences: [DiffTests.Difference] {
        get throws {
            try lines.map { line in
                let tree = try JSONTree(line.utf8)
                return DiffTests.Difference(
                    id: tree["id"]?.text ?? "", kind: tree["kind"]?.text ?? "", path: tree["path"]?.text,
                    from: tree["from"]?.description, to: tree["to"]?.description)
            }
        }
    }
}
