import AgentsCore
import Testing

/// Credentials wherever they could be shown.
@Suite struct CredentialTests {
    struct Holder {
        let name = "holder"
        let credential: Credential
        let several: [String: Credential?]
    }

    @Test func nothingShowsTheText() {
        let text = "luma-api-0123456789"
        let credential = Credential(text)
        let holder = Holder(credential: credential, several: ["one": credential])
        var shown = "\(credential) \(holder) \([credential]) \(String(reflecting: holder))"
        dump(credential, to: &shown)
        dump(holder, to: &shown)
        debugPrint(credential, Optional(credential) as Any, to: &shown)
        shown += Mirror(reflecting: credential).children.map { "\($0)" }.joined()
        #expect(shown.contains("<redacted>") && shown.contains("holder"))
        #expect(!shown.contains("0123456789") && !shown.contains("luma-api"))
    }

    @Test func theTextIsLent() {
        #expect(Credential("x").withValue { "Bearer \($0)" } == "Bearer x")
    }

    @Test(arguments: [("", ""), ("a", "a"), ("e\u{301}", "e\u{301}")])
    func equalTextsAreEqual(_ left: String, _ right: String) {
        #expect(Credential(left) == Credential(right))
    }

    @Test(arguments: [("", "a"), ("a", "b"), ("a", "aa"), ("ab", "ba"), ("e\u{301}", "\u{E9}"), ("a", "a\0")])
    func otherTextsAreNot(_ left: String, _ right: String) {
        #expect(Credential(left) != Credential(right))
    }
}
