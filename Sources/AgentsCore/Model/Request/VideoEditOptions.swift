/// The settings of an edit of a video in a request.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `VideoEditOptionsParam`.
public struct VideoEditOptions: Sendable, Hashable {
    /// Whether the model controls the edit.
    ///
    /// Without it, giving ``strength`` or ``controls`` means that it does not.
    public var autoControls: Member<Bool>
    /// How far the edit may leave its source.
    public var strength: Member<EditStrength>
    /// What of the source holds the edit, signal by signal.
    public var controls: Member<EditControls>
    /// Up to 64 frames at the places that ``keyframeIndexes`` says.
    public var keyframes: Member<[MediaReference]>
    /// The place of each of ``keyframes`` among the frames of the source.
    public var keyframeIndexes: Member<[Int]>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates settings; members that are not given are absent.
    public init(
        autoControls: Member<Bool> = .absent,
        strength: Member<EditStrength> = .absent,
        controls: Member<EditControls> = .absent,
        keyframes: Member<[MediaReference]> = .absent,
        keyframeIndexes: Member<[Int]> = .absent
    ) {
        self.autoControls = autoControls
        self.strength = strength
        self.controls = controls
        self.keyframes = keyframes
        self.keyframeIndexes = keyframeIndexes
    }
}

extension VideoEditOptions: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("auto_controls", \.autoControls, .flag),
            ModelField("strength", \.strength, .word),
            ModelField("controls", \.controls, .object),
            ModelField("keyframes", \.keyframes, .list(of: .object)),
            ModelField("keyframe_indexes", \.keyframeIndexes, .list(of: .integer)),
        ]
    )
}
