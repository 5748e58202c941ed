import Adapters
import AgentsCore

extension RequestRule {
    /// A concept: a camera movement by its name.
    static let concept = RequestRule([DreamMachine.VideoRows.concept, DreamMachine.VideoRows.otherConcept]) {
        (draft, record, member) throws(Failure) in
        guard let words = DreamMachine.words(ofConcept: record.word(member.ref)) else {
            throw Failure(refusing: DreamMachine.VideoRows.otherConcept, at: member.path)
        }
        draft.phrases.append(words)
        try draft.lose(
            DreamMachine.VideoRows.concept, at: member.path, from: record.scalar(member.ref), to: words.quotedJSON)
    }
}

extension RequestStep {
    /// The concepts, at the end of the prompt.
    static let camera = RequestStep([]) { (draft, _) throws(Failure) in
        guard !draft.phrases.isEmpty, let prompt = draft.request.prompt.value else { return }
        draft.request.prompt = .value("\(prompt)\nCamera: \(draft.phrases.joined(separator: ", ")).")
    }

    /// Keyframes that the legacy API refuses, and those that only it combines.
    static let frames = RequestStep([DreamMachine.VideoRows.interpolation]) { (draft, record) throws(Failure) in
        let start = draft.request.videoOptions.startFrame.value
        let end = draft.request.videoOptions.endFrame.value
        if start == nil && end == nil {
            if record.isGiven(record["keyframes"]) { throw refusal("No keyframes provided", "keyframes") }
            return
        }
        if draft.request.videoOptions.loop.value == true, let kind = loopless(start, end) {
            throw refusal("Loop is not supported for \(kind)", "loop")
        }
        if start != nil && end != nil && draft.request.isExtension {
            throw Failure(refusing: DreamMachine.VideoRows.interpolation, at: "keyframes")
        }
    }

    /// What the legacy API calls keyframes that it does not loop.
    private static func loopless(_ start: MediaReference?, _ end: MediaReference?) -> StaticString? {
        guard let end else { return nil }
        let endsWithGeneration = end.generationID.value != nil
        guard let start else { return endsWithGeneration ? "extend reverse" : "end frame" }
        switch (start.generationID.value != nil, endsWithGeneration) {
        case (false, false): return "keyframes"
        case (true, false): return "interpolate video to image"
        case (false, true): return "interpolate image to video"
        case (true, true): return "interpolate between two videos"
        }
    }

    /// Ten seconds exclude loops, and take images as keyframes.
    static let tenSeconds = RequestStep([DreamMachine.VideoRows.tenSecondLoop]) { (draft, record) throws(Failure) in
        var video = draft.request.videoOptions
        guard video.duration.value == .seconds10 else { return }
        if video.loop.value == true {
            try draft.lose(DreamMachine.VideoRows.tenSecondLoop, at: "loop", from: record.scalar(record["loop"]))
            video.loop = .absent
        }
        let anchors = [(video.startFrame.value, 0), (video.endFrame.value, lastFrame)]
        let frames = anchors.compactMap { anchor in anchor.0.map { ($0, anchor.1) } }
        if !frames.isEmpty {
            video.startFrame = .absent
            video.endFrame = .absent
            video.keyframes = .value(frames.map(\.0))
            video.keyframeIndexes = .value(frames.map(\.1))
        }
        draft.request.videoOptions = video
    }

    /// The last frame of ten seconds at 24 frames a second.
    private static let lastFrame = 240

    /// Without keyframes the legacy API made 16:9; with them the picture decides.
    static let defaultRatio = RequestStep([DreamMachine.VideoRows.defaultRatio]) { (draft, record) throws(Failure) in
        let isFromFrames = record.isGiven(record["keyframes"])
        if !isFromFrames && draft.request.aspectRatio.value == nil {
            draft.request.aspectRatio = .value(.landscape16x9)
        }
    }
}
