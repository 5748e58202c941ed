/// The settings of a video in a request.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `VideoOptionsParam`; `guide_frame` came after that release (Go
/// 0.6.0).
public struct VideoOptions: Sendable, Hashable {
    /// The resolution; without one, ``VideoResolution/p720``.
    public var resolution: Member<VideoResolution>
    /// The length; without one, ``VideoDuration/seconds5``.
    public var duration: Member<VideoDuration>
    /// The first frame, or the generation to continue.
    public var startFrame: Member<MediaReference>
    /// The last frame, or the generation to lead up to.
    public var endFrame: Member<MediaReference>
    /// 1 to 64 frames at the places that ``keyframeIndexes`` says.
    public var keyframes: Member<[MediaReference]>
    /// The place of each of ``keyframes`` in the output, at 24 frames a second.
    public var keyframeIndexes: Member<[Int]>
    /// Whether the end leads seamlessly to the beginning.
    public var loop: Member<Bool>
    /// Whether the video has a high dynamic range.
    public var hdr: Member<Bool>
    /// Whether an EXR export comes beside the video; needs ``hdr``.
    public var exrExport: Member<Bool>
    /// Settings of an edit.
    public var edit: Member<VideoEditOptions>
    /// Where the source lies in a reframed video; without it, in the centre.
    public var sourcePosition: Member<SourcePosition>
    /// A guide frame, whose use is not documented.
    public var guideFrame: Member<MediaReference>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates settings; members that are not given are absent.
    public init(
        resolution: Member<VideoResolution> = .absent,
        duration: Member<VideoDuration> = .absent,
        startFrame: Member<MediaReference> = .absent,
        endFrame: Member<MediaReference> = .absent,
        keyframes: Member<[MediaReference]> = .absent,
        keyframeIndexes: Member<[Int]> = .absent,
        loop: Member<Bool> = .absent,
        hdr: Member<Bool> = .absent,
        exrExport: Member<Bool> = .absent,
        edit: Member<VideoEditOptions> = .absent,
        sourcePosition: Member<SourcePosition> = .absent,
        guideFrame: Member<MediaReference> = .absent
    ) {
        self.resolution = resolution
        self.duration = duration
        self.startFrame = startFrame
        self.endFrame = endFrame
        self.keyframes = keyframes
        self.keyframeIndexes = keyframeIndexes
        self.loop = loop
        self.hdr = hdr
        self.exrExport = exrExport
        self.edit = edit
        self.sourcePosition = sourcePosition
        self.guideFrame = guideFrame
    }
}

extension VideoOptions: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("resolution", \.resolution, .word),
            ModelField("duration", \.duration, .word),
            ModelField("start_frame", \.startFrame, .object),
            ModelField("end_frame", \.endFrame, .object),
            ModelField("keyframes", \.keyframes, .list(of: .object)),
            ModelField("keyframe_indexes", \.keyframeIndexes, .list(of: .integer)),
            ModelField("loop", \.loop, .flag),
            ModelField("hdr", \.hdr, .flag),
            ModelField("exr_export", \.exrExport, .flag),
            ModelField("edit", \.edit, .object),
            ModelField("source_position", \.sourcePosition, .object),
            ModelField("guide_frame", \.guideFrame, .object),
        ]
    )
}
