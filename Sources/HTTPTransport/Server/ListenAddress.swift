/// Where a server listens: a name or a number, and a port.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    package let host: String
    /// The port; 0 for any that is free.
    package let port: UInt16

    /// Creates an address.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads an address: `127.0.0.1:8080`, `[::1]:0`, `localhost:80`.
    ///
    /// - Parameter text: The text.
    /// - Throws: ``HTTPServerError`` if it is no address.
    package init(parsing text: String) throws(HTTPServerError) {
        guard let colon = text.lastIndex(of: ":") else { throw Self.refusal(of: text) }
        var host = text[..<colon]
        let digits = text[text.index(after: colon)...]
        let isBracketed = host.first == "[" && host.last == "]" && host.count > 2
        if isBracketed { host = host.dropFirst().dropLast() }
        let isHost = !host.isEmpty && host.utf8.count <= 253 && host.utf8.allSatisfy(isBracketed ? isIPv6 : isName)
        guard isHost, !digits.isEmpty, digits.utf8.allSatisfy(isDigit), let port = UInt16(digits) else {
            throw Self.refusal(of: text)
        }
        self.init(host: String(host), port: port)
    }

    /// The address as it is written, an IPv6 address in brackets.
    package var description: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func refusal(of text: String) -> HTTPServerError {
        HTTPServerError(
            .badAddress, "'\(text)' is no address to listen on",
            remedy: "write host and port, as in 127.0.0.1:8080, [::1]:8080 or localhost:8080")
    }
}

private func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
}

private func isName(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
}

private func isIPv6(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: ":")
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%")
}
