package import Adapters
import AgentsCore

extension DreamMachine {
    /// `POST /generations/video/modify`.
    ///
    /// Source: `lumalabs/lumaai-api` `openapi.yaml`, `ModifyVideoRequest`, in whose order the fields stand. The
    /// documentation's example has no `generation_type`.
    package static let modifyRequest = RequestShape(
        "dream-machine.modify",
        base: GenerationRequest(model: .value(.ray32), type: .value(.videoEdit)),
        unknown: CommonRows.unknownKey,
        models: rayModels,
        fields: [
            .generationType("modify_video", ModifyRows.generationType),
            .media,
            RequestField(
                "first_frame",
                .object([
                    RequestField(
                        "url", .text,
                        .address(
                            .text(ModifyRows.firstFrame, atMost: RequestShape.urlLimit) {
                                $0.videoOptions.startFrame = .value(MediaReference(url: .value($1)))
                            }),
                        required: true)
                ])),
            RequestField("model", .text, rayModels.rule),
            RequestField(
                "mode", .text,
                .words(modes) {
                    $0.videoOptions.edit = .value(VideoEditOptions(strength: .value(EditStrength(rawValue: $1))))
                },
                required: true),
            .prompt,
            .callback,
        ],
        steps: [
            rayModels.step, .prompt(ModifyRows.neutralPrompt, { $0.neutralEditPrompt }, when: { _ in true }),
            .mediaType, .flashResolution,
        ]
    )

    /// The Agents API has the legacy modes by the same names.
    private static let modes = RequestWords(
        exact: Dictionary(uniqueKeysWithValues: EditStrength.known.map { ($0.rawValue, $0.rawValue) }),
        ModifyRows.mode, unknown: ModifyRows.otherMode)
}
