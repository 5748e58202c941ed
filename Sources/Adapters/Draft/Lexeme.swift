package import AgentsCore

/// A canonical scalar on its way from one text to another: a few plain bytes, nothing to retain or release.
package enum Lexeme: BitwiseCopyable, Sendable {
    /// The member is not there.
    case absent
    /// The member is `null` although the document does not say so.
    case null
    /// A value of the document, with its escapes and digits.
    case node(JSONRef)
    /// Bytes that were computed, as a JSON value: offsets into the draft's scratch space.
    case scratch(UInt32, UInt32)
    /// A word of a vocabulary, without quotes.
    case word(StaticString)

    /// Whether the member is not there.
    package var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }
}
