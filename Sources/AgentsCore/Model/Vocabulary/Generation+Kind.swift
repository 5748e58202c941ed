extension Generation {
    /// What a generation makes and from what: the member `type`.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationCreateParams.type`, whose default is `image`.
    public struct Kind: OpenVocabulary {
        /// The word as it is spelled on the wire.
        public let rawValue: String

        /// Creates a kind from its spelling on the wire, known or not.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// An image from a prompt, and from reference images if there are any.
        public static let image = Self(rawValue: "image")
        /// An image from another one.
        public static let imageEdit = Self(rawValue: "image_edit")
        /// A video from a prompt, from frames, or as the continuation of another generation.
        public static let video = Self(rawValue: "video")
        /// A video from another one, which keeps its shape and length.
        public static let videoEdit = Self(rawValue: "video_edit")
        /// A video from another one, in another aspect ratio.
        public static let videoReframe = Self(rawValue: "video_reframe")
        /// The layers of an image.
        public static let layering = Self(rawValue: "layering")

        /// The known kinds, in the order of the schema.
        public static let known: [Self] = [.image, .imageEdit, .video, .videoEdit, .videoReframe, .layering]
    }
}
