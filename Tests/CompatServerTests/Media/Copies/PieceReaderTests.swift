import AgentsCore
import Testing

@testable import CompatServer

/// Pieces of one file are put together, and nothing else.
@Suite struct PieceReaderTests {
    private static func piece(
        _ range: String, _ count: Int, tag: String? = "\"a\"", status: Int = 206
    ) -> HTTPResponse {
        var response = HTTPResponse(status, body: Array(repeating: 7, count: count))
        response.fields["Content-Range"] = "bytes \(range)"
        response.fields["ETag"] = tag
        response.fields["Content-Type"] = "video/mp4"
        return response
    }

    @Test func piecesFollowEachOther() throws {
        var reader = PieceReader(limit: 100)
        try reader.take(Self.piece("0-9/25", 10))
        try reader.take(Self.piece("10-19/25", 10))
        #expect(!reader.isComplete && reader.count == 20 && reader.version == "\"a\"")
        try reader.take(Self.piece("20-24/25", 5, tag: nil))
        #expect(reader.isComplete && reader.mediaType == "video/mp4")
    }

    @Test func aWholeFileIsAPieceAsWell() throws {
        var reader = PieceReader(limit: 100)
        try reader.take(HTTPResponse(200, body: [1, 2, 3]))
        #expect(reader.isComplete && reader.count == 3)
    }

    @Test(arguments: [
        piece("10-19/30", 10), piece("20-29/30", 10), piece("15-19/25", 5), piece("10-19/25", 9),
        piece("10-19/25", 10, tag: "\"b\""), piece("10-9/25", 0), piece("x", 10), piece("10-19/*", 10),
        piece("10-30/25", 21), HTTPResponse(200, body: [1]), HTTPResponse(206, body: [1]), HTTPResponse(500),
    ])
    func whatDoesNotContinueItIsRefused(_ response: HTTPResponse) throws {
        var reader = PieceReader(limit: 100)
        try reader.take(Self.piece("0-9/25", 10))
        let fault = #expect(throws: MediaCopier.Fault.self) { try reader.take(response) }
        if case .unavailable? = fault {
        } else {
            Issue.record("it can be tried again, not \(String(describing: fault))")
        }
        #expect(reader.count == 10)
    }

    @Test func whatIsGoneOrTooLargeIsTold() {
        var reader = PieceReader(limit: 24)
        #expect(throws: MediaCopier.Fault.gone) { try reader.take(HTTPResponse(404)) }
        #expect(throws: MediaCopier.Fault.tooLarge) { try reader.take(Self.piece("0-9/25", 10)) }
    }

    @Test(arguments: [
        ("video/mp4", "http://s/x.bin", "mp4"), ("IMAGE/JPEG; q=1", "http://s/x", "jpg"),
        ("application/octet-stream", "http://s/a/v.MOV?sig=a.png", "mov"), (nil, "http://s/a/v.webm#x", "webm"),
        ("text/html", "http://s/evil.html", "bin"), (nil, "http://s/", "bin"),
    ])
    func theExtensionIsOneThatIsKnown(_ type: String?, _ url: String, _ expected: String) {
        #expect(MediaFormat.fileExtension(type: type, url: url) == expected)
        #expect(MediaFormat.type(of: expected) != nil)
    }
}
