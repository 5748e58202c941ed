/// The resolution of the layers of an image.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationCreateParams`, `Layering.resolution`.
public struct LayeringResolution: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a resolution from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Faster and cheaper.
    public static let k1 = Self(rawValue: "1k")
    /// Each layer rendered again, in higher quality.
    public static let k2 = Self(rawValue: "2k")

    /// The known resolutions, in the order of the schema.
    public static let known: [Self] = [.k1, .k2]
}

/// How the edges of a layer are transparent: a free string with these values.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationOutput`, `Layer.alpha_hint`.
public struct AlphaHint: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a hint from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Soft edges: hair, fur, glass.
    public static let soft = Self(rawValue: "soft")
    /// Solid edges.
    public static let hard = Self(rawValue: "hard")
    /// No transparency: the background.
    public static let none = Self(rawValue: "none")

    /// The known hints, in the order of the schema.
    public static let known: [Self] = [.soft, .hard, .none]
}
