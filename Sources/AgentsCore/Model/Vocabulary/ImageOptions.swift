/// The style of an image.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationCreateParams.style`, whose default is `auto`.
public struct ImageStyle: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a style from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The model chooses.
    public static let auto = Self(rawValue: "auto")
    /// Manga; portrait ratios only.
    public static let manga = Self(rawValue: "manga")

    /// The known styles, in the order of the schema.
    public static let known: [Self] = [.auto, .manga]
}

/// The file format of an image; without one the model chooses.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationCreateParams.output_format`.
public struct OutputFormat: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a format from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// PNG.
    public static let png = Self(rawValue: "png")
    /// JPEG.
    public static let jpeg = Self(rawValue: "jpeg")

    /// The known formats, in the order of the schema.
    public static let known: [Self] = [.png, .jpeg]
}
