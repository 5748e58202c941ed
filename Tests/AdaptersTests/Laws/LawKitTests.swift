import AdapterTesting
import AgentsCore
import Testing

/// What the laws rest on: the parser that is their opinion, and the documents that they are asked about.
@Suite struct LawKitTests {
    @Test(
        arguments: [
            "null", "true", "false", "0", "-0", "-1.50e+30", "1E400", "12345678901234567890", "\"\"", "[]", "{}",
            " [ 1 , 2 ] ",
            "{\"a\":{\"b\":[null]},\"\":\"\"}", "\"\\u0061\\n\\/\\ud83d\\ude00é\u{1F600}\"", "\t\r\n{}\n",
        ])
    func theParserTakesDocuments(_ text: String) throws {
        let tree = try JSONTree(text: text)
        #expect(tree.json() == minified(text.utf8))
        for layout in JSONTree.Layout.allCases { #expect(try JSONTree(tree.json(layout)) == tree) }
    }

    @Test(
        arguments: [
            ("", "not_json"), ("{", "not_json"), ("[1,]", "not_json"), ("{\"a\":1,}", "not_json"), ("01", "not_json"),
            ("1.", "not_json"), ("-", "not_json"), ("1e", "not_json"), ("tru", "not_json"), ("nulll", "not_json"),
            ("\"a", "not_json"), ("\"\t\"", "not_json"), ("\"\\x\"", "not_json"), ("\"\\u00g0\"", "not_json"),
            ("{a:1}", "not_json"),
            ("\"\\u+061\"", "not_json"), ("1 2", "not_json"), ("\"\\ud800\"", "lone_surrogate"),
            ("\"\\udc00\"", "lone_surrogate"),
            ("\"\\ud800\\u0061\"", "lone_surrogate"), ("{\"a\":1,\"\\u0061\":2}", "duplicate_key"),
        ])
    func theParserRefusesTheRest(_ text: String, _ code: String) {
        let error = #expect(throws: JSONError.self) { try JSONTree(text: text) }
        #expect(error?.code.description == code)
    }

    @Test func `trees are equal if they say the same`() throws {
        let tree = try JSONTree(text: #"{"a":[1,{"b":"x"}],"c":null}"#)
        for text in [#"{"c":null,"a":[1,{"b":"x"}]}"#, #"{"\u0061":[1,{"b":"\u0078"}],"c":null}"#] {
            #expect(try JSONTree(text: text) == tree)
            #expect(try JSONTree(text: text).hashValue == tree.hashValue)
        }
        #expect(try !JSONTree(text: #"{"a":[1,{"b":"\u0078"}],"c":null}"#).isSpelledLike(tree))
        for text in [
            #"{"a":[1.0,{"b":"x"}],"c":null}"#, #"{"a":[{"b":"x"},1],"c":null}"#, #"{"a":[1,{"b":"x"}]}"#,
            #"{"a":[1,{"b":"x"}],"c":null,"d":null}"#, #"{"a":[1,{"b":"x"}],"d":null}"#,
            #"{"a":[1,{"b":"X"}],"c":null}"#,
        ] {
            #expect(try JSONTree(text: text) != tree)
        }
    }

    @Test func `paths lead to values`() throws {
        let tree = try JSONTree(text: #"{"a":{"b":[1,{"c":2}]}}"#)
        #expect(tree.value(at: "a.b[1].c")?.description == "2")
        #expect(tree.value(at: "a.b[2]") == nil)
        #expect(tree.value(at: "a.x.c") == nil)
    }

    @Test func `mutants are the same for the same seed, and of every kind`() throws {
        let document = try Fixture.named("acedata/12_").bytes
        var seen: Set<Mutation> = []
        var changed = 0
        for seed in 1...400 as ClosedRange<UInt64> {
            var one = Mutator(seed: seed)
            var other = Mutator(seed: seed)
            let mutant = one.mutate(document)
            #expect(other.mutate(document).bytes == mutant.bytes)
            seen.formUnion(mutant.mutations)
            if mutant.bytes != document { changed += 1 }
        }
        #expect(seen == Set(Mutation.allCases))
        #expect(changed > 380)
    }

    @Test func `escaping changes nothing but the spelling`() {
        var generator = SeededGenerator(seed: 1)
        for text in ["id", "", "a\"b\\c\n\u{0}", "naïve \u{1F600}"] {
            let spelling = JSONSpelling(text)
            for _ in 0..<20 {
                let escaped = spelling.escaped(&generator)
                #expect((try? JSONTree(escaped.lexeme))?.text == text)
                #expect(escaped == spelling)
            }
        }
    }

    @Test func `moments are those of the calendar`() {
        #expect(Moment("1970-01-01T00:00:00Z")?.seconds == 0)
        #expect(Moment("2024-02-29T00:00:00.500Z") == Moment(seconds: "1709164800.5"))
        #expect(Moment("2026-04-08T14:00:00+02:00")?.isSame(as: "2026-04-08T12:00:00.000Z") == true)
        #expect(Moment("2026-04-08T12:00:00Z")?.isSame(as: "2026-04-08T12:00:00.001Z") == false)
        #expect(Moment("2023-02-29T00:00:00Z") == nil)
        #expect(Moment("2026-04-08") == nil)
        #expect(Moment(seconds: "1e9") == nil)
    }
}
