/// Width and height of an output, as a ratio; each model takes some of them.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationCreateParams.aspect_ratio`.
public struct AspectRatio: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a ratio from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// 3 wide, 1 high.
    public static let landscape3x1 = Self(rawValue: "3:1")
    /// 2 wide, 1 high.
    public static let landscape2x1 = Self(rawValue: "2:1")
    /// 21 wide, 9 high.
    public static let landscape21x9 = Self(rawValue: "21:9")
    /// 16 wide, 9 high.
    public static let landscape16x9 = Self(rawValue: "16:9")
    /// 4 wide, 3 high.
    public static let landscape4x3 = Self(rawValue: "4:3")
    /// 3 wide, 2 high.
    public static let landscape3x2 = Self(rawValue: "3:2")
    /// 1 wide, 1 high.
    public static let square = Self(rawValue: "1:1")
    /// 3 wide, 4 high.
    public static let portrait3x4 = Self(rawValue: "3:4")
    /// 2 wide, 3 high.
    public static let portrait2x3 = Self(rawValue: "2:3")
    /// 9 wide, 16 high.
    public static let portrait9x16 = Self(rawValue: "9:16")
    /// 1 wide, 2 high.
    public static let portrait1x2 = Self(rawValue: "1:2")
    /// 1 wide, 3 high.
    public static let portrait1x3 = Self(rawValue: "1:3")

    /// The known ratios, in the order of the schema.
    public static let known: [Self] = [
        .landscape3x1, .landscape2x1, .landscape21x9, .landscape16x9, .landscape4x3, .landscape3x2, .square,
        .portrait3x4, .portrait2x3, .portrait9x16, .portrait1x2, .portrait1x3,
    ]
}
