extension EditControls {
    /// The control of depth.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `DepthControlParam`.
    public struct Depth: Sendable, Hashable {
        /// Whether the signal holds the edit; absent leaves it to the model.
        public var enabled: Member<Bool>
        /// How blurred the map is, from 0 to 1: more leaves the geometry freer.
        public var blur: Member<JSONNumber>
        /// Members that this type does not know; one with a key that it does know is not written.
        public var unknown: [UnknownMember] = []

        /// Creates a control; members that are not given are absent.
        public init(enabled: Member<Bool> = .absent, blur: Member<JSONNumber> = .absent) {
            self.enabled = enabled
            self.blur = blur
        }
    }

    /// The control of faces.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `FaceControlParam`.
    public struct Face: Sendable, Hashable {
        /// Whether the signal holds the edit; absent leaves it to the model.
        public var enabled: Member<Bool>
        /// Members that this type does not know; one with a key that it does know is not written.
        public var unknown: [UnknownMember] = []

        /// Creates a control; members that are not given are absent.
        public init(enabled: Member<Bool> = .absent) {
            self.enabled = enabled
        }
    }

    /// The control of surfaces.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `NormalsControlParam`.
    public struct Normals: Sendable, Hashable {
        /// Whether the signal holds the edit; absent leaves it to the model.
        public var enabled: Member<Bool>
        /// How much surfaces may be read anew, from 0 to 1.
        public var augmentation: Member<JSONNumber>
        /// Members that this type does not know; one with a key that it does know is not written.
        public var unknown: [UnknownMember] = []

        /// Creates a control; members that are not given are absent.
        public init(enabled: Member<Bool> = .absent, augmentation: Member<JSONNumber> = .absent) {
            self.enabled = enabled
            self.augmentation = augmentation
        }
    }

    /// The control of poses.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `PoseControlParam`.
    public struct Pose: Sendable, Hashable {
        /// Whether the signal holds the edit; absent leaves it to the model.
        public var enabled: Member<Bool>
        /// How closely poses are followed.
        public var strength: Member<PoseStrength>
        /// Members that this type does not know; one with a key that it does know is not written.
        public var unknown: [UnknownMember] = []

        /// Creates a control; members that are not given are absent.
        public init(enabled: Member<Bool> = .absent, strength: Member<PoseStrength> = .absent) {
            self.enabled = enabled
            self.strength = strength
        }
    }

    /// The control of motion.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `TrajectoryControlParam`.
    public struct Trajectory: Sendable, Hashable {
        /// Whether the signal holds the edit; absent leaves it to the model.
        public var enabled: Member<Bool>
        /// How sparse the points are, from 0 to 1: more leaves the motion freer.
        public var sparsity: Member<JSONNumber>
        /// Members that this type does not know; one with a key that it does know is not written.
        public var unknown: [UnknownMember] = []

        /// Creates a control; members that are not given are absent.
        public init(enabled: Member<Bool> = .absent, sparsity: Member<JSONNumber> = .absent) {
            self.enabled = enabled
            self.sparsity = sparsity
        }
    }
}

extension EditControls.Depth: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("enabled", \.enabled, .flag),
            ModelField("blur", \.blur, .number),
        ]
    )
}

extension EditControls.Face: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [ModelField("enabled", \.enabled, .flag)]
    )
}

extension EditControls.Normals: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("enabled", \.enabled, .flag),
            ModelField("augmentation", \.augmentation, .number),
        ]
    )
}

extension EditControls.Pose: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("enabled", \.enabled, .flag),
            ModelField("strength", \.strength, .word),
        ]
    )
}

extension EditControls.Trajectory: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("enabled", \.enabled, .flag),
            ModelField("sparsity", \.sparsity, .number),
        ]
    )
}
