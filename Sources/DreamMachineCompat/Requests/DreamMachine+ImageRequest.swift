package import Adapters
import AgentsCore

extension DreamMachine {
    /// `POST /generations/image`.
    ///
    /// Source: `lumalabs/lumaai-api` `openapi.yaml`, `ImageGenerationRequest`, in whose order the fields stand except that
    /// references of one kind stand together; `@ai-sdk/luma` for the references' other names.
    package static let imageRequest = RequestShape(
        "dream-machine.image",
        base: GenerationRequest(model: .value(.uni1), type: .value(.image)),
        unknown: CommonRows.unknownKey,
        models: photonModels,
        fields: [
            .generationType("image", ImageRows.generationType),
            RequestField("model", .text, photonModels.rule),
            .prompt,
            RequestField(
                "aspect_ratio", .text,
                .either(
                    { _, record in isEdit(record) }, .dropped(ImageRows.editRatio),
                    or: .words(ratios) { $0.aspectRatio = .value(AspectRatio(rawValue: $1)) })),
            RequestField("format", .text, .words(formats) { $0.outputFormat = .value(OutputFormat(rawValue: $1)) }),
            .callback,
            references("image_ref", content), references("image", content),
            references("style_ref", style), references("style", style),
            characters("character_ref"), characters("character"),
            source("modify_image_ref"), source("modify_image", otherSource),
            RequestField("sync", .flag, .elsewhere(ImageRows.sync)),
            RequestField("sync_timeout", .number, .elsewhere(ImageRows.syncTimeout)),
        ],
        steps: [
            photonModels.step,
            .prompt(ImageRows.neutralPrompt, { $0.neutralEditPrompt }, when: { $0.source.value != nil }),
            .referenceCount, .referenceRoles, .defaultImageRatio, .defaultFormat,
        ]
    )

    /// Whether a request changes an image instead of making one.
    private static func isEdit(_ record: borrowing JSONRecord) -> Bool {
        record.isGiven(record["modify_image_ref"]) || record.isGiven(record["modify_image"])
    }

    // MARK: Words

    private static let ratios = RequestWords(
        exact: ["1:1": "1:1", "16:9": "16:9", "9:16": "9:16"], ImageRows.ratio,
        near: [
            (["4:3"], AspectRatio.landscape3x2.rawValue, ImageRows.landscapeRatio),
            (["3:4"], AspectRatio.portrait2x3.rawValue, ImageRows.portraitRatio),
            (["21:9"], AspectRatio.landscape2x1.rawValue, ImageRows.wideRatio),
            (["9:21"], AspectRatio.portrait1x2.rawValue, ImageRows.tallRatio),
        ],
        unknown: ImageRows.otherRatio)

    private static let formats = RequestWords(
        exact: ["jpg": "jpeg", "jpeg": "jpeg", "png": "png"], ImageRows.format, unknown: ImageRows.otherFormat)

    // MARK: References

    private static let addReference: @Sendable (inout GenerationRequest, String) -> Void = {
        $0.imageReferences.append(MediaReference(url: .value($1)))
    }

    private static let content = RequestRule.address(
        .text(ImageRows.image, atMost: RequestShape.urlLimit, addReference))
    private static let style = RequestRule.address(
        .nearText(ImageRows.style, atMost: RequestShape.urlLimit, addReference))
    private static let character = RequestRule.address(
        .nearText(ImageRows.character, atMost: RequestShape.urlLimit, addReference))

    /// How many elements of a list are looked at before they are counted as references.
    private static let listLimit = 64

    private static let weight = RequestField("weight", .anything, .dropped(ImageRows.weight))

    private static func references(_ key: JSONKey, _ rule: RequestRule) -> RequestField {
        RequestField(key, .list([RequestField("url", .text, rule, required: true), weight], atMost: listLimit))
    }

    /// The images of characters, by the names of the characters.
    private static func characters(_ key: JSONKey) -> RequestField {
        RequestField(key, .named([RequestField("images", .texts(character, atMost: listLimit))], atMost: listLimit))
    }

    /// The image to change.
    private static func source(_ key: JSONKey, _ rule: RequestRule = .parts) -> RequestField {
        let url = RequestRule.address(
            .text(ImageRows.source, atMost: RequestShape.urlLimit) {
                $0.source = .value(MediaReference(url: .value($1)))
                $0.type = .value(.imageEdit)
            })
        return RequestField(key, .object([RequestField("url", .text, url, required: true), weight]), rule)
    }

    private static let otherSource = RequestRule([ImageRows.secondSource]) { (_, record, member) throws(Failure) in
        if record.isGiven(record["modify_image_ref"]) {
            throw Failure(refusing: ImageRows.secondSource, at: member.path)
        }
    }
}
