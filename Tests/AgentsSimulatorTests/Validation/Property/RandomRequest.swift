import Testing

@testable import AgentsSimulator

/// A request made at random from the words of the documentation and some beside them, as JSON values.
///
/// Most of what it says is right, so that what is wrong is often the only fault.
struct RandomRequest {
    /// The members of the body; absent ones are left out, `null` is there as such.
    var members: [String: Value] = [:]

    /// A JSON value.
    indirect enum Value: Equatable {
        case null
        case bool(Bool)
        case number(Double)
        case text(String)
        case list([Value])
        case object([String: Value])
    }

    /// Earlier generations and files that the request may refer to.
    struct Known {
        let image: String
        let video: String
        let unfinished: String
        let imageFile: String
        let videoFile: String
        let pendingFile: String
    }

    private static let models = ["uni-1", "uni-1-max", "ray-3.2"]
    private static let types = ["image", "image_edit", "video", "video_edit", "video_reframe", "layering"]
    private static let ratios = [
        "3:1", "2:1", "21:9", "16:9", "4:3", "3:2", "1:1", "3:4", "2:3", "9:16", "1:2", "1:3", "9:21",
    ]

    private let known: Known
    private var generator: SplitMix64
    /// How often a value is one that its member cannot have.
    private let wrongness: Double

    init(seed: UInt64, _ known: Known) {
        self.known = known
        generator = SplitMix64(seed: seed)
        wrongness = seed.isMultiple(of: 3) ? 0 : 0.02
        make()
    }

    private mutating func make() {
        let type = one(of: Self.types)
        members["type"] = happens(0.1) && type == "image" ? nil : word(type)
        let isVideo = type.hasPrefix("video")
        let model = isVideo ? "ray-3.2" : happens(0.3) ? "uni-1-max" : "uni-1"
        members["model"] = word(happens(0.05) ? one(of: Self.models) : model)
        if model == "uni-1", happens(0.3) { members["model"] = nil }
        let length = one(of: [1, 1, 20, 500, 501, 6000, happens(0.1) ? 6001 : 1, happens(0.1) ? 0 : 1])
        members["prompt"] = happens(0.01) ? nil : value(.text(String(repeating: "é", count: length)))
        if happens(type == "video_reframe" ? 0.95 : 0.5) {
            members["aspect_ratio"] = happens(0.1) ? .null : .text(one(of: Self.ratios))
        }
        if happens(["image", "video"].contains(type) ? 0.05 : 0.95) {
            members["source"] = reference(isVideo ? .video : .image)
        }
        if happens(["image", "image_edit"].contains(type) ? 0.5 : 0.05) {
            members["image_ref"] = .list((0..<one(of: [0, 1, 2, 8, 9, 10])).map { _ in reference(.image) })
        }
        if happens(0.3) { members["style"] = word(one(of: ["auto", "manga"])) }
        if happens(0.3) { members["output_format"] = value(one(of: [.text("png"), .text("jpeg"), .null])) }
        if happens(0.2) { members["web_search"] = value(.bool(happens(0.5))) }
        if happens(0.3) {
            let length = one(of: [0, 36, 256, happens(0.2) ? 257 : 1])
            members["user_id"] = value(.text(String(repeating: "x", count: length)))
        }
        if happens(0.1) { members["unheard_of"] = .list([.null]) }
        if happens(type == "layering" ? 0.5 : 0.02) {
            members["layering"] = value(happens(0.2) ? .null : .object(happens(0.8) ? ["resolution": word("2k")] : [:]))
        }
        if happens(isVideo ? 0.8 : 0.05) { members["video"] = happens(0.05) ? .null : value(video(type)) }
    }

    private mutating func video(_ type: String) -> Value {
        var video: [String: Value] = [:]
        let isVideo = type == "video"
        if happens(0.5) { video["resolution"] = word(one(of: ["360p", "540p", "720p", "1080p"])) }
        if happens(0.5) { video["duration"] = word(one(of: ["5s", "10s"])) }
        if happens(isVideo ? 0.3 : 0.06) { video["start_frame"] = anchor() }
        if happens(isVideo ? 0.2 : 0.03) { video["end_frame"] = anchor() }
        if happens(0.3) { video["loop"] = value(.bool(happens(isVideo ? 0.5 : 0.1))) }
        if happens(0.3) { video["hdr"] = value(.bool(happens(type == "video_reframe" ? 0.1 : 0.7))) }
        if happens(0.2) { video["exr_export"] = value(.bool(happens(type == "video_reframe" ? 0.1 : 0.7))) }
        if happens(isVideo ? 0.25 : 0.02) {
            video["keyframes"] = frames()
            video["keyframe_indexes"] = indexes(like: video["keyframes"], upTo: one(of: [120, 121, 240, 241]))
        }
        if happens(0.02) { video["keyframe_indexes"] = .list([.number(0)]) }
        if happens(type == "video_edit" ? 0.8 : 0.03) { video["edit"] = value(edit()) }
        if happens(type == "video_reframe" ? 0.5 : 0.02) { video["source_position"] = position() }
        if happens(0.05) { video["guide_frame"] = reference(.image) }
        return .object(video)
    }

