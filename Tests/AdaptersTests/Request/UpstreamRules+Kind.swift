extension UpstreamRules {
    /// The types of requests that translations make, and what each may have.
    enum Kind: String {
        case image
        case imageEdit = "image_edit"
        case video
        case videoEdit = "video_edit"
        case videoReframe = "video_reframe"

        /// Members of the body that have an effect.
        var members: Set<String> {
            let all: Set = ["prompt", "model", "type"]
            return switch self {
            case .image: all.union(["aspect_ratio", "image_ref", "output_format"])
            case .imageEdit: all.union(["image_ref", "output_format", "source"])
            case .video: all.union(["aspect_ratio", "video"])
            case .videoEdit: all.union(["source", "video"])
            case .videoReframe: all.union(["aspect_ratio", "source", "video"])
            }
        }

        /// Members of `video` that have an effect.
        var videoMembers: Set<String> {
            switch self {
            case .image, .imageEdit: []
            case .video:
                ["resolution", "duration", "start_frame", "end_frame", "keyframes", "keyframe_indexes", "loop"]
            case .videoEdit: ["resolution", "start_frame", "edit"]
            case .videoReframe: ["resolution", "source_position"]
            }
        }

        var models: Set<String> {
            switch self {
            case .image, .imageEdit: ["uni-1", "uni-1-max"]
            case .video, .videoEdit, .videoReframe: ["ray-3.2"]
            }
        }

        var ratios: Set<String> {
            switch self {
            case .image, .imageEdit: ["1:1", "1:2", "1:3", "16:9", "2:1", "2:3", "3:1", "3:2", "9:16"]
            case .video, .videoEdit, .videoReframe: ["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"]
            }
        }

        var hasSource: Bool {
            switch self {
            case .imageEdit, .videoEdit, .videoReframe: true
            case .image, .video: false
            }
        }
    }
}
