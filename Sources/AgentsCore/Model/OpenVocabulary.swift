/// The words that a member of a wire may have, open for words that are not known yet.
///
/// The Agents API has added words to almost every vocabulary since it began, without a new version of the API. So
/// these types are no enums: a word that is not among ``known`` is kept, compared and written as it was read, and
/// never guessed at. Ask ``isKnown`` before relying on a meaning.
///
/// A type of its own conforms with its words as static members:
///
/// ```swift
/// struct Season: OpenVocabulary {
///     let rawValue: String
///     init(rawValue: String) { self.rawValue = rawValue }
///
///     static let summer = Self(rawValue: "summer")
///     static let winter = Self(rawValue: "winter")
///     static let known: [Self] = [.summer, .winter]
/// }
/// ```
public protocol OpenVocabulary: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String, StringLiteralType == String {
    /// Creates a word from its spelling on the wire, known or not.
    init(rawValue: String)

    /// The words with a known meaning, in the order of the schema.
    static var known: [Self] { get }
}

extension OpenVocabulary {
    /// Whether the meaning of the word is known.
    public var isKnown: Bool { Self.known.contains(self) }

    /// Creates a word from its spelling on the wire.
    public init(stringLiteral word: String) {
        self.init(rawValue: word)
    }

    /// The word as it is spelled on the wire.
    public var description: String { rawValue }
}
