/// What stands for a token wherever it is kept: a hash under the server's own key.
///
/// Nobody who reads the store learns a token from it, or can test a guess without the server's secret.
package struct Fingerprint: Sendable, Hashable {
    /// Bytes of a fingerprint.
    package static let byteCount = 32

    private let words: SIMD4<UInt64>

    /// Creates the fingerprint of a message under a key.
    init(of message: [UInt8], key: SecretBytes) {
        self.init(packing: Sodium.hash(message, key: key, count: Self.byteCount))
    }

    /// Creates a fingerprint from its bytes; nothing if they are not 32.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(packing: bytes)
    }

    /// Creates a fingerprint from its text; nothing if it is not 64 hexadecimal digits in lower case.
    package init?(hex: String) {
        guard let bytes = Hexadecimal.bytes(hex) else { return nil }
        self.init(bytes: bytes)
    }

    private init(packing bytes: [UInt8]) {
        var words = SIMD4<UInt64>()
        for (index, byte) in bytes.enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.words = words
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
    }

    /// The bytes as 64 hexadecimal digits in lower case.
    package var hex: String { Hexadecimal.text(bytes) }
}

extension Fingerprint: CustomStringConvertible {
    /// The bytes as hexadecimal digits.
    package var description: String { hex }
}
