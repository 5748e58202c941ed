import AgentsCore

/// What fetching the media of a request would find.
///
/// The simulator fetches nothing. What a URL looks like stands for what is there:
///
/// | URL | answer |
/// |---|---|
/// | not `https`, a private or loopback host, a host `nonexistent…` or `….invalid` | 422 `failed to fetch URL` |
/// | a file `deleted…` | 422 `failed to fetch URL (HTTP 404)` |
/// | a file of another kind, as in `document.pdf` | 422 `content-type is not an image` |
/// | a file `oversized…` | 413 `image exceeds 50 MB limit` |
/// | a file with a size, as in `photo-9000x6000.jpg` | 413 if a side is longer than 8000 |
/// | a host `fetch-proxy-down…` | 502 `fetch proxy unavailable` |
/// | a host `fetch-proxy-unconfigured…` | 503 |
///
/// Everything else is fine.
enum SimulatedFetch {
    /// What a place of a request expects.
    enum Medium: String {
        case image
        case video
    }

    private static let maximumSide = 8000
    private static let videoExtensions: Set<String> = ["mp4", "mov", "webm", "m4v", "mkv"]
    private static let imageExtensions: Set<String> = ["jpg", "jpeg", "png", "webp", "gif"]
    private static let otherExtensions: Set<String> = ["pdf", "html", "htm", "txt", "json", "zip", "mp3", "wav", "svg"]

    /// Looks at a URL.
    ///
    /// - Parameters:
    ///   - text: The URL.
    ///   - path: Its place in the request.
    ///   - medium: What is expected there.
    /// - Throws: ``Rejection`` if fetching it would fail.
    static func check(_ text: String, at path: String, _ medium: Medium) throws(Rejection) {
        guard let url = WebAddress(text), url.isSecure, !url.isPrivate,
            !url.host.hasPrefix("nonexistent"), !url.host.hasSuffix(".invalid")
        else { throw Rejection(422, "\(path): failed to fetch URL") }
        if url.host.hasPrefix("fetch-proxy-unconfigured") { throw .simulated(503) }
        if url.host.hasPrefix("fetch-proxy-down") { throw Rejection(502, "\(path): fetch proxy unavailable") }
        if url.file.hasPrefix("deleted") { throw Rejection(422, "\(path): failed to fetch URL (HTTP 404)") }
        if !fits(url.fileExtension, medium) {
            let kind = medium == .image ? "an image" : "a video"
            throw Rejection(422, "\(path): content-type is not \(kind)")
        }
        if url.file.hasPrefix("oversized") { throw tooLarge(path, medium) }
        if let size = url.statedSize, max(size.width, size.height) > maximumSide {
            throw Rejection(
                413,
                "\(path): image is \(size.width)x\(size.height)px but each side must be <= \(maximumSide)px. "
                    + "Resize and try again.")
        }
    }

    /// Looks at bytes in Base64.
    ///
    /// - Parameters:
    ///   - text: The bytes in Base64.
    ///   - path: Their place in the request.
    ///   - medium: What is expected there.
    /// - Throws: ``Rejection`` if they cannot be decoded or are too many.
    static func check(base64 text: String, at path: String, _ medium: Medium) throws(Rejection) {
        guard let count = Base64.decodedCount(of: text), count > 0 else {
            throw Rejection(422, "\(path): invalid base64 data")
        }
        if count > medium.maximumBytes { throw tooLarge(path, medium) }
    }

    private static func fits(_ fileExtension: String, _ medium: Medium) -> Bool {
        if otherExtensions.contains(fileExtension) { return false }
        return !(medium == .image ? videoExtensions : imageExtensions).contains(fileExtension)
    }

    private static func tooLarge(_ path: String, _ medium: Medium) -> Rejection {
        Rejection(413, "\(path): \(medium.rawValue) exceeds \(medium.maximumBytes >> 20) MB limit")
    }
}

extension SimulatedFetch.Medium {
    /// The most bytes that are accepted.
    fileprivate var maximumBytes: Int { (self == .image ? 50 : 200) << 20 }
}
