#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension ClientRequest {
    /// Refuses what must not reach a transport's library, which would guess, or send something else than asked for.
    ///
    /// - Throws: ``TransportError`` with code `badRequest`.
    package func check() throws(TransportError) {
        guard FieldSyntax.isToken(method.rawValue) else { throw Self.refusal("the method is no word of HTTP") }
        let scheme = url.utf8.prefix { $0 != UInt8(ascii: ":") }
        guard ["http", "https"].contains(where: { $0.equalsIgnoringCase(String(scheme) ?? "") }) else {
            throw Self.refusal("the URL begins with neither http:// nor https://")
        }
        guard url.utf8.dropFirst(scheme.count).starts(with: "://".utf8), url.utf8.count <= Self.maximumURLBytes,
            url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw Self.refusal("the URL is malformed, has white space in it or is too long") }
        if let pinnedAddress, !Self.isAddress(pinnedAddress) {
            throw Self.refusal("the pinned address is neither an IPv4 nor an IPv6 address")
        }
        for field in fields {
            guard FieldSyntax.isToken(field.name) else { throw Self.refusal("a field's name is no word of HTTP") }
            // A value may be secret and is not repeated; a name that is a word of HTTP may.
            guard FieldSyntax.isValue(field.value) else {
                throw Self.refusal("the field \(field.name) has a line break or another control character in it")
            }
            guard !FieldSyntax.isFraming(field.name), !field.name.equalsIgnoringCase("Expect") else {
                throw Self.refusal("the field \(field.name) belongs to the connection and is not the caller's to set")
            }
        }
    }

    private static let maximumURLBytes = 16 << 10

    /// Whether a text is an address as it stands: no name, no port, no brackets, no zone.
    private static func isAddress(_ text: String) -> Bool {
        // A byte of zero would hide what stands behind it.
        guard text.utf8.count < 64, !text.utf8.contains(0) else { return false }
        var (four, six) = (in_addr(), in6_addr())
        return unsafe (inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1)
    }

    private static func refusal(_ reason: String) -> TransportError {
        TransportError(.badRequest, isUndelivered: true, reason)
    }
}
