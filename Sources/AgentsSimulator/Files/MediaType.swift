/// A MIME type without parameters, as in `image/png`.
struct MediaType: Sendable, Hashable {
    /// The type in lower case.
    let text: String

    private static let maximumLength = 255

    /// Reads a type; nothing for a text that is none, or that has parameters.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= Self.maximumLength,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isTokenByte) })
        else { return nil }
        self.text = text.lowercased()
    }

    /// A type known at compile time.
    init(_ text: StaticString) {
        self.text = "\(text)"
    }

    /// Whether it is an image.
    var isImage: Bool { text.hasPrefix("image/") }

    /// Whether it is a video.
    var isVideo: Bool { text.hasPrefix("video/") }

    /// Letters, digits and the signs that names of types may have (RFC 6838, section 4.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$&-^_.+".utf8.contains(byte)
        }
    }
}
