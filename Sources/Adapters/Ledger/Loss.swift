public import AgentsCore

/// One difference that a conversion could not avoid.
public struct Loss: Sendable, Equatable {
    /// What became of the member.
    public struct Kind: Sendable, Hashable, CustomStringConvertible {
        /// The kind as it appears in reports.
        public let description: String

        init(_ description: String) {
            self.description = description
        }

        /// The target has no place for the member.
        public static let dropped = Self("dropped")
        /// The target holds a near value instead.
        public static let approximated = Self("approximated")
        /// The target wants the member and the source cannot know it; it was left out.
        public static let defaulted = Self("defaulted")
    }

    /// The member in the source document, as in `response.video_width`; for `defaulted`, the member in the target.
    public internal(set) var path: FieldPath
    /// What became of the member.
    public let kind: Kind
    /// The source's value as JSON text, where it is one scalar.
    public let from: String?
    /// The target's value as JSON text.
    public let to: String?
    /// The row that decided it: shape and member of the target.
    public let rule: String
    /// Why, in words.
    public let reason: String
}
