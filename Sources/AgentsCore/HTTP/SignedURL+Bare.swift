extension SignedURL {
    /// A URL without what signs it, so that two links to one file can be compared; any other text as it is.
    ///
    /// - Parameter url: The URL.
    /// - Returns: The URL without the parameters of its signature.
    package static func bare(_ url: String) -> String {
        let address = url.utf8.prefix { $0 != UInt8(ascii: "#") }
        guard url.hasPrefix("http"), let mark = address.firstIndex(of: UInt8(ascii: "?")) else { return url }
        let query = url[url.utf8.index(after: mark)..<address.endIndex]
        let pairs = query.split(separator: "&", omittingEmptySubsequences: false)
        let names = pairs.map { String($0.prefix { $0 != "=" }).lowercased() }
        guard isSigned(by: Set(names)) else { return url }
        let kept = zip(pairs, names).filter { !isPartOfSignature($1) }.map { String($0.0) }
        return url[..<mark] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&")) + url[address.endIndex...]
    }

    private static func isSigned(by names: Set<String>) -> Bool {
        func has(_ parameter: SignatureParameter) -> Bool { names.contains("\(parameter.name)") }
        return has(.amazonSignature) || has(.googleSignature) || has(.signature) && (has(.expires) || has(.policy))
            || has(.azureSignature) && has(.azureExpiry)
    }

    private static func isPartOfSignature(_ name: String) -> Bool {
        name.hasPrefix("x-amz-") || name.hasPrefix("x-goog-") || parts.contains(name)
    }

    private static let parts = Set(SignatureParameter.allCases.map { "\($0.name)" })
}
