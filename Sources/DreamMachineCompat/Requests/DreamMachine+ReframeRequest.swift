package import Adapters
import AgentsCore

extension DreamMachine {
    /// `POST /generations/video/reframe`.
    ///
    /// Source: `lumalabs/lumaai-api` `openapi.yaml`, `ReframeVideoRequest`, in whose order the fields stand.
    package static let reframeVideoRequest = RequestShape(
        "dream-machine.reframe-video",
        base: GenerationRequest(model: .value(.ray32), type: .value(.videoReframe)),
        unknown: CommonRows.unknownKey,
        models: rayModels,
        fields: [
            .generationType("reframe_video", ReframeRows.generationType),
            .media,
            // Nothing in it can be sent, so nothing in it is looked at.
            RequestField("first_frame", .anything, .dropped(ReframeRows.firstFrame)),
            RequestField("model", .text, rayModels.rule),
            .prompt,
            RequestField(
                "aspect_ratio", .text, .words(ratios) { $0.aspectRatio = .value(AspectRatio(rawValue: $1)) },
                required: true),
            RequestField("grid_position_x", .number, .elsewhere(ReframeRows.grid)),
            RequestField("grid_position_y", .number, .elsewhere(ReframeRows.grid)),
            RequestField("x_start", .number, .elsewhere(ReframeRows.bounds)),
            RequestField("x_end", .number, .elsewhere(ReframeRows.bounds)),
            RequestField("y_start", .number, .elsewhere(ReframeRows.bounds)),
            RequestField("y_end", .number, .elsewhere(ReframeRows.bounds)),
            RequestField("resized_width", .number, .elsewhere(ReframeRows.grid)),
            RequestField("resized_height", .number, .elsewhere(ReframeRows.grid)),
            .callback,
        ],
        steps: [
            rayModels.step, .prompt(ReframeRows.neutralPrompt, { $0.neutralEditPrompt }, when: { _ in true }),
            .mediaType, .sourcePosition, .flashResolution,
        ]
    )

    private static let ratios = RequestWords.videoRatios(
        VideoRows.ratio, tall: VideoRows.tallRatio, unknown: ReframeRows.otherRatio)
}
