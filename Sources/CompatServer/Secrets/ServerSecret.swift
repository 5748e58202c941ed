import CSodium

/// The one secret of a server, from which the keys for all purposes come.
///
/// It decides what the store's fingerprints and sealed credentials mean: with another secret, a store's tasks belong to
/// nobody any more. ``mark`` lets a store notice that.
package struct ServerSecret: Sendable {
    /// The fewest characters of a secret that is given as text.
    package static let minimumLength = 32
    /// Bytes of a secret that is kept in a file.
    package static let byteCount = 32
    /// What the name of its file ends with, behind that of the store.
    static let suffix = ".secret"
    /// Where the text comes from, for messages.
    package static let variable = "AGENTS_COMPAT_SECRET"

    let fingerprintKey: SecretBytes
    let sealingKey: SecretBytes
    let accountKey: SecretBytes
    let markKey: SecretBytes
    let mediaKey: SecretBytes

    /// Creates a secret that nobody else has and that is gone with the process.
    ///
    /// - Returns: The secret.
    /// - Throws: ``SecretError`` if there is no memory for it.
    package static func random() throws(SecretError) -> ServerSecret {
        try ServerSecret(SecretBytes(randomCount: byteCount))
    }

    /// Creates the secret that a text stands for.
    ///
    /// - Parameter text: At least ``minimumLength`` characters that are hard to guess.
    /// - Throws: ``SecretError`` if it is too short.
    package init(text: String) throws(SecretError) {
        guard text.unicodeScalars.count >= Self.minimumLength else {
            throw SecretError(
                .tooShort, "\(Self.variable) has fewer than \(Self.minimumLength) characters",
                remedy: "give it a random text of at least that length, such as the output of 'openssl rand -hex 32'")
        }
        let bytes = Array(text.utf8)
        let domain = Array("agents-compat server secret".utf8)
        try unsafe self.init(
            SecretBytes(count: Self.byteCount) { master in
                // It cannot fail: the sizes are those that it allows.
                _ = unsafe crypto_generichash(
                    master, Self.byteCount, bytes, UInt64(bytes.count), domain, domain.count)
            })
    }

    /// Derives the keys from the secret itself.
    init(_ master: SecretBytes) throws(SecretError) {
        fingerprintKey = try Self.subkey(1, of: master)
        sealingKey = try Self.subkey(2, of: master)
        accountKey = try Self.subkey(3, of: master)
        markKey = try Self.subkey(4, of: master)
        mediaKey = try Self.subkey(5, of: master)
    }

    /// The key for a purpose; a number, once given to a purpose, stays its own.
    private static func subkey(_ number: UInt64, of master: SecretBytes) throws(SecretError) -> SecretBytes {
        let context = "agntcmpt".utf8.map { CChar(bitPattern: $0) }
        return try unsafe SecretBytes(count: byteCount) { key in
            unsafe master.withUnsafeBytes { master in
                // It cannot fail: the sizes are those that it allows.
                _ = unsafe crypto_kdf_derive_from_key(key, byteCount, number, context, master)
            }
        }
    }
}
