package import AgentsCore
import CSodium

extension ServerSecret {
    /// The first byte of what is sealed, for a day on which it will be sealed in another way.
    private static let sealVersion: UInt8 = 1
    private static let nonceCount = Int(crypto_secretbox_NONCEBYTES)
    private static let tagCount = Int(crypto_secretbox_MACBYTES)

    /// Encrypts a credential, so that it can be kept; each time with another result.
    ///
    /// - Parameter credential: The credential.
    /// - Returns: Bytes that only ``open(_:)`` with the same secret understands.
    package func seal(_ credential: Credential) -> [UInt8] {
        let message = credential.bytes
        let nonce = Sodium.randomBytes(Self.nonceCount)
        var box = [UInt8](repeating: 0, count: Self.tagCount + message.count)
        unsafe sealingKey.withUnsafeBytes { key in
            // It cannot fail: the buffers have the sizes that it asks for.
            _ = unsafe crypto_secretbox_easy(&box, message, UInt64(message.count), nonce, key)
        }
        return [Self.sealVersion] + nonce + box
    }

    /// Decrypts what ``seal(_:)`` returned.
    ///
    /// - Parameter sealed: The bytes.
    /// - Returns: The credential; nothing if the bytes were changed or sealed with another secret.
    package func open(_ sealed: [UInt8]) -> Credential? {
        guard sealed.first == Self.sealVersion, sealed.count >= 1 + Self.nonceCount + Self.tagCount else { return nil }
        let nonce = Array(sealed[1..<1 + Self.nonceCount])
        let box = Array(sealed[(1 + Self.nonceCount)...])
        var message = [UInt8](repeating: 0, count: box.count - Self.tagCount)
        let isGenuine = unsafe sealingKey.withUnsafeBytes { key in
            unsafe crypto_secretbox_open_easy(&message, box, UInt64(box.count), nonce, key) == 0
        }
        guard isGenuine else { return nil }
        return String(validating: message, as: UTF8.self).map(Credential.init)
    }
}
