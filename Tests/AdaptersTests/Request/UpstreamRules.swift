import AdapterTesting

/// What the Agents API says about the body of a video request, as far as it is documented: the independent opinion on
/// what a translation sends.
struct UpstreamRules {
    private let body: JSONTree
    private let video: JSONTree

    init(_ body: JSONTree) {
        self.body = body
        video = body["video"] ?? .object([])
    }

    /// The rules that the body breaks; none if it is valid.
    var violations: [String] {
        members + words + frames + keyframes + combinations
    }

    private var members: [String] {
        let known: Set = ["prompt", "model", "type", "aspect_ratio", "video"]
        let knownVideo: Set = [
            "resolution", "duration", "start_frame", "end_frame", "keyframes", "keyframe_indexes", "loop",
        ]
        return keys(body).subtracting(known).map { "unknown member \($0)" }
            + keys(video).subtracting(knownVideo).map { "unknown member video.\($0)" }
    }

    private var words: [String] {
        var found: [String] = []
        let length = body["prompt"]?.text?.unicodeScalars.count ?? 0
        if !(1...6000).contains(length) { found.append("Prompt must be between 1 and 6000 characters") }
        if body["model"]?.text != "ray-3.2" { found.append("Unknown model") }
        if body["type"]?.text != "video" { found.append("type is not video") }
        func check(_ value: JSONTree?, _ words: Set<String>, _ name: String) {
            if let value, !words.contains(value.text ?? "") { found.append("Invalid \(name) \(value)") }
        }
        check(body["aspect_ratio"], ["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"], "aspect_ratio")
        check(video["resolution"], ["360p", "540p", "720p", "1080p"], "resolution")
        check(video["duration"], ["5s", "10s"], "duration")
        if let loop = video["loop"], !["true", "false"].contains("\(loop)") { found.append("Invalid loop") }
        return found
    }

    private var frames: [String] {
        let anchors =
            [video["start_frame"], video["end_frame"]].compactMap { $0 } + (video["keyframes"]?.elements ?? [])
        return anchors.compactMap { frame in
            let isReference = ["url", "data", "generation_id", "file_id"].filter { frame[$0]?.text?.isEmpty == false }
            return isReference.count == 1 && frame.members?.count == 1 ? nil : "no reference: \(frame)"
        }
    }

    private var keyframes: [String] {
        let frames = video["keyframes"]?.elements
        let indexes = video["keyframe_indexes"]?.elements?.map { Int("\($0)") ?? -1 }
        guard frames != nil || indexes != nil else { return [] }
        guard let frames, let indexes, frames.count == indexes.count, (1...64).contains(frames.count) else {
            return ["keyframes and keyframe_indexes do not match"]
        }
        var found: [String] = []
        let end = isTenSeconds ? 240 : 120
        if Set(indexes).count != indexes.count || !indexes.allSatisfy({ (0...end).contains($0) }) {
            found.append("keyframe_indexes \(indexes)")
        }
        if video["start_frame"] != nil || video["end_frame"] != nil { found.append("keyframes and frames") }
        if loops { found.append("keyframes and loop") }
        return found
    }

    private var combinations: [String] {
        var found: [String] = []
        let start = video["start_frame"]
        let end = video["end_frame"]
        if isTenSeconds && (start != nil || end != nil) { found.append("10s with start_frame / end_frame") }
        if isTenSeconds && loops { found.append("loop with 10s") }
        if loops && end != nil { found.append("loop with end_frame") }
        let generations = [start, end].filter { $0?["generation_id"] != nil }.count
        if generations > 0 && start != nil && end != nil { found.append("interpolation") }
        if generations > 0 && video["resolution"]?.text == "360p" { found.append("extension in 360p") }
        return found
    }

    private var isTenSeconds: Bool { video["duration"]?.text == "10s" }
    private var loops: Bool { video["loop"].map { "\($0)" } == "true" }

    private func keys(_ tree: JSONTree) -> Set<String> {
        Set((tree.members ?? []).map(\.key.text))
    }
}
