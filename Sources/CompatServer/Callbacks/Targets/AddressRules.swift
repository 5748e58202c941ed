/// Which addresses a callback may be delivered to.
///
/// Source: IANA, Special-Purpose Address Registries for IPv4 and IPv6; the metadata services of cloud providers as they
/// document them.
struct AddressRules: Sendable, Equatable {
    /// What is refused.
    struct Range: Sendable, Equatable {
        let prefix: IPAddress
        let bits: Int
        let reason: Reason
    }

    /// Why an address is refused.
    enum Reason: String, Sendable, CaseIterable {
        case unspecified, loopback, linkLocal, multicast, reserved, metadata, documentation, benchmark, tunnel
        case privateNetwork = "private"
        case sharedNetwork = "carrier-grade NAT"

        /// Whether a switch for private networks allows it.
        fileprivate var isLocal: Bool {
            switch self {
            case .loopback, .linkLocal, .privateNetwork, .sharedNetwork, .documentation, .benchmark: true
            case .unspecified, .multicast, .reserved, .metadata, .tunnel: false
            }
        }
    }

    /// Whether addresses of private networks and of the machine itself are allowed.
    let allowsPrivate: Bool

    /// Why an address is refused; nothing if it is allowed.
    ///
    /// - Parameter address: The address.
    /// - Returns: The reason.
    func refusal(of address: IPAddress) -> Reason? {
        guard let reason = Self.reason(for: address) else { return nil }
        return allowsPrivate && reason.isLocal ? nil : reason
    }

    private static func reason(for address: IPAddress) -> Reason? {
        // An address of version 4 in one of version 6 leads to that address.
        for embedding in embeddings where address.hasPrefix(embedding.prefix, bits: embedding.bits) {
            return address.embedded(at: embedding.place).flatMap(reason(for:))
        }
        if let range = ranges.first(where: { address.hasPrefix($0.prefix, bits: $0.bits) }) { return range.reason }
        // Of version 6 only this part was ever given to networks of the internet.
        return address.version == .six && !address.hasPrefix(globalUnicast, bits: 3) ? .reserved : nil
    }

    private static let globalUnicast = IPAddress(six: 0x2000 << 48, 0)

    /// Prefixes behind which an address of version 4 stands: mapped ones and those of NAT64.
    private static let embeddings = [
        (prefix: IPAddress(six: 0, 0xFFFF << 32), bits: 96, place: 96),
        (prefix: IPAddress(six: 0x64_FF9B << 32, 0), bits: 96, place: 96),
    ]

    /// The ranges; of several that fit the first counts.
    static let ranges: [Range] =
        metadata.map { Range(prefix: $0, bits: $0.version == .four ? 32 : 128, reason: .metadata) } + four + six

    /// Where machines in a cloud learn their credentials: AWS and most others, Alibaba, Azure, Oracle, AWS over IPv6.
    private static let metadata = [
        "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16", "192.0.0.192",
        "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
    ].compactMap { IPAddress($0) }

    private static let four: [Range] = [
        range("0.0.0.0", 8, .unspecified), range("10.0.0.0", 8, .privateNetwork),
        range("100.64.0.0", 10, .sharedNetwork), range("127.0.0.0", 8, .loopback),
        range("169.254.0.0", 16, .linkLocal), range("172.16.0.0", 12, .privateNetwork),
        range("192.0.0.0", 24, .reserved), range("192.0.2.0", 24, .documentation),
        range("192.31.196.0", 24, .reserved), range("192.52.193.0", 24, .reserved),
        range("192.88.99.0", 24, .tunnel), range("192.168.0.0", 16, .privateNetwork),
        range("192.175.48.0", 24, .reserved), range("198.18.0.0", 15, .benchmark),
        range("198.51.100.0", 24, .documentation), range("203.0.113.0", 24, .documentation),
        range("224.0.0.0", 4, .multicast), range("240.0.0.0", 4, .reserved),
    ].compactMap(\.self)

    private static let six: [Range] = [
        range("::", 128, .unspecified), range("::1", 128, .loopback), range("::", 96, .reserved),
        range("64:ff9b:1::", 48, .privateNetwork), range("100::", 64, .reserved),
        // Teredo hides both a server and a client of version 4; the rest of the block is for protocols and tests.
        range("2001::", 32, .tunnel), range("2001:2::", 48, .benchmark), range("2001::", 23, .reserved),
        range("2001:db8::", 32, .documentation), range("2002::", 16, .tunnel), range("2620:4f:8000::", 48, .reserved),
        range("3fff::", 20, .documentation), range("fc00::", 7, .privateNetwork), range("fe80::", 10, .linkLocal),
        range("fec0::", 10, .privateNetwork), range("ff00::", 8, .multicast),
    ].compactMap(\.self)

    private static func range(_ prefix: String, _ bits: Int, _ reason: Reason) -> Range? {
        IPAddress(prefix).map { Range(prefix: $0, bits: bits, reason: reason) }
    }
}
