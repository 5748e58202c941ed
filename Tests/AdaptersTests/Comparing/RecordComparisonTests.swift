import AgentsCore
import Testing

@testable import Adapters

/// Records are compared as values, by rules.
@Suite struct RecordComparisonTests {
    private func paths(_ one: String, _ two: String, _ rules: ComparisonRules = ComparisonRules()) throws -> [String] {
        var comparison = RecordComparison(rules)
        // What stands around the documents does not belong to them.
        let left = ByteBuffer("x\(one)y".utf8)
        let right = ByteBuffer("\(two)}".utf8)
        return try comparison.differences(left, 1..<left.count - 1, right, 0..<right.count - 1).map { "\($0.path)" }
    }

    // MARK: Numbers

    @Test(arguments: [
        ("0", "-0"), ("0", "0.000e99"), ("1", "1.0"), ("1", "10e-1"), ("1", "0.1E+1"), ("-12.50", "-1.25e1"),
        ("1e400", "10e399"), ("123456789012345678901234567890", "1.23456789012345678901234567890e29"),
    ])
    func `A number has many spellings`(_ one: String, _ two: String) throws {
        #expect(try paths("[\(one)]", "[\(two)]").isEmpty)
        #expect(DecimalValue(one) == DecimalValue(two))
    }

    @Test(arguments: [
        ("1", "-1"), ("0.1", "0.10000000000000001"), ("1e400", "1e401"), ("9007199254740993", "9007199254740992"),
        ("1", "10"), ("1e99999999999999999999", "1e99999999999999999998"), ("0", "1e-400"),
    ])
    func `Different numbers are told apart that a double would take for one`(_ one: String, _ two: String) throws {
        #expect(try paths("[\(one)]", "[\(two)]") == ["[0]"])
    }

    // MARK: Texts

    @Test func `Texts are compared as they read, code by code`() throws {
        #expect(try paths(#"{"a":"\u00e9\/"}"#, #"{"a":"é/"}"#).isEmpty)
        // Letters that look alike.
        #expect(try paths(#"{"a":"é"}"#, #"{"a":"e\u0301"}"#) == ["a"])
        #expect(try paths(#"{"é":1}"#, #"{"e\u0301":1}"#).count == 2)
    }

    // MARK: Rules

    private func rules(ignoring ignored: [FieldPath] = [], only: [FieldPath] = []) -> ComparisonRules {
        var rules = ComparisonRules()
        (rules.ignored, rules.only) = (ignored, only)
        return rules
    }

    @Test func `What is ignored does not count, with all that it holds`() throws {
        let (one, two) = (#"{"a":{"b":1,"c":2},"d":[{"e":1,"f":1}]}"#, #"{"a":{"b":2,"c":3},"d":[{"e":2,"f":2}]}"#)
        #expect(try paths(one, two) == ["a.b", "a.c", "d[0].e", "d[0].f"])
        #expect(try paths(one, two, rules(ignoring: ["a"])) == ["d[0].e", "d[0].f"])
        #expect(try paths(one, two, rules(ignoring: ["a.b", "d.e"])) == ["a.c", "d[0].f"])
        #expect(try paths(one, two, rules(ignoring: ["a.b", "d[1].e"])) == ["a.c", "d[0].e", "d[0].f"])
        #expect(try paths(one, two, rules(ignoring: [.root])).isEmpty)
    }

    @Test func `What only one side has counts as far as the rules say`() throws {
        let (one, two) = (#"{"a":{"b":1,"c":2}}"#, "{}")
        #expect(try paths(one, two) == ["a"])
        #expect(try paths(one, two, rules(ignoring: ["a.b"])) == ["a.c"])
        #expect(try paths(one, two, rules(ignoring: ["a.b", "a.c"])).isEmpty)
        #expect(try paths(two, one, rules(ignoring: ["a.b"])) == ["a.c"])
        #expect(try paths(one, two, rules(only: ["a.b"])) == ["a.b"])
        #expect(try paths(#"{"a":{}}"#, two, rules(ignoring: ["a.b"])) == ["a"])
        #expect(try paths(#"{"a":{}}"#, two, rules(only: ["a.b"])).isEmpty)
        // A value of another kind is no container without what is ignored.
        #expect(try paths(#"{"a":{"b":1}}"#, #"{"a":null}"#, rules(ignoring: ["a.b"])) == ["a"])
        #expect(try paths(#"{"a":{"b":1}}"#, #"{"a":null}"#, rules(only: ["a.b"])) == ["a.b"])
        #expect(try paths(#"{"a":[{"b":1}]}"#, #"{"a":null}"#, rules(only: ["a.b"])) == ["a[0].b"])
        #expect(try paths(#"{"a":1}"#, #"{"a":2}"#, rules(only: ["a.b"])).isEmpty)
    }

    @Test func `Arrays can be compared as one value`() throws {
        var rules = ComparisonRules()
        rules.undivided = ["a"]
        #expect(try paths(#"{"a":["x","y"],"b":[1,2]}"#, #"{"a":["y"],"b":[2]}"#, rules) == ["a", "b[0]", "b[1]"])
    }

    @Test func `An array that is compared as one value has its elements compared as values`() throws {
        var rules = ComparisonRules()
        rules.undivided = ["a"]
        #expect(
            try paths(#"{"a":["type",1,{"b":[],"c":2}]}"#, #"{"a":["t\u0079pe",1.0,{"c":2,"b":[]}]}"#, rules).isEmpty)
        #expect(try paths(#"{"a":[{"b":1,"c":2}],"d":1}"#, #"{"a":[{"b":2,"c":3}],"d":2}"#, rules) == ["a", "d"])
    }

    @Test func `The paths are in the order of their bytes`() throws {
        // U+00C5 and A with a ring above are the same letter to a reader, and a letter sorts before or after its parts.
        let keys = ["Z", "a", "é", "e\u{301}", "z", "\u{FFFD}", "\u{1F600}", "\u{212B}", "A\u{30A}", "\u{C5}"]
        let members = keys.map { "\"\($0)\":1" }.joined(separator: ",")
        let expected = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let found = try paths("{\(members)}", "{}").map { Array($0.utf8) }
        #expect(found == expected.map { Array("\(FieldPath([.key($0)]))".utf8) })
    }

    @Test func `What is no document is refused`() {
        #expect(throws: AdapterError.self) { try paths("{", "{}") }
    }

    @Test func `A document of many members and levels is compared in reasonable time`() throws {
        let wide = (0..<20_000).map { "\"k\($0)\":\($0)" }
        #expect(
            try paths("{\(wide.joined(separator: ","))}", "{\(wide.reversed().joined(separator: ",")),\"z\":1}") == [
                "z"
            ])
        let deep = String(repeating: "[", count: 500)
        let end = String(repeating: "]", count: 500)
        #expect(try paths("\(deep)1\(end)", "\(deep)2\(end)").count == 1)
    }
}
