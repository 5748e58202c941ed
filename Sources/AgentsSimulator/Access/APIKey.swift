/// The key of a request, judged by its name.
///
/// Any key `luma-api-…` is valid, except that a word in it gives it another standing. Every key is a client of its own.
struct APIKey: Sendable, Hashable {
    /// The start of every key.
    static let prefix = "luma-api-"

    /// The key as it was sent.
    let token: String
    /// Whether the client has no funds; it may look, but not create.
    let isBroke: Bool

    private static let maximumLength = 512

    /// Words in a key and what they refuse it with.
    ///
    /// Source: Luma Agents API, documentation of error handling, sections 401 and 403.
    static let standings: [(word: String, rejection: Rejection)] = [
        ("unknown", Rejection(401, "Invalid API key")),
        ("revoked", Rejection(401, "API key has been revoked")),
        ("expired", Rejection(401, "API key has expired")),
        ("suspended", Rejection(403, "API client is suspended")),
        ("deactivated", Rejection(403, "API client is deactivated")),
    ]

    /// Reads the key of a request.
    ///
    /// - Parameter authorization: The field `Authorization`, if there is one; the scheme is case-sensitive.
    /// - Throws: ``Rejection`` if there is no key or it is not a good one.
    init(authorization: String?) throws(Rejection) {
        guard let authorization, authorization.hasPrefix("Bearer " + Self.prefix) else {
            throw Rejection(401, "Missing or invalid API key")
        }
        token = String(authorization.dropFirst("Bearer ".count))
        let bytes = Array(token.utf8)
        guard bytes.count > Self.prefix.utf8.count, bytes.count <= Self.maximumLength else {
            throw Rejection(401, "Invalid API key")
        }
        for (word, rejection) in Self.standings where bytes.containsWord(word) { throw rejection }
        isBroke = bytes.containsWord("broke")
    }
}

extension [UInt8] {
    /// Whether a text occurs in the bytes.
    func containsWord(_ word: String) -> Bool {
        let word = Array(word.utf8)
        guard !word.isEmpty, count >= word.count else { return word.isEmpty }
        return (0...(count - word.count)).contains { start in
            self[start] == word[0] && self[start..<(start + word.count)].elementsEqual(word)
        }
    }
}
