extension Generation {
    /// One file that a generation made.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationOutput`.
    public struct Output: Sendable, Hashable {
        /// What the output is.
        public var type: Member<Kind>
        /// Where the bytes are, as the service spells it: presigned, for one hour.
        ///
        /// Each read of a generation gives another one, so it identifies nothing.
        public var url: Member<String>
        /// What the layer shows, if the output is one.
        public var layer: Member<Generation.Layer>

        /// Creates an output; members that are not given are absent.
        public init(
            type: Member<Kind> = .absent,
            url: Member<String> = .absent,
            layer: Member<Generation.Layer> = .absent
        ) {
            self.type = type
            self.url = url
            self.layer = layer
        }
    }
}

extension Generation.Output: ModelObject {
    static let schema = ModelSchema(
        Self(),
        [
            ModelField("type", \.type, .word),
            ModelField("url", \.url, .text),
            ModelField("layer", \.layer, .object),
        ]
    )
}
