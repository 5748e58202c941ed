extension Generation {
    /// What one output of a generation of kind ``Generation/Kind/layering`` shows.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationOutput`, `Layer`; `bounds` came after that release.
    public struct Layer: Sendable, Hashable {
        /// The place from front to back, counted from 0; the last layer is the background.
        public var index: Member<Int>
        /// A name of one or two words.
        public var label: Member<String>
        /// What the layer shows, in a sentence.
        public var description: Member<String>
        /// How the edges are transparent.
        public var alphaHint: Member<AlphaHint>
        /// Where the layer lies in the whole image.
        public var bounds: Member<Generation.Bounds>

        /// Creates a layer; members that are not given are absent.
        public init(
            index: Member<Int> = .absent,
            label: Member<String> = .absent,
            description: Member<String> = .absent,
            alphaHint: Member<AlphaHint> = .absent,
            bounds: Member<Generation.Bounds> = .absent
        ) {
            self.index = index
            self.label = label
            self.description = description
            self.alphaHint = alphaHint
            self.bounds = bounds
        }
    }
}

extension Generation.Layer: ModelObject {
    static let schema = ModelSchema(
        Self(),
        [
            ModelField("index", \.index, .integer),
            ModelField("label", \.label, .text),
            ModelField("description", \.description, .text),
            ModelField("alpha_hint", \.alphaHint, .word),
            ModelField("bounds", \.bounds, .object),
        ]
    )
}
