/// What a file is uploaded for.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `FilePurpose`.
public struct FilePurpose: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a purpose from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The subject itself, such as the image or video that is edited.
    public static let input = Self(rawValue: "input")
    /// An example of a style or of content.
    public static let reference = Self(rawValue: "reference")

    /// The known purposes, in the order of the schema.
    public static let known: [Self] = [.input, .reference]
}
