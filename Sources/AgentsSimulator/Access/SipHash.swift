/// SipHash-2-4, a keyed hash of 64 bits.
///
/// It keeps tests honest: a URL that was changed, or invented, is refused. It is no security boundary, and no secret
/// that matters depends on it.
///
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
struct SipHash: Sendable {
    private let key: (UInt64, UInt64)

    /// Creates a hash with a key.
    init(key: (UInt64, UInt64)) {
        self.key = key
    }

    /// Creates a hash with a random key.
    init() {
        var generator = SystemRandomNumberGenerator()
        key = (generator.next(), generator.next())
    }

    /// The hash of a text.
    func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var state = State(key)
        var word: UInt64 = 0
        var count: UInt64 = 0
        for byte in bytes {
            word |= UInt64(byte) << (count % 8 * 8)
            count &+= 1
            if count % 8 == 0 {
                state.absorb(word)
                word = 0
            }
        }
        state.absorb(word | count << 56)
        return state.finish()
    }

    private struct State {
        private var lane0: UInt64
        private var lane1: UInt64
        private var lane2: UInt64
        private var lane3: UInt64

        init(_ key: (UInt64, UInt64)) {
            lane0 = key.0 ^ 0x736F_6D65_7073_6575
            lane1 = key.1 ^ 0x646F_7261_6E64_6F6D
            lane2 = key.0 ^ 0x6C79_6765_6E65_7261
            lane3 = key.1 ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ word: UInt64) {
            lane3 ^= word
            round()
            round()
            lane0 ^= word
        }

        mutating func finish() -> UInt64 {
            lane2 ^= 0xFF
            for _ in 0..<4 { round() }
            return lane0 ^ lane1 ^ lane2 ^ lane3
        }

        private mutating func round() {
            Self.mix(&lane0, &lane1, 13)
            lane0 = Self.rotated(lane0, 32)
            Self.mix(&lane2, &lane3, 16)
            Self.mix(&lane0, &lane3, 21)
            Self.mix(&lane2, &lane1, 17)
            lane2 = Self.rotated(lane2, 32)
        }

        private static func mix(_ left: inout UInt64, _ right: inout UInt64, _ distance: UInt64) {
            left &+= right
            right = rotated(right, distance) ^ left
        }

        private static func rotated(_ word: UInt64, _ distance: UInt64) -> UInt64 {
            word << distance | word >> (64 - distance)
        }
    }
}
