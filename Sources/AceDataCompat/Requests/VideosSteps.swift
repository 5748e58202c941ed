import Adapters
import AgentsCore

extension RequestStep {
    /// An extension needs a video.
    static let source = RequestStep([]) { (draft, record) throws(Failure) in
        if record.isString(record["action"], "extend") && !draft.request.isExtension {
            throw Failure(.badRequest, "video_id or video_url is required to extend a video", path: "video_id")
        }
    }

    /// A prompt, or the neutral one where there is an image or a video.
    static let prompt = RequestStep([AceData.VideosRows.neutralPrompt]) { (draft, record) throws(Failure) in
        let prompt = draft.request.prompt.value ?? ""
        if prompt.isEmpty {
            guard draft.request.hasImageFrame || draft.request.isExtension else {
                throw Failure(.badRequest, "prompt is required", path: "prompt")
            }
            let neutral = draft.policy.neutralPrompt
            try draft.lose(
                AceData.VideosRows.neutralPrompt, at: "prompt", from: record.isGiven(record["prompt"]) ? "\"\"" : nil,
                to: neutral.quotedJSON)
            draft.request.prompt = .value(neutral)
        } else if prompt.unicodeScalars.count > 6000 {
            throw Failure(.badRequest, "prompt is longer than 6000 characters", path: "prompt")
        }
    }

    /// An end image excludes a loop.
    static let endLoop = RequestStep([AceData.VideosRows.endLoop]) { (draft, record) throws(Failure) in
        let video = draft.request.videoOptions
        guard video.loop.value == true, video.endFrame.value != nil else { return }
        try draft.lose(AceData.VideosRows.endLoop, at: "loop", from: record.scalar(record["loop"]))
        draft.request.videoOptions.loop = .absent
    }

    /// Text alone makes 16:9; otherwise the picture decides.
    static let defaultRatio = RequestStep([AceData.VideosRows.defaultRatio]) { (draft, _) throws(Failure) in
        let isFromText = !draft.request.hasImageFrame && !draft.request.isExtension
        if isFromText && draft.request.aspectRatio.value == nil { draft.request.aspectRatio = .value(.landscape16x9) }
    }
}
