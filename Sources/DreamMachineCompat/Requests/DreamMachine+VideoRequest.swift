package import Adapters
import AgentsCore

extension DreamMachine {
    /// `POST /generations/video` and its older path `POST /generations`.
    ///
    /// Source: `lumalabs/lumaai-api` `openapi.yaml`, `GenerationRequest`; documentation pages "Video Generation" and
    /// "Errors"; what clients have been seen to send. Fields stand in the order of the captured echo.
    package static let videoRequest = RequestShape(
        "dream-machine.video",
        base: GenerationRequest(model: .value(.ray32), type: .value(.video)),
        unknown: CommonRows.unknownKey,
        models: rayModels,
        fields: [
            .generationType("video", VideoRows.generationType),
            .prompt,
            RequestField("aspect_ratio", .text, .words(ratios) { $0.aspectRatio = .value(AspectRatio(rawValue: $1)) }),
            RequestField("loop", .flag, .flag(VideoRows.loop) { $0.videoOptions.loop = true }),
            RequestField(
                "keyframes",
                .object([
                    frame("frame0", VideoRows.firstImage, VideoRows.forwardExtend) {
                        $0.videoOptions.startFrame = .value($1)
                    },
                    frame("frame1", VideoRows.lastImage, VideoRows.backwardExtend) {
                        $0.videoOptions.endFrame = .value($1)
                    },
                ])),
            .callback,
            RequestField("model", .text, rayModels.rule),
            RequestField(
                "resolution", .word,
                .words(resolutions) { $0.videoOptions.resolution = .value(VideoResolution(rawValue: $1)) }),
            RequestField(
                "duration", .word,
                .either(
                    { draft, _ in draft.request.isExtension }, .words(extensionDurations, setDuration),
                    or: .words(durations, setDuration))),
            RequestField(
                "concepts", .list([RequestField("key", .text, .concept, required: true)], atMost: conceptKeys.count)),
        ],
        steps: [
            rayModels.step,
            .prompt(VideoRows.neutralPrompt, { $0.neutralPrompt }, when: { $0.hasImageFrame }),
            .camera, .frames, .tenSeconds, .defaultRatio, .flashResolution,
        ]
    )

    /// A keyframe: an image, or a generation by its id.
    private static func frame(
        _ key: JSONKey, _ image: RequestRow, _ generation: RequestRow,
        _ set: @escaping @Sendable (inout GenerationRequest, MediaReference) -> Void
    ) -> RequestField {
        let type = RequestField("type", .text)
        return RequestField(
            key,
            .variants(
                tag: "type",
                [
                    (
                        "image",
                        [
                            type,
                            RequestField(
                                "url", .text,
                                .address(
                                    .text(image, atMost: RequestShape.urlLimit) {
                                        set(&$0, MediaReference(url: .value($1)))
                                    }),
                                required: true),
                        ]
                    ),
                    (
                        "generation",
                        [
                            type,
                            RequestField(
                                "id", .text,
                                .text(generation, atMost: RequestShape.idLimit) {
                                    set(&$0, MediaReference(generationID: .value($1)))
                                },
                                required: true),
                        ]
                    ),
                ]))
    }

    private static let ratios = RequestWords.videoRatios(
        VideoRows.ratio, tall: VideoRows.tallRatio, unknown: VideoRows.otherRatio)

    private static let resolutions = RequestWords(
        exact: [
            "540p": "540p", "720p": "720p", "1080p": "1080p", "540": "540p", "720": "720p", "1080": "1080p",
        ],
        VideoRows.resolution, near: [(["4k"], "1080p", VideoRows.resolution4K)], unknown: VideoRows.otherResolution)

    private static let durations = RequestWords(
        exact: ["5s": "5s", "5": "5s", "10s": "10s", "10": "10s"], VideoRows.duration,
        near: [(["9s", "9"], "10s", VideoRows.nineSeconds)], unknown: VideoRows.otherDuration)

    private static let extensionDurations = RequestWords(
        exact: ["5s": "5s", "5": "5s"], VideoRows.duration,
        near: [(["9s", "9", "10s", "10"], "5s", VideoRows.extensionDuration)], unknown: VideoRows.otherDuration)

    private static let setDuration: @Sendable (inout GenerationRequest, String) -> Void = {
        $0.videoOptions.duration = .value(VideoDuration(rawValue: $1))
    }
}
