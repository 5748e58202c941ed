/// The parts of an `http` or `https` URL that say what is there.
struct WebAddress: Equatable {
    /// Whether the scheme is `https`.
    let isSecure: Bool
    /// The host in lower case, without port.
    let host: String
    /// The last part of the path in lower case.
    let file: String

    /// Reads a URL; nothing if it is no `http` or `https` URL with a host.
    init?(_ text: String) {
        let text = text.lowercased()
        guard text.utf8.count <= 8192, let end = text.endOfScheme(among: ["https://", "http://"]) else { return nil }
        isSecure = text.hasPrefix("https://")
        let rest = text[end...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else { return nil }
        let isBracketed = authority.hasPrefix("[")
        let name = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        guard !name.isEmpty, name.allSatisfy({ $0 > " " && $0 != "\\" && $0 != "%" }) else { return nil }
        host = String(name)
        file = rest.dropFirst(authority.count).split(separator: "/").last.map(String.init) ?? ""
    }

    /// What stands behind the last dot of the file, if anything does.
    var fileExtension: String {
        let parts = file.split(separator: ".")
        return parts.count > 1 ? String(parts[parts.count - 1]) : ""
    }

    /// Whether the host is the machine itself or one of a private network.
    var isPrivate: Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host.hasSuffix(".local") { return true }
        // An IPv6 address; those of the public network begin with 2 or 3.
        if host.contains(":") { return !host.hasPrefix("2") && !host.hasPrefix("3") }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard numbers.count == 4, let first = numbers[0], let second = numbers[1], numbers[3] != nil else {
            return false
        }
        return first == 0 || first == 10 || first == 127 || first == 169 && second == 254
            || first == 172 && (16...31).contains(second) || first == 192 && second == 168 || first >= 224
    }

    /// A width and a height in the name of the file, as in `photo-9000x6000.jpg`.
    var statedSize: (width: Int, height: Int)? {
        for part in file.split(whereSeparator: { !($0.isASCII && ($0.isNumber || $0 == "x")) }) {
            let numbers = part.split(separator: "x", omittingEmptySubsequences: false)
            if numbers.count == 2, let width = Int(numbers[0]), let height = Int(numbers[1]) { return (width, height) }
        }
        return nil
    }
}

extension String {
    /// The index behind the first of the schemes that the text begins with.
    fileprivate func endOfScheme(among schemes: [String]) -> Index? {
        schemes.first { hasPrefix($0) }.map { index(startIndex, offsetBy: $0.count) }
    }
}
