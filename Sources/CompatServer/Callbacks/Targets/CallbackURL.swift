import AgentsCore

/// The address of a callback, read strictly: what two programs could read differently is refused.
struct CallbackURL: Sendable, Equatable {
    /// What stands between the scheme and the path.
    enum Host: Sendable, Hashable {
        /// A name to be resolved, in lower case and without a dot at its end.
        case name(String)
        /// An address.
        case address(IPAddress)
    }

    /// Why a text is refused, for whoever sent it.
    enum Fault: String, Error, Sendable {
        case tooLong = "is too long; it may have 2048 bytes"
        case characters = "has characters in it that must be percent-encoded, or a backslash"
        case scheme = "begins with neither http:// nor https://"
        case userInfo = "has a user name or password in it; leave it out"
        case host = "has no host that is a name or an address in its usual form"
        case port = "has a port that is no number from 1 to 65535"
    }

    /// The text as it was given.
    let text: String
    /// The host.
    let host: Host
    /// The port, if it is named.
    let port: UInt16?

    private static let longest = 2048

    /// Reads a text.
    ///
    /// - Parameter text: The text.
    /// - Throws: ``Fault`` if it is no address that a callback could go to.
    init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.longest else { throw .tooLong }
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") }) else { throw .characters }
        guard let authority = Self.authority(of: text) else { throw .scheme }
        if authority.utf8.contains(UInt8(ascii: "@")) { throw .userInfo }
        let (host, port) = try Self.parts(of: authority)
        self.text = text
        self.host = host
        self.port = port
    }

    /// Host and port as what limits and breaks the way to a receiver are kept under.
    var origin: String {
        let host =
            switch host {
            case .name(let name): name
            case .address(let address): address.version == .six ? "[\(address)]" : address.description
            }
        return port.map { "\(host):\($0)" } ?? host
    }

    private static func authority(of text: String) -> Substring? {
        for scheme in ["http://", "https://"] where String(text.prefix(scheme.count)).equalsIgnoringCase(scheme) {
            return text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        }
        return nil
    }

    private static func parts(of authority: Substring) throws(Fault) -> (Host, UInt16?) {
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]"),
                let address = IPAddress(authority[authority.index(after: authority.startIndex)..<end]),
                address.version == .six
            else { throw .host }
            return (.address(address), try port(authority[authority.index(after: end)...]))
        }
        let host = authority.prefix { $0 != ":" }
        return (try self.host(host), try port(authority.dropFirst(host.count)))
    }

    private static func port(_ text: Substring) throws(Fault) -> UInt16? {
        if text.isEmpty || text == ":" { return nil }
        let digits = text.dropFirst()
        guard text.first == ":", digits.utf8.count <= 5, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let port = UInt16(digits), port > 0
        else { throw .port }
        return port
    }

    private static func host(_ text: Substring) throws(Fault) -> Host {
        let name = (text.hasSuffix(".") ? text.dropLast() : text).lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last else { throw .host }
        // A name that ends in a number is an address to most programs, in one of many forms.
        guard isNumber(last) else { return .name(name) }
        guard let address = IPAddress(name), !text.hasSuffix(".") else { throw .host }
        return .address(address)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { byte in
                0x61...0x7A ~= byte || 0x30...0x39 ~= byte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }

    private static func isNumber(_ label: Substring) -> Bool {
        label.utf8.allSatisfy { 0x30...0x39 ~= $0 }
            || label.hasPrefix("0x") && label.dropFirst(2).allSatisfy(\.isHexDigit)
    }
}
