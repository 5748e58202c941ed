import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Addresses of pictures and videos, and texts that no service can keep.
@Suite struct AddressTests {
    /// Requests with an address, by the place where it stands.
    private static let places: [(place: String, kind: DreamMachine.RequestKind, start: String, end: String)] = [
        ("keyframes.frame0.url", .video, #"{"prompt":"abc","keyframes":{"frame0":{"type":"image","url":"#, "}}}"),
        ("keyframes.frame1.url", .video, #"{"prompt":"abc","keyframes":{"frame1":{"type":"image","url":"#, "}}}"),
        ("image_ref[0].url", .image, #"{"prompt":"abc","image_ref":[{"url":"#, "}]}"),
        ("image[0].url", .image, #"{"prompt":"abc","image":[{"url":"#, "}]}"),
        ("style_ref[0].url", .image, #"{"prompt":"abc","style_ref":[{"url":"#, "}]}"),
        (
            "character_ref.identity0.images[0]", .image, #"{"prompt":"abc","character_ref":{"identity0":{"images":["#,
            "]}}}"
        ),
        ("modify_image_ref.url", .image, #"{"prompt":"abc","modify_image_ref":{"url":"#, "}}"),
        ("media.url", .modify, #"{"prompt":"abc","mode":"flex_1","media":{"url":"#, "}}"),
        (
            "first_frame.url", .modify,
            #"{"prompt":"abc","mode":"flex_1","media":{"url":"https://e.com/v.mp4"},"first_frame":{"url":"#, "}}"
        ),
        ("media.url", .reframeVideo, #"{"prompt":"abc","aspect_ratio":"1:1","media":{"url":"#, "}}"),
    ]

    @Test(arguments: places.indices)
    func addressesAreFetchedOverHTTPOnly(_ index: Int) throws {
        let (place, kind, start, end) = Self.places[index]
        for (address, fault) in [
            ("https://e.com/a b.png", "url_parsing"), ("http:///a.png", "url_parsing"), ("https:e.com", "url_parsing"),
            ("e.com/a.png", "url_parsing"), ("//e.com/a.png", "url_parsing"), ("http://?x", "url_parsing"),
            ("https://e.com/\\u0000", "string_pattern_mismatch"), ("https://e.com/\\n", "url_parsing"),
            ("ftp://e.com/a.png", "url_scheme"), ("file:///etc/passwd", "url_scheme"),
            ("data:image/png;base64,AAAA", "url_scheme"), ("javascript:alert(1)", "url_scheme"),
            ("httpss://e.com/a.png", "url_scheme"), (":", "url_scheme"),
        ] {
            let body = "\(start)\"\(address)\"\(end)"
            let failure = try #require(throws: Failure.self) { try kind.shape.translate(Array(body.utf8)) }
            #expect(failure.code == .malformed, "\(address)")
            #expect(failure.fault == fault, "\(address)")
            #expect(failure.path?.description == place, "\(address)")
            #expect(failure.input == "\"\(address)\"")
        }
    }

    @Test(arguments: places.indices)
    func otherAddressesAreSentAsTheyAre(_ index: Int) throws {
        let (_, kind, start, end) = Self.places[index]
        for address in [
            "https://e.com/a.png", "HTTP://E.com", "http://127.0.0.1:8000/a?b=c#d", "https://[::1]/a",
            "https://user:word@e.com/ü.png",
        ] {
            let translated = try kind.shape.translate(Array("\(start)\"\(address)\"\(end)".utf8))
            #expect(translated.request.json().text.contains(address))
        }
    }

    @Test(
        arguments: [
            (.video, #"{"prompt":"a\u0000b"}"#, "prompt"), (.image, #"{"prompt":"\u0000abc"}"#, "prompt"),
            (
                .video, #"{"prompt":"abc","keyframes":{"frame0":{"type":"generation","id":"g\u0000"}}}"#,
                "keyframes.frame0.id"
            ),
        ] as [(DreamMachine.RequestKind, String, String)])
    func textsWithNULAreRefused(_ kind: DreamMachine.RequestKind, _ body: String, _ path: String) throws {
        let failure = try #require(throws: Failure.self) { try kind.shape.translate(Array(body.utf8)) }
        #expect(failure.code == .malformed)
        #expect(failure.path?.description == path)
    }
}