    private mutating func edit() -> Value {
        var edit: [String: Value] = [:]
        if happens(0.4) { edit["auto_controls"] = value(.bool(happens(0.5))) }
        if happens(0.5) { edit["strength"] = word(one(of: ["adhere_1", "flex_3", "reimagine_2"])) }
        if happens(0.3) {
            let share = Value.number(one(of: [0, 0.5, 1, happens(0.2) ? 1.5 : 1, happens(0.2) ? -0.1 : 0]))
            edit["controls"] = value(
                .object([
                    "depth": .object(["blur": share, "enabled": .null]), "face": .null,
                    "pose": .object(["strength": word("coarse")]),
                ]))
        }
        if happens(0.3) {
            edit["keyframes"] = frames()
            edit["keyframe_indexes"] = indexes(like: edit["keyframes"], upTo: 1000)
        }
        return .object(edit)
    }

    private mutating func frames() -> Value {
        .list(
            (0..<one(of: [1, 2, 3, 64, happens(0.2) ? 65 : 1, happens(0.2) ? 0 : 1])).map { _ in
                happens(0.01) ? .object(["generation_id": .text(known.video)]) : reference(.image)
            })
    }

    private mutating func indexes(like frames: Value?, upTo last: Int) -> Value? {
        guard case .list(let frames) = frames, !happens(0.03) else { return nil }
        var indexes = Array((0..<frames.count).map { Value.number(Double($0)) })
        if !indexes.isEmpty { indexes[indexes.count - 1] = .number(Double(last)) }
        if happens(0.05) { indexes.append(.number(77)) }
        if happens(0.05), indexes.count > 1 { indexes[0] = indexes[1] }
        if happens(0.05), !indexes.isEmpty { indexes[0] = .number(one(of: [-1, 0.5])) }
        return .list(indexes)
    }

    private mutating func position() -> Value {
        var position: [String: Value] = [
            "x_norm": .number(one(of: [-2, 0, 0.25, 2])), "y_norm": .number(0), "w_norm": .number(one(of: [0.1, 2])),
            "h_norm": .number(1),
        ]
        if happens(0.05) { position["y_norm"] = .number(one(of: [-2.01, 2.01])) }
        if happens(0.05) { position["h_norm"] = .number(one(of: [0, 2.01])) }
        if happens(0.05) { position["x_norm"] = one(of: [nil, .null]) }
        return .object(position)
    }

    /// An image, or a video that is continued.
    private mutating func anchor() -> Value {
        happens(0.4) ? .object(["generation_id": .text(happens(0.9) ? known.video : known.image)]) : reference(.image)
    }

    private enum Medium { case image, video }

    private mutating func reference(_ medium: Medium) -> Value {
        let isVideo = medium == .video
        var reference: [String: Value] = [:]
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<4:
            reference["url"] = value(.text("https://example.com/a." + (isVideo ? "mp4" : "png")))
        case 4..<6: reference["data"] = value(.text(happens(0.95) ? "AAAA" : "AAA"))
        case 6..<8:
            let id = isVideo ? known.video : known.image
            let others = [known.unfinished, "x", known.imageFile]
            reference["generation_id"] = value(.text(happens(0.9) ? id : one(of: others)))
        default:
            let id = isVideo ? known.videoFile : known.imageFile
            reference["file_id"] = value(.text(happens(0.9) ? id : one(of: [known.pendingFile, "x", known.video])))
        }
        if reference["data"] != nil || isVideo || happens(0.2), happens(0.97) {
            reference["media_type"] = .text(happens(0.97) == isVideo ? "video/mp4" : "image/png")
        }
        if happens(0.01) { reference["url"] = .text("https://example.com/b") }
        if happens(0.01) { reference = [:] }
        return .object(reference)
    }

    // MARK: Values

    /// A word, or rarely one that is no word of its member.
    private mutating func word(_ word: String) -> Value {
        value(.text(happens(wrongness) ? "nonsense" : word))
    }

    /// A value, or rarely one of another kind.
    private mutating func value(_ value: Value) -> Value {
        happens(wrongness) ? one(of: [.null, .number(7), .text("x"), .list([]), .object([:]), .bool(true)]) : value
    }

    private mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &generator)]
    }

    private mutating func happens(_ rate: Double) -> Bool {
        Double.random(in: 0..<1, using: &generator) < rate
    }
}

extension RandomRequest.Value: CustomStringConvertible {
    /// The value as JSON.
    var description: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .number(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
        case .text(let text): "\"\(text)\""
        case .list(let values): "[\(values.map(\.description).joined(separator: ","))]"
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        }
    }
}
