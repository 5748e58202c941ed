extension Generation {
    /// Where a layer lies in the whole image: layers are cropped to what is visible of them.
    ///
    /// Source: Luma Agents API, `luma_agents` after 0.5.0 (Python repository and Go 0.6.0), `Layer.bounds`.
    public struct Bounds: Sendable, Hashable {
        /// Pixels from the left edge of the canvas.
        public var x: Member<Int>
        /// Pixels from the upper edge of the canvas.
        public var y: Member<Int>
        /// Width of the layer in pixels.
        public var width: Member<Int>
        /// Height of the layer in pixels.
        public var height: Member<Int>
        /// Width of the canvas in pixels.
        public var canvasWidth: Member<Int>
        /// Height of the canvas in pixels.
        public var canvasHeight: Member<Int>

        /// Creates bounds; members that are not given are absent.
        public init(
            x: Member<Int> = .absent,
            y: Member<Int> = .absent,
            width: Member<Int> = .absent,
            height: Member<Int> = .absent,
            canvasWidth: Member<Int> = .absent,
            canvasHeight: Member<Int> = .absent
        ) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
            self.canvasWidth = canvasWidth
            self.canvasHeight = canvasHeight
        }
    }
}

extension Generation.Bounds: ModelObject {
    static let schema = ModelSchema(
        Self(),
        [
            ModelField("x", \.x, .integer),
            ModelField("y", \.y, .integer),
            ModelField("width", \.width, .integer),
            ModelField("height", \.height, .integer),
            ModelField("canvas_width", \.canvasWidth, .integer),
            ModelField("canvas_height", \.canvasHeight, .integer),
        ]
    )
}
