extension Generation.Output {
    /// What an output is: the member `type` of an output, a free string with these examples.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationOutput.type`. An EXR export comes as an output of its
    /// own, whose `type` is not documented.
    public struct Kind: OpenVocabulary {
        /// The word as it is spelled on the wire.
        public let rawValue: String

        /// Creates a kind from its spelling on the wire, known or not.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// An image, or a layer of one.
        public static let image = Self(rawValue: "image")
        /// A video.
        public static let video = Self(rawValue: "video")

        /// The known kinds, in the order of the schema.
        public static let known: [Self] = [.image, .video]
    }
}
