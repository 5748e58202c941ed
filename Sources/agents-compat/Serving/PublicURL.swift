import HTTPTransport

/// Where clients reach a server that nobody has given an address of its own.
enum PublicURL {
    /// Whether a server listens at every address of its machine, so that nobody knows which of them clients use.
    static func isWildcard(_ address: ListenAddress) -> Bool {
        loopback(of: address.host) != nil
    }

    /// The URL of a server on this machine.
    ///
    /// - Parameter address: Where it listens.
    /// - Returns: The URL, with the loopback address where it listens at every one.
    static func standard(of address: ListenAddress) -> String {
        "http://\(ListenAddress(host: loopback(of: address.host) ?? address.host, port: address.port))"
    }

    private static func loopback(of host: String) -> String? {
        if host == "0.0.0.0" || host == "0" { return "127.0.0.1" }
        let isUnspecified = host.contains(":") && host.allSatisfy { $0 == ":" || $0 == "0" }
        return isUnspecified ? "::1" : nil
    }
}
