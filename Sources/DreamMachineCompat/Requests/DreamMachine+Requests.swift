package import Adapters
package import AgentsCore

extension DreamMachine {
    /// The operations that create something, by the names under which they are explained and listed.
    package enum RequestKind: String, Sendable, CaseIterable {
        /// `POST /generations/video`, and `POST /generations`.
        case video
        /// `POST /generations/image`.
        case image
        /// `POST /generations/video/modify`.
        case modify
        /// `POST /generations/video/reframe`.
        case reframeVideo = "reframe-video"
        /// `POST /generations/image/reframe`.
        case reframeImage = "reframe-image"
        /// `POST /generations/{id}/upscale`.
        case upscale
        /// `POST /generations/{id}/audio`.
        case audio

        /// The operation whose requests become generations of a type.
        package init(of kind: Generation.Kind) {
            switch kind {
            case .image, .imageEdit: self = .image
            case .videoEdit: self = .modify
            case .videoReframe: self = .reframeVideo
            default: self = .video
            }
        }

        /// How its requests are translated.
        package var shape: RequestShape {
            switch self {
            case .video: videoRequest
            case .image: imageRequest
            case .modify: modifyRequest
            case .reframeVideo: reframeVideoRequest
            case .reframeImage: reframeImageRequest
            case .upscale: upscaleRequest
            case .audio: audioRequest
            }
        }
    }

    /// How the requests of every operation are translated.
    package static let requests = RequestKind.allCases.map(\.shape)

    // MARK: Operations without a counterpart

    /// `POST /generations/image/reframe`.
    package static let reframeImageRequest = RequestShape(
        "dream-machine.reframe-image",
        withoutCounterpart: .refused(
            "dream_machine.reframe_image", "the request", as: .notImplemented,
            "Images cannot be reframed any more: make a new one with POST /generations/image, the aspect_ratio wanted and the "
                + "image as image_ref"))

    /// `POST /generations/{id}/upscale`.
    package static let upscaleRequest = RequestShape(
        "dream-machine.upscale",
        withoutCounterpart: .refused(
            "dream_machine.upscale", "the request", as: .notImplemented,
            "Videos cannot be upscaled any more: ask for the resolution wanted, up to 1080p, when the video is created")
    )

    /// `POST /generations/{id}/audio`.
    package static let audioRequest = RequestShape(
        "dream-machine.audio",
        withoutCounterpart: .refused(
            "dream_machine.audio", "the request", as: .notImplemented,
            "Audio cannot be added any more: add it to the finished file with another tool"))
}
