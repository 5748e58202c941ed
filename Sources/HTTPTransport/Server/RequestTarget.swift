import AgentsCore

/// The path and query of a request's first line.
struct RequestTarget {
    /// The path, escapes included.
    let path: String
    /// What stands behind the question mark.
    let query: String?

    /// Takes a target apart.
    ///
    /// Clients that think they talk to a proxy send scheme and host as well, which servers must accept and which say
    /// nothing that the request's fields do not.
    ///
    /// - Parameter text: The target as it was sent.
    init(_ text: String) {
        var rest = text.utf8[...]
        if rest.first != UInt8(ascii: "/"), let scheme = Self.scheme(of: rest) {
            rest = rest.dropFirst(scheme.utf8.count).drop { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        }
        let parts = rest.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts[0]) ?? ""
        self.path = path.isEmpty ? "/" : path
        query = parts.count > 1 ? String(parts[1]) : nil
    }

    private static func scheme(of target: Substring.UTF8View) -> String? {
        ["http://", "https://"].first { String(target.prefix($0.utf8.count))?.equalsIgnoringCase($0) == true }
    }
}
