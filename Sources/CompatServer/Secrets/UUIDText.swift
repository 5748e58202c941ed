/// A random UUID, version 4, in lower case.
///
/// - Returns: 36 characters, with 122 bits that nobody can foresee.
package func randomUUID() -> String {
    UUIDText.text(Sodium.randomBytes(UUIDText.byteCount), version: 4)
}

/// The text of UUIDs, as RFC 9562 has it.
enum UUIDText {
    /// Bytes of a UUID.
    static let byteCount = 16

    /// Sixteen bytes as the UUID of a version, in lower case.
    ///
    /// - Parameters:
    ///   - bytes: Sixteen bytes, six bits of which are replaced by version and variant.
    ///   - version: The version, 1 to 15.
    /// - Returns: 36 characters.
    static func text(_ bytes: [UInt8], version: UInt8) -> String {
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0f | version << 4
        bytes[8] = bytes[8] & 0x3f | 0x80
        return text(bytes)
    }

    /// Sixteen bytes as they are.
    static func text(_ bytes: [UInt8]) -> String {
        [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hexadecimal.text(bytes[$0]) }.joined(separator: "-")
    }

    /// The sixteen bytes of a UUID in lower case; nothing if a text is none.
    static func bytes(_ text: String) -> [UInt8]? {
        guard let bytes = Hexadecimal.bytes(text.filter { $0 != "-" }), bytes.count == byteCount else { return nil }
        return Self.text(bytes) == text ? bytes : nil
    }
}
