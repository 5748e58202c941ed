/// What stands for a token wherever it is kept: a hash under the server's own key.
///
/// Nobody who reads the store learns a token from it, or can test a guess without the server's secret.
package struct Fingerprint: Sendable, Hashable {
    /// Bytes of a fingerprint.
    package static let byteCount = 32

    // Four words and no vector, which would have to lie at a multiple of 32 bytes: the compiler keeps values of that kind
    // in the frames of asynchronous functions without making room for it, and what lies behind is overwritten.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

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
        func word(_ index: Int) -> UInt64 {
            bytes[8 * index..<8 * index + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        [first, second, third, fourth].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    /// The bytes as 64 hexadecimal digits in lower case.
    package var hex: String { Hexadecimal.text(bytes) }
}

extension Fingerprint: CustomStringConvertible {
    /// The bytes as hexadecimal digits.
    package var description: String { hex }
}
