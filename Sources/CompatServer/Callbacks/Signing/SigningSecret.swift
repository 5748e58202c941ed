package import AgentsCore
import CSodium

/// A key with which callbacks are signed, as Standard Webhooks has it: `whsec_` and 24 to 64 bytes in Base64.
package struct SigningSecret: Sendable {
    private static let prefix = "whsec_"
    private static let byteCounts = 24...64

    private let key: SecretBytes

    /// Reads a secret.
    ///
    /// - Parameter text: The secret as receivers are given it, with or without `whsec_`.
    /// - Throws: ``SecretError`` if it is no Base64, too short or too long.
    package init(_ text: Credential) throws(SecretError) {
        let bytes = text.withValue { text in
            Self.decoded(text.hasPrefix(Self.prefix) ? String(text.dropFirst(Self.prefix.count)) : text)
        }
        guard let bytes, Self.byteCounts.contains(bytes.count) else {
            throw SecretError(
                .notASecret, "a secret that signs callbacks is not 24 to 64 bytes in Base64 behind '\(Self.prefix)'",
                remedy: "make one with 'echo \(Self.prefix)$(openssl rand -base64 32)'")
        }
        key = try unsafe SecretBytes(count: bytes.count) { start in
            for (index, byte) in bytes.enumerated() { unsafe start[index] = byte }
        }
    }

    /// The HMAC-SHA256 of a message, in Base64.
    func signature(of message: [UInt8]) -> String {
        var state = crypto_auth_hmacsha256_state()
        var hash = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        unsafe key.withUnsafeBytes { bytes in
            _ = unsafe crypto_auth_hmacsha256_init(&state, bytes, key.count)
        }
        unsafe crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        unsafe crypto_auth_hmacsha256_final(&state, &hash)
        return Self.encoded(hash)
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        let variant = Int32(sodium_base64_VARIANT_ORIGINAL)
        // With the zero at its end.
        var text = [CChar](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        unsafe sodium_bin2base64(&text, text.count, bytes, bytes.count, variant)
        return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func decoded(_ text: String) -> [UInt8]? {
        let variant = Int32(sodium_base64_VARIANT_ORIGINAL)
        var bytes = [UInt8](repeating: 0, count: byteCounts.upperBound + 1)
        var count = 0
        let status = unsafe sodium_base642bin(
            &bytes, bytes.count, text, text.utf8.count, nil, &count, nil, variant)
        return status == 0 ? Array(bytes.prefix(count)) : nil
    }
}
