/// An address of the internet protocol, version 4 or 6, without a zone.
struct IPAddress: Sendable, Hashable {
    /// The version of the protocol.
    enum Version: Sendable {
        case four, six
    }

    /// The version.
    let version: Version
    // Two words and no vector of 16 bytes: values of that kind are not safe in asynchronous functions.
    private let high: UInt64
    private let low: UInt64

    /// Creates an address of version 4 from its number.
    init(four number: UInt32) {
        version = .four
        high = UInt64(number) << 32
        low = 0
    }

    /// Creates an address of version 6 from its halves.
    init(six high: UInt64, _ low: UInt64) {
        version = .six
        self.high = high
        self.low = low
    }

    /// Creates an address from its bytes in the order of the network; nothing if they are neither 4 nor 16.
    init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self.init(four: bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16:
            self.init(
                six: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
                bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
        default: return nil
        }
    }

    /// Whether the first bits are those of another address of the same version.
    func hasPrefix(_ prefix: IPAddress, bits: Int) -> Bool {
        guard version == prefix.version else { return false }
        let first = Self.mask(min(bits, 64)) & (high ^ prefix.high)
        let second = Self.mask(max(bits - 64, 0)) & (low ^ prefix.low)
        return first | second == 0
    }

    /// The address of version 4 in 32 bits of one of version 6; nothing for one of version 4.
    ///
    /// - Parameter bit: Where it begins, counted from the first bit: 96 for a mapped address, 16 for one of 6to4.
    /// - Returns: The address.
    func embedded(at bit: Int) -> IPAddress? {
        guard version == .six else { return nil }
        let word = bit >= 64 ? low << UInt64(bit - 64) : high << UInt64(bit)
        return IPAddress(four: UInt32(word >> 32))
    }

    private static func mask(_ bits: Int) -> UInt64 {
        bits == 0 ? 0 : ~0 << UInt64(64 - bits)
    }
}

extension IPAddress: CustomStringConvertible {
    /// The address as it is written: four numbers, or eight groups of hexadecimal digits, none of them left out.
    var description: String {
        switch version {
        case .four: [24, 16, 8, 0].map { String(high >> UInt64($0 + 32) & 0xFF) }.joined(separator: ".")
        case .six:
            [high, low].flatMap { word in [48, 32, 16, 0].map { String(word >> UInt64($0) & 0xFFFF, radix: 16) } }
                .joined(separator: ":")
        }
    }
}
