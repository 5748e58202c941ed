/// Says whether the documentation's tables allow a request: written from them alone, in one pass over raw JSON values.
///
/// It knows nothing of the simulator's rules, their order or their words. Where the tables are silent it goes by the choices
/// that the simulator documents: layers have the shapes of images, and what a type has no use for is passed over.
struct RequestOracle {
    typealias Value = RandomRequest.Value

    let known: RandomRequest.Known

    /// What the tables have against a request; nothing if they allow it.
    func fault(of members: [String: Value]) -> String? {
        let type = text(members["type"]) ?? "image"
        let model = text(members["model"]) ?? "uni-1"
        return schemaFault(members, type) ?? pairFault(model, type) ?? promptFault(members, type)
            ?? shapeFault(members, type) ?? referenceFault(members, type) ?? videoFault(members, type)
    }

    // MARK: Kinds of values

    private func schemaFault(_ members: [String: Value], _ type: String) -> String? {
        let notNull = ["prompt", "model", "type", "image_ref", "style", "web_search"]
        if let name = notNull.first(where: { members[$0] == .null }) { return "\(name) is null" }
        let isValid =
            isText(members["prompt"]) && isText(members["model"]) && isText(members["type"])
            && isText(members["aspect_ratio"]) && isText(members["user_id"], upTo: 256)
            && isWord(members["style"], ["auto", "manga"]) && isWord(members["output_format"], ["png", "jpeg"])
            && isFlag(members["web_search"]) && isReference(members["source"])
            && isList(members["image_ref"], isReference)
            && isObject(members["layering"]) { isWord($0["resolution"], ["1k", "2k"]) }
            && isObject(members["video"], isVideo)
        if !isValid { return "schema" }
        return members["prompt"] == nil && type != "layering" ? "no prompt" : nil
    }

    private func isVideo(_ video: [String: Value]) -> Bool {
        isWord(video["resolution"], ["360p", "540p", "720p", "1080p"]) && isWord(video["duration"], ["5s", "10s"])
            && ["start_frame", "end_frame", "guide_frame"].allSatisfy { isReference(video[$0]) }
            && ["loop", "hdr", "exr_export"].allSatisfy { isFlag(video[$0]) }
            && isList(video["keyframes"], isReference) && isList(video["keyframe_indexes"], isInteger)
            && isObject(video["edit"], isEdit) && isObject(video["source_position"], isPosition)
    }

    private func isEdit(_ edit: [String: Value]) -> Bool {
        let strengths = ["adhere", "flex", "reimagine"].flatMap { word in (1...3).map { "\(word)_\($0)" } }
        return isFlag(edit["auto_controls"]) && isWord(edit["strength"], strengths)
            && isList(edit["keyframes"], isReference) && isList(edit["keyframe_indexes"], isInteger)
            && isObject(edit["controls"]) { controls in
                isObject(controls["depth"]) { isNumber($0["blur"], from: 0, to: 1) && isFlag($0["enabled"]) }
                    && isObject(controls["face"]) { isFlag($0["enabled"]) }
                    && isObject(controls["pose"]) { isWord($0["strength"], ["precise", "coarse"]) }
            }
    }

    private func isPosition(_ position: [String: Value]) -> Bool {
        ["x_norm", "y_norm"].allSatisfy { name in number(position[name]).map { abs($0) <= 2 } ?? false }
            && ["w_norm", "h_norm"].allSatisfy { name in number(position[name]).map { $0 > 0 && $0 <= 2 } ?? false }
    }

    // MARK: Model, type, prompt, shape

    private func pairFault(_ model: String, _ type: String) -> String? {
        let table = [
            "uni-1": ["image", "image_edit", "layering"], "uni-1-max": ["image", "image_edit"],
            "ray-3.2": ["video", "video_edit", "video_reframe"],
        ]
        return table[model]?.contains(type) == true ? nil : "pair"
    }

    private func promptFault(_ members: [String: Value], _ type: String) -> String? {
        let length = (text(members["prompt"]) ?? "").unicodeScalars.count
        let isValid = type == "layering" ? length <= 500 : (1...6000).contains(length)
        return isValid ? nil : "prompt"
    }

    private func shapeFault(_ members: [String: Value], _ type: String) -> String? {
        let ratio = text(members["aspect_ratio"])
        let isManga = text(members["style"]) == "manga"
        switch type {
        case "image" where isManga: return isOne(ratio, of: "2:3 9:16 1:2 1:3") ? nil : "manga shape"
        case "image", "layering": return isOne(ratio, of: "3:1 2:1 16:9 3:2 1:1 2:3 9:16 1:2 1:3") ? nil : "shape"
        case "video": return isOne(ratio, of: "9:16 3:4 1:1 4:3 16:9 21:9") ? nil : "shape"
        case "video_reframe":
            let isLarge = text(object(members["video"])["resolution"]) == "1080p"
            let shapes = isLarge ? "1:1 4:3 16:9 21:9" : "9:16 3:4 1:1 4:3 16:9 21:9"
            return ratio != nil && isOne(ratio, of: shapes) ? nil : "shape"
        default: return nil
        }
    }

    private func isOne(_ word: String?, of words: String) -> Bool {
        word.map { words.split(separator: " ").contains(Substring($0)) } ?? true
    }

    // MARK: References

