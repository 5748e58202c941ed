import AdapterTesting

/// What the Agents API says about the body of a request, as far as it is documented: the independent opinion on what a
/// translation sends.
struct UpstreamRules {
    let body: JSONTree
    let video: JSONTree

    init(_ body: JSONTree) {
        self.body = body
        video = body["video"] ?? .object([])
    }

    /// The rules that the body breaks; none if it is valid.
    var violations: [String] {
        guard let kind = Kind(rawValue: body["type"]?.text ?? "") else { return ["Unknown type"] }
        return members(of: kind) + words(of: kind) + references + sources(of: kind) + keyframes + combinations
            + position
    }

    private func members(of kind: Kind) -> [String] {
        keys(body).subtracting(kind.members).map { "unknown member \($0)" }
            + keys(video).subtracting(kind.videoMembers).map { "unknown member video.\($0)" }
    }

    private func words(of kind: Kind) -> [String] {
        var found: [String] = []
        let length = body["prompt"]?.text?.unicodeScalars.count ?? 0
        if !(1...6000).contains(length) { found.append("Prompt must be between 1 and 6000 characters") }
        if !kind.models.contains(body["model"]?.text ?? "") { found.append("Unknown model") }
        func check(_ value: JSONTree?, _ words: Set<String>, _ name: String) {
            if let value, !words.contains(value.text ?? "") { found.append("Invalid \(name) \(value)") }
        }
        check(body["aspect_ratio"], kind.ratios, "aspect_ratio")
        check(body["output_format"], ["png", "jpeg"], "output_format")
        check(video["resolution"], ["360p", "540p", "720p", "1080p"], "resolution")
        check(video["duration"], ["5s", "10s"], "duration")
        let modes = ["adhere", "flex", "reimagine"].flatMap { name in (1...3).map { "\(name)_\($0)" } }
        check(video.value(at: "edit.strength"), Set(modes), "strength")
        if let loop = video["loop"], !["true", "false"].contains("\(loop)") { found.append("Invalid loop") }
        return found
    }

    private var references: [String] {
        let anchors =
            [video["start_frame"], video["end_frame"]].compactMap { $0 } + (video["keyframes"]?.elements ?? [])
            + (body["image_ref"]?.elements ?? [])
        return anchors.compactMap { frame in
            let isReference = ["url", "data", "generation_id", "file_id"].filter { frame[$0]?.text?.isEmpty == false }
            return isReference.count == 1 && frame.members?.count == 1 ? nil : "no reference: \(frame)"
        }
    }

    private func sources(of kind: Kind) -> [String] {
        var found: [String] = []
        let count = body["image_ref"]?.elements?.count ?? 0
        if count > (kind == .imageEdit ? 8 : 9) { found.append("\(count) reference images") }
        guard kind.hasSource else { return found }
        guard body.value(at: "source.url")?.text?.isEmpty == false else { return found + ["source is required"] }
        let type = body.value(at: "source.media_type")?.text
        if kind != .imageEdit && type?.hasPrefix("video/") != true { found.append("source.media_type \(type ?? "–")") }
        if kind == .videoReframe && body["aspect_ratio"] == nil { found.append("aspect_ratio is required") }
        return found
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

    private var position: [String] {
        guard let position = video["source_position"] else { return [] }
        return ["x_norm", "y_norm", "w_norm", "h_norm"].compactMap { name in
            let isSize = name.hasPrefix("w") || name.hasPrefix("h")
            guard let number = position[name].flatMap({ Double("\($0)") }), number <= 2,
                isSize ? number > 0 : number >= -2
            else { return "source_position.\(name)" }
            return nil
        }
    }

    private var isTenSeconds: Bool { video["duration"]?.text == "10s" }
    private var loops: Bool { video["loop"].map { "\($0)" } == "true" }

    private func keys(_ tree: JSONTree) -> Set<String> {
        Set((tree.members ?? []).map(\.key.text))
    }
}
