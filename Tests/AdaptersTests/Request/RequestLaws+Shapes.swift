import AceDataCompat
import AdapterTesting
import Adapters
import DreamMachineCompat

extension RequestLaws {
    /// The laws of the shapes that are known.
    static let known =
        [dreamMachineVideo, dreamMachineImage, dreamMachineModify, dreamMachineReframe, aceDataVideos]
        + withoutCounterpart

    static let dreamMachineVideo = RequestLaws(
        shape: DreamMachine.videoRequest,
        containers: ["keyframes", "keyframes.frame0", "keyframes.frame1", "concepts", "concepts[0]"]
    ) { path, value, source, sent in
        switch path {
        case "generation_type": value.text == sent["type"]?.text
        case "prompt": value.text?.isEmpty == false && hasPrefix(sent["prompt"], value, "\nCamera: ")
        case "aspect_ratio": value == sent["aspect_ratio"]
        case "loop": isTrue(value) == isTrue(sent.value(at: "video.loop"))
        case "keyframes", "keyframes.frame0", "keyframes.frame1", "concepts", "concepts[0]": value.children.isEmpty
        case "keyframes.frame0.type", "keyframes.frame1.type": true
        case "keyframes.frame0.url":
            isFrame(value, "url", in: sent, "start_frame", 0, source.value(at: "keyframes.frame0"))
        case "keyframes.frame1.url":
            isFrame(value, "url", in: sent, "end_frame", 240, source.value(at: "keyframes.frame1"))
        case "keyframes.frame0.id":
            isFrame(value, "generation_id", in: sent, "start_frame", nil, source.value(at: "keyframes.frame0"))
        case "keyframes.frame1.id":
            isFrame(value, "generation_id", in: sent, "end_frame", nil, source.value(at: "keyframes.frame1"))
        case "callback_url": value.text != nil
        case "model": value == sent["model"]
        case "resolution": isWord(value, sent.value(at: "video.resolution"), unit: "p")
        case "duration": isWord(value, sent.value(at: "video.duration"), unit: "s")
        default: nil
        }
    }

    static let aceDataVideos = RequestLaws(shape: AceData.videosRequest, containers: []) { path, value, source, sent in
        let extends = source["action"]?.text == "extend"
        return switch path {
        case "action": value.text != nil
        case "prompt" where value.text?.isEmpty == false: value == sent["prompt"]
        case "prompt": nil
        case "loop": isTrue(value) == isTrue(sent.value(at: "video.loop"))
        case "aspect_ratio": value.text?.isEmpty == true || value == sent["aspect_ratio"]
        case "start_image_url": value.text?.isEmpty == true || value == sent.value(at: "video.start_frame.url")
        case "end_image_url": value.text?.isEmpty == true || value == sent.value(at: "video.end_frame.url")
        case "video_id":
            value.text?.isEmpty == true || (extends && value == sent.value(at: "video.start_frame.generation_id"))
        case "video_url":
            value.text?.isEmpty == true
                || (extends && source["video_id"].map { $0.isNull || $0.text == "" } ?? true
                    && value == sent.value(at: "video.start_frame.generation_id"))
        case "callback_url", "async", "timeout": true
        default: nil
        }
    }

    /// Whether a prompt is sent, perhaps with words behind it.
    static func hasPrefix(_ sent: JSONTree?, _ value: JSONTree, _ suffix: String) -> Bool {
        guard let sent = sent?.text, let text = value.text else { return false }
        return sent.utf8.elementsEqual(text.utf8) || sent.utf8.starts(with: (text + suffix).utf8)
    }

    /// A truth value as clients write one.
    private static func isTrue(_ value: JSONTree?) -> Bool {
        guard let value else { return false }
        return ["true", "1"].contains((value.text ?? "\(value)").lowercased()) || Double("\(value)") == 1
    }

    /// Whether a word is sent, perhaps with the unit that it came without.
    private static func isWord(_ value: JSONTree, _ sent: JSONTree?, unit: String) -> Bool {
        guard let sent = sent?.text else { return false }
        if let text = value.text { return sent == text || sent == text + unit }
        guard let number = Double("\(value)").flatMap({ Int(exactly: $0) }) else { return false }
        return sent == "\(number)\(unit)"
    }

    /// Whether a frame is sent, alone or among keyframes.
    private static func isFrame(
        _ value: JSONTree, _ key: String, in sent: JSONTree, _ place: String, _ index: Int?, _ frame: JSONTree?
    ) -> Bool? {
        guard frame?["type"]?.text == (key == "url" ? "image" : "generation") else { return nil }
        if sent.value(at: "video.\(place).\(key)") == value { return true }
        let indexes = sent.value(at: "video.keyframe_indexes")?.elements?.map { "\($0)" }
        guard let index, let position = indexes?.firstIndex(of: "\(index)") else { return false }
        return sent.value(at: "video.keyframes[\(position)].\(key)") == value
    }
}
