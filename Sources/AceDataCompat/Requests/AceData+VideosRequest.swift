package import Adapters
import AgentsCore

extension AceData {
    /// `POST /luma/videos`: generate a video, or extend one.
    ///
    /// Source: AceData API specification and Luma videos integration guide; what the `acedatacloud` package, `mcp-luma`
    /// and other clients have been seen to send. Empty text is the same as none.
    package static let videosRequest = RequestShape(
        "acedata.videos",
        base: GenerationRequest(model: .value(.ray32), type: .value(.video)),
        unknown: VideosRows.unknownKey,
        fields: [
            RequestField("action", .text, .unlessEmpty(action)),
            RequestField(
                "prompt", .text,
                .unlessEmpty(.text(VideosRows.prompt, atMost: RequestShape.limits.bytes) { $0.prompt = .value($1) })),
            RequestField("loop", .flag, .flag(VideosRows.loop) { $0.videoOptions.loop = true }),
            RequestField("enhancement", .anything, .dropped(VideosRows.enhancement)),
            RequestField(
                "aspect_ratio", .text,
                .unlessEmpty(.words(ratios) { $0.aspectRatio = .value(AspectRatio(rawValue: $1)) })),
            RequestField("start_image_url", .text, startImage),
            RequestField("end_image_url", .text, endImage),
            RequestField("video_id", .anything, videoID),
            RequestField("video_url", .anything, videoURL),
            RequestField("callback_url", .text, .server(VideosRows.callback, atMost: RequestShape.urlLimit)),
            RequestField("async", .flag, .elsewhere(VideosRows.async)),
            RequestField("timeout", .number, .elsewhere(VideosRows.timeout)),
        ],
        steps: [.source, .prompt, .endLoop, .defaultRatio]
    )

    private static let action = RequestRule([VideosRows.action, VideosRows.otherAction]) {
        (_, record, member) throws(Failure) in
        guard record.isString(member.ref, "generate") || record.isString(member.ref, "extend") else {
            throw Failure(refusing: VideosRows.otherAction, at: member.path)
        }
    }

    private static let ratios = RequestWords.videoRatios(
        VideosRows.ratio, tall: VideosRows.tallRatio, unknown: VideosRows.otherRatio)

    // MARK: Members that `action` decides about

    private static let startImage = RequestRule.unlessEmpty(
        .either(
            isExtension, .dropped(VideosRows.extendStartImage),
            or: .address(
                .text(VideosRows.startImage, atMost: RequestShape.urlLimit) {
                    $0.videoOptions.startFrame = .value(MediaReference(url: .value($1)))
                })))

    private static let endImage = RequestRule.unlessEmpty(
        .either(
            isExtension, .dropped(VideosRows.extendEndImage),
            or: .address(
                .text(VideosRows.endImage, atMost: RequestShape.urlLimit) {
                    $0.videoOptions.endFrame = .value(MediaReference(url: .value($1)))
                })))

    // The server puts the Agents API's id of the video in the place of the caller's id or address.

    private static let videoID = RequestRule.unlessEmpty(
        .either(
            isExtension,
            .string(
                .text(VideosRows.videoID, atMost: RequestShape.idLimit) {
                    $0.videoOptions.startFrame = .value(MediaReference(generationID: .value($1)))
                }),
            or: .dropped(VideosRows.generateVideoID)))

    private static let videoURL = RequestRule.unlessEmpty(
        .either(
            isExtension,
            .either(
                { draft, _ in draft.request.isExtension }, .dropped(VideosRows.secondVideo),
                or: .string(
                    .text(VideosRows.videoURL, atMost: RequestShape.urlLimit) {
                        $0.videoOptions.startFrame = .value(MediaReference(generationID: .value($1)))
                    })),
            or: .dropped(VideosRows.generateVideoURL)))

    private static let isExtension: @Sendable (RequestDraft, borrowing JSONRecord) -> Bool = { _, record in
        record.isString(record["action"], "extend")
    }
}
