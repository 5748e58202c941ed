/// Where the source lies in a reframed video, as a rectangle that may reach beyond the canvas.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `SourcePositionParam`, which requires all four.
public struct SourcePosition: Sendable, Hashable {
    /// The left edge, in widths of the canvas.
    public var xNorm: Member<JSONNumber>
    /// The upper edge, in heights of the canvas.
    public var yNorm: Member<JSONNumber>
    /// The width, in widths of the canvas.
    public var wNorm: Member<JSONNumber>
    /// The height, in heights of the canvas.
    public var hNorm: Member<JSONNumber>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates a position; members that are not given are absent.
    public init(
        xNorm: Member<JSONNumber> = .absent,
        yNorm: Member<JSONNumber> = .absent,
        wNorm: Member<JSONNumber> = .absent,
        hNorm: Member<JSONNumber> = .absent
    ) {
        self.xNorm = xNorm
        self.yNorm = yNorm
        self.wNorm = wNorm
        self.hNorm = hNorm
    }
}

extension SourcePosition: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("x_norm", \.xNorm, .number),
            ModelField("y_norm", \.yNorm, .number),
            ModelField("w_norm", \.wNorm, .number),
            ModelField("h_norm", \.hNorm, .number),
        ]
    )
}