    private func referenceFault(_ members: [String: Value], _ type: String) -> String? {
        let source = reference(members["source"])
        if (source != nil) != (type != "image" && type != "video") { return "source" }
        let images = list(members["image_ref"]) ?? []
        let most = ["image": 9, "image_edit": 8][type] ?? 0
        if images.count > most { return "number of reference images" }
        let isVideoSource = type == "video_edit" || type == "video_reframe"
        if let source, !isTaken(source, asVideo: isVideoSource, needsType: isVideoSource) { return "source" }
        if !images.allSatisfy({ isTaken(object($0), asVideo: false) }) { return "reference image" }
        guard type.hasPrefix("video") else { return nil }
        let video = object(members["video"])
        for name in ["start_frame", "end_frame", "guide_frame"] {
            guard let frame = reference(video[name]) else { continue }
            let isContinued = type == "video" && name != "guide_frame" && text(frame["generation_id"]) != nil
            if !isTaken(frame, asVideo: isContinued) { return name }
        }
        let frames = (list(video["keyframes"]) ?? []) + (list(object(video["edit"])["keyframes"]) ?? [])
        return frames.allSatisfy { isTaken(object($0), asVideo: false) } ? nil : "keyframe"
    }

    /// Whether a medium is there, and of the right kind.
    private func isTaken(_ reference: [String: Value], asVideo isVideo: Bool, needsType: Bool = false) -> Bool {
        let given = ["url", "data", "generation_id", "file_id"].filter { text(reference[$0]) != nil }
        guard given.count == 1 else { return false }
        let id = text(reference[given[0]])
        let type = text(reference["media_type"])
        switch given[0] {
        case "url":
            let good = ["https://example.com/b", "https://example.com/a." + (isVideo ? "mp4" : "png")]
            return good.contains(id ?? "") && (!needsType || type?.hasPrefix("video/") == true)
        case "data": return id == "AAAA" && (needsType ? type?.hasPrefix("video/") == true : type != nil)
        case "generation_id": return id == (isVideo ? known.video : known.image)
        default: return id == (isVideo ? known.videoFile : known.imageFile)
        }
    }

    // MARK: Videos

    private func videoFault(_ members: [String: Value], _ type: String) -> String? {
        if type != "layering", members["layering"].map({ $0 != .null }) ?? false { return "layering" }
        let video = object(members["video"])
        func has(_ name: String) -> Bool { video[name].map { $0 != .null } ?? false }
        func isOn(_ name: String) -> Bool { video[name] == .bool(true) }
        let isSmall = ["360p", "540p"].contains(text(video["resolution"]))
        let hasAnchor = has("start_frame") || has("end_frame")
        let hasFrames = has("keyframes") || has("keyframe_indexes")
        switch type {
        case "video":
            if has("edit") || has("source_position") { return "another type's" }
            return compatibilityFault(video)
        case "video_edit":
            if isOn("loop") || has("end_frame") || hasFrames || has("source_position") { return "another type's" }
            if isOn("hdr") && isSmall || isOn("exr_export") && !isOn("hdr") { return "hdr" }
            let edit = object(video["edit"])
            let hasControls = edit["controls"].map { $0 != .null } ?? false
            if edit["auto_controls"] == .bool(true), hasControls { return "controls" }
            if has("start_frame"), list(edit["keyframes"]) != nil { return "frames" }
            return framesFault(edit, 0...64, last: nil)
        case "video_reframe":
            return hasAnchor || hasFrames || has("edit") || isOn("loop") || isOn("hdr") || isOn("exr_export")
                ? "another type's" : nil
        default: return nil
        }
    }

    /// The matrix of what goes together in a new video.
    private func compatibilityFault(_ video: [String: Value]) -> String? {
        let (start, end) = (reference(video["start_frame"]), reference(video["end_frame"]))
        let hasKeyframes = list(video["keyframes"]) != nil
        let extends = [start, end].contains { text($0?["generation_id"]) != nil }
        let isLong = text(video["duration"]) == "10s"
        let resolution = text(video["resolution"])
        func isOn(_ name: String) -> Bool { video[name] == .bool(true) }

        var used: Set<String> = []
        if isLong { used.insert("10s") }
        if isOn("loop") { used.insert("loop") }
        if isOn("hdr") { used.insert("hdr") }
        if isOn("exr_export") { used.insert("exr") }
        if start != nil { used.insert("start") }
        if end != nil { used.insert("end") }
        if hasKeyframes { used.insert("keyframes") }
        if extends { used.insert("extend") }
        if let resolution { used.insert(resolution) }
        let exclusive = [
            "10s start", "10s end", "10s loop", "10s hdr", "10s extend", "loop end", "loop keyframes", "loop hdr",
            "loop exr", "hdr 360p", "hdr 540p", "exr 360p", "exr 540p", "extend 360p", "extend keyframes", "extend hdr",
            "extend exr", "start keyframes", "end keyframes",
        ]
        for pair in exclusive where pair.split(separator: " ").allSatisfy({ used.contains(String($0)) }) { return pair }
        if extends, start != nil, end != nil { return "two anchors" }
        if isOn("exr_export"), !isOn("hdr") { return "exr without hdr" }
        let frames = list(video["keyframes"]) ?? []
        if frames.contains(where: { text(object($0)["generation_id"]) != nil }) { return "keyframe" }
        return framesFault(video, 1...64, last: isLong ? 240 : 120)
    }

    private func framesFault(_ owner: [String: Value], _ counts: ClosedRange<Int>, last: Double?) -> String? {
        guard let frames = list(owner["keyframes"]) else {
            return list(owner["keyframe_indexes"]) == nil ? nil : "indexes"
        }
        let indexes = (list(owner["keyframe_indexes"]) ?? []).compactMap(number)
        let isInRange = indexes.allSatisfy { $0 >= 0 && $0 <= last ?? .infinity }
        let isValid =
            counts.contains(frames.count) && list(owner["keyframe_indexes"]) != nil && indexes.count == frames.count
            && isInRange && Set(indexes).count == indexes.count
        return isValid ? nil : "frames"
    }
}
