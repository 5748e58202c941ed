import AgentsCore
import Testing

@testable import HTTPTransport

/// What fields say about a body.
@Suite struct RequestHeadTests {
    @Test(
        arguments: [
            ([], .body(0)), ([("Content-Length", "0")], .body(0)), ([("content-length", "007")], .body(7)),
            ([("Content-Length", "99999999999999999999")], .body(.max)),
            ([("Transfer-Encoding", "CHUNKED")], .body(nil)),
            ([("Content-Length", "")], .ambiguous), ([("Content-Length", "1, 1")], .ambiguous),
            ([("Content-Length", "-1")], .ambiguous), ([("Content-Length", "0x1")], .ambiguous),
            ([("Content-Length", "1"), ("Content-Length", "1")], .ambiguous),
            ([("Content-Length", "1"), ("Transfer-Encoding", "chunked")], .ambiguous),
            ([("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")], .ambiguous),
            ([("Transfer-Encoding", "gzip, chunked")], .ambiguous), ([("Transfer-Encoding", "")], .ambiguous),
            ([("Content-Length ", "1")], .malformed), ([("X\u{E9}", "1")], .malformed), ([("", "1")], .malformed),
        ] as [([(String, String)], RequestHead.Framing)])
    func framing(_ fields: [(String, String)], _ expected: RequestHead.Framing) {
        var list = HTTPFields()
        for (name, value) in fields { list.append(name, value) }
        #expect(RequestHead(list, isHTTP10: false).framing == expected)
    }

    @Test func anOldVersionKnowsNoChunks() {
        #expect(RequestHead(["Transfer-Encoding": "chunked"], isHTTP10: true).framing == .ambiguous)
        #expect(RequestHead(["Content-Length": "1"], isHTTP10: true).framing == .body(1))
    }

    @Test(arguments: [("100-continue", true), ("100-Continue", true), ("200-ok", false), ("", false)])
    func expectations(_ value: String, _ expected: Bool) {
        #expect(RequestHead(["Expect": value], isHTTP10: false).expectsContinue == expected)
    }
}
