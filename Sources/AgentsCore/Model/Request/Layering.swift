/// The settings of layers in a request.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationCreateParams`, `Layering`.
public struct Layering: Sendable, Hashable {
    /// The resolution of each layer.
    public var resolution: Member<LayeringResolution>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates settings; members that are not given are absent.
    public init(resolution: Member<LayeringResolution> = .absent) {
        self.resolution = resolution
    }
}

extension Layering: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [ModelField("resolution", \.resolution, .word)]
    )
}
