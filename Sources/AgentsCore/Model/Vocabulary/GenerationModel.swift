/// A model that makes generations.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `Model`; the default of a create request is `uni-1`.
public struct GenerationModel: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a model from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Images, edits of images and layers.
    public static let uni1 = Self(rawValue: "uni-1")
    /// Images and edits of images, in higher quality.
    public static let uni1Max = Self(rawValue: "uni-1-max")
    /// Videos, edits of videos and reframed videos.
    public static let ray32 = Self(rawValue: "ray-3.2")

    /// The known models, in the order of the schema.
    public static let known: [Self] = [.uni1, .uni1Max, .ray32]
}
