/// What is kept of bytes that were uploaded: never the bytes themselves, so that uploads take no memory.
struct ReceivedBytes: Sendable, Equatable {
    /// How many there were.
    let count: Int
    /// What they look like, by how they begin.
    let mediaType: MediaType?

    /// Looks at bytes.
    init(_ bytes: some Collection<UInt8>) {
        count = bytes.count
        mediaType = Self.mediaType(of: Array(bytes.prefix(16)))
    }

    /// What the bytes of a file look like.
    ///
    /// Source: the signatures of PNG (ISO/IEC 15948), JPEG (ITU-T T.81), GIF89a, WebP (RFC 9649), the ISO base media file
    /// format (ISO/IEC 14496-12) and Matroska (RFC 9559).
    private static func mediaType(of head: [UInt8]) -> MediaType? {
        func has(_ signature: [UInt8], at start: Int = 0) -> Bool { head.dropFirst(start).starts(with: signature) }
        if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return MediaType("image/png") }
        if has([0xFF, 0xD8, 0xFF]) { return MediaType("image/jpeg") }
        if has(Array("GIF8".utf8)) { return MediaType("image/gif") }
        if has(Array("RIFF".utf8)), has(Array("WEBP".utf8), at: 8) { return MediaType("image/webp") }
        if has(Array("ftypqt".utf8), at: 4) { return MediaType("video/quicktime") }
        if has(Array("ftyp".utf8), at: 4) { return MediaType("video/mp4") }
        if has([0x1A, 0x45, 0xDF, 0xA3]) { return MediaType("video/webm") }
        return nil
    }
}
