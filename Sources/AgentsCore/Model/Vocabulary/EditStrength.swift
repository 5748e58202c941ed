/// How far an edit of a video may leave its source.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `VideoEditStrength`.
public struct EditStrength: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a strength from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Keeps close to the source, first of three degrees.
    public static let adhere1 = Self(rawValue: "adhere_1")
    /// Keeps close to the source, second of three degrees.
    public static let adhere2 = Self(rawValue: "adhere_2")
    /// Keeps close to the source, third of three degrees.
    public static let adhere3 = Self(rawValue: "adhere_3")
    /// Keeps some of the source, first of three degrees.
    public static let flex1 = Self(rawValue: "flex_1")
    /// Keeps some of the source, second of three degrees.
    public static let flex2 = Self(rawValue: "flex_2")
    /// Keeps some of the source, third of three degrees.
    public static let flex3 = Self(rawValue: "flex_3")
    /// Departs from the source, first of three degrees.
    public static let reimagine1 = Self(rawValue: "reimagine_1")
    /// Departs from the source, second of three degrees.
    public static let reimagine2 = Self(rawValue: "reimagine_2")
    /// Departs from the source, third of three degrees.
    public static let reimagine3 = Self(rawValue: "reimagine_3")

    /// The known strengths, in the order of the schema.
    public static let known: [Self] = [
        .adhere1, .adhere2, .adhere3, .flex1, .flex2, .flex3, .reimagine1, .reimagine2, .reimagine3,
    ]
}

/// How closely an edit of a video follows the poses in its source.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `PoseControlStrength`.
public struct PoseStrength: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a strength from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Closely.
    public static let precise = Self(rawValue: "precise")
    /// Roughly.
    public static let coarse = Self(rawValue: "coarse")

    /// The known strengths, in the order of the schema.
    public static let known: [Self] = [.precise, .coarse]
}
