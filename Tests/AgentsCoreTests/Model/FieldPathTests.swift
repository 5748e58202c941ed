import AdapterTesting
import AgentsCore
import Testing

@Suite struct FieldPathTests {
    static let spelled: [(FieldPath, String)] = [
        ([], ""),
        (["prompt"], "prompt"),
        (["image_ref", 2, "weight"], "image_ref[2].weight"),
        ([0], "[0]"),
        ([1, 2, "a", 3], "[1][2].a[3]"),
        ([.key("2")], "2"),
        ([""], #"[""]"#),
        (["a", "", "b"], #"a[""].b"#),
        (["a.b", "c"], #"["a.b"].c"#),
        (["a[0]"], #"["a[0]"]"#),
        (["a]b"], "a]b"),
        (["["], #"["["]"#),
        ([#"say "hi"."#], #"["say \"hi\"."]"#),
        ([#"."\"#], #"[".\"\\"]"#),
        (["a\nb"], #"["a\nb"]"#),
        (["a\u{0}\u{1F}"], #"["a\u0000\u001f"]"#),
        (["été", "日本"], "été.日本"),
        // The accent after the dot makes one character of the two.
        ([".\u{301}"], "[\".\u{301}\"]"),
        (["a", "\u{301}b"], "a.\u{301}b"),
    ]

    @Test(arguments: spelled)
    func isWrittenAndReadBack(_ path: FieldPath, _ text: String) {
        #expect(path.description == text)
        #expect(FieldPath(text) == path)
    }

    @Test(arguments: [
        ".", ".a", "a.", "a..b", "a.[0]", "[", "]x[", "a[", "a[]", "a[x]", "a[-1x]", "a[01]", "a[+1]", "a[ 1]", "a[1",
        "a[1]b", "[0]a", "[99999999999999999999]", #"[""#, #"["a"#, #"["a""#, #"["a"]b"#, #"["\x"]"#, #"["\ud800"]"#,
        #"["a\"]"#, "a\nb", "a\u{7F}",
    ])
    func refusesOtherText(_ text: String) {
        #expect(FieldPath(text) == nil)
    }

    @Test func readsQuotesWhereNoneAreNeeded() {
        let text = #"["a"]["b"][0]"#
        #expect(FieldPath(text)?.description == "a.b[0]")
    }

    @Test func anyComponentsComeBack() throws {
        var generator = SeededGenerator(seed: 7)
        let pieces = ["a", ".", "[", "]", "\"", "\\", "\n", "\u{7F}", "é", "\u{301}", "0", " ", "\u{1F600}", "u0041"]
        for _ in 0..<2000 {
            let components = (0..<Int.random(in: 0...4, using: &generator)).map { _ -> FieldPath.Component in
                if Bool.random(using: &generator) { return .index(Int.random(in: 0...20, using: &generator)) }
                let size = Int.random(in: 0...4, using: &generator)
                return .key((0..<size).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined())
            }
            let path = FieldPath(components)
            let again = try #require(FieldPath(path.description))
            #expect(again == path)
            #expect(again.description.utf8.elementsEqual(path.description.utf8))
        }
    }

    @Test func appending() {
        let path = FieldPath.root.appending("video").appending("keyframes").appending(3)
        #expect(path == "video.keyframes[3]")
        #expect(path.appending(contentsOf: "url") == "video.keyframes[3].url")
        #expect(FieldPath.root.isRoot)
        #expect(!path.isRoot)
        // A literal step is a key, whatever it holds.
        #expect(FieldPath.root.appending("a.b").components == [.key("a.b")])
    }
}
