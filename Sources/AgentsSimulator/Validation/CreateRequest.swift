import AgentsCore

/// A request for a generation, with the service's defaults filled in, as the rules look at it.
struct CreateRequest: Sendable {
    /// The request as it was sent.
    let body: GenerationRequest
    /// The model, `uni-1` if none was given.
    let model: GenerationModel
    /// The type, `image` if none was given.
    let kind: Generation.Kind
    /// The prompt, empty if none was given.
    let prompt: String
    /// The source, if there is one.
    let source: MediaReference?
    /// The reference images.
    let imageReferences: [MediaReference]
    /// The settings of a video; nothing is set if none were given.
    let video: VideoOptions
    /// The settings of an edit, if there are any.
    let edit: VideoEditOptions?

    /// Fills in the defaults.
    init(_ body: GenerationRequest) {
        self.body = body
        model = body.model.value ?? .uni1
        kind = body.type.value ?? .image
        prompt = body.prompt.value ?? ""
        source = body.source.value
        imageReferences = body.imageRef.value ?? []
        video = body.video.value ?? VideoOptions()
        edit = video.edit.value
    }

    /// The shape, if one was given.
    var aspectRatio: AspectRatio? { body.aspectRatio.value }

    /// Whether something with a high dynamic range is asked for.
    var isHDR: Bool { video.hdr.value == true }

    /// Whether a loop is asked for.
    var isLoop: Bool { video.loop.value == true }

    /// Whether ten seconds are asked for.
    var isLong: Bool { video.duration.value == .seconds10 }

    /// Whether another video is to be continued, or led up to.
    var isExtension: Bool { kind == .video && !extendedAnchors.isEmpty }

    /// The anchors that are generations.
    var extendedAnchors: [MediaReference] {
        [video.startFrame.value, video.endFrame.value].compactMap { $0 }.filter { $0.generationID.value != nil }
    }

    /// The media that the type makes use of, with their places, in the order in which they are checked.
    var references: [(path: String, media: MediaReference)] {
        var references: [(path: String, media: MediaReference)] = []
        func add(_ path: String, _ media: MediaReference?) {
            if let media { references.append((path, media)) }
        }
        func add(_ path: String, each media: [MediaReference]) {
            for index in media.indices { references.append(("\(path)[\(index)]", media[index])) }
        }
        add("source", source)
        add("image_ref", each: imageReferences)
        guard kind.isVideo else { return references }
        add("video.start_frame", video.startFrame.value)
        add("video.end_frame", video.endFrame.value)
        add("video.keyframes", each: video.keyframes.value ?? [])
        add("video.guide_frame", video.guideFrame.value)
        add("video.edit.keyframes", each: edit?.keyframes.value ?? [])
        return references
    }
}
