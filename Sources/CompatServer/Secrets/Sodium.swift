import CSodium

/// What the project uses of libsodium, over Swift's types.
///
/// Every function prepares the library first; preparing it again does nothing, from whatever thread.
enum Sodium {
    /// Whether the library could be prepared; it chooses its fastest code and opens its source of randomness then.
    static let isReady = sodium_init() >= 0

    /// Bytes from the system's source of randomness; the process ends where there is none.
    static func randomBytes(_ count: Int) -> [UInt8] {
        _ = isReady
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe randombytes_buf(&bytes, count)
        return bytes
    }

    /// The BLAKE2b hash of a message under a key.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - key: 16 to 64 bytes.
    ///   - count: Bytes of the hash, 16 to 64.
    /// - Returns: The hash.
    static func hash(_ message: [UInt8], key: SecretBytes, count: Int) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: count)
        unsafe key.withUnsafeBytes { bytes in
            // It cannot fail: the sizes are those that it allows.
            _ = unsafe crypto_generichash(&hash, count, message, UInt64(message.count), bytes, key.count)
        }
        return hash
    }

    /// The SHA-256 of bytes in hexadecimal.
    static func checksum(of bytes: [UInt8]) -> String {
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        unsafe crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
        return Hexadecimal.text(hash)
    }
}
