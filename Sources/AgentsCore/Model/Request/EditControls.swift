/// What of the source holds an edit of a video, one control a signal.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `AdvancedControlsParam`.
public struct EditControls: Sendable, Hashable {
    /// Depth: the geometry of the scene.
    public var depth: Member<EditControls.Depth>
    /// Whose faces they are.
    public var face: Member<EditControls.Face>
    /// Which way surfaces face.
    public var normals: Member<EditControls.Normals>
    /// How bodies are posed.
    public var pose: Member<EditControls.Pose>
    /// How things move.
    public var trajectory: Member<EditControls.Trajectory>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates controls; members that are not given are absent.
    public init(
        depth: Member<EditControls.Depth> = .absent,
        face: Member<EditControls.Face> = .absent,
        normals: Member<EditControls.Normals> = .absent,
        pose: Member<EditControls.Pose> = .absent,
        trajectory: Member<EditControls.Trajectory> = .absent
    ) {
        self.depth = depth
        self.face = face
        self.normals = normals
        self.pose = pose
        self.trajectory = trajectory
    }
}

extension EditControls: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("depth", \.depth, .object),
            ModelField("face", \.face, .object),
            ModelField("normals", \.normals, .object),
            ModelField("pose", \.pose, .object),
            ModelField("trajectory", \.trajectory, .object),
        ]
    )
}
