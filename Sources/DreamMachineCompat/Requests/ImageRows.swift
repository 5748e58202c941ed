import Adapters

extension DreamMachine {
    /// The rows of the image request.
    enum ImageRows {
        static let generationType = RequestRow.exact(
            "dream_machine.image.generation_type", "generation_type", "`image`", to: "type")

        static let neutralPrompt = RequestRow.near(
            "dream_machine.image.prompt.missing", "prompt", "none, with `modify_image_ref`", .defaulted, to: "prompt",
            "the Agents API wants a prompt with every image")

        static let ratio = RequestRow.exact(
            "dream_machine.image.aspect_ratio", "aspect_ratio", "`1:1`, `16:9`, `9:16`", to: "aspect_ratio")
        static let defaultRatio = RequestRow.exact(
            "dream_machine.image.aspect_ratio.missing", "aspect_ratio", "none, without `modify_image_ref`",
            to: "aspect_ratio `16:9`")
        static let editRatio = RequestRow.near(
            "dream_machine.image.aspect_ratio.edit", "aspect_ratio", "any, with `modify_image_ref`", .dropped,
            "an edit keeps the shape of its image")
        static let landscapeRatio = nearRatio("4:3", "3:2")
        static let portraitRatio = nearRatio("3:4", "2:3")
        static let wideRatio = nearRatio("21:9", "2:1")
        static let tallRatio = nearRatio("9:21", "1:2")
        static let otherRatio = RequestRow.meaning(
            "dream_machine.image.aspect_ratio.unknown", "aspect_ratio", "any other", .dropped,
            "it is none of 1:1, 16:9, 9:16, 4:3, 3:4, 21:9 and 9:21")

        static let format = RequestRow.exact(
            "dream_machine.image.format", "format", "`jpg`, `png`", to: "output_format `jpeg`, `png`")
        static let defaultFormat = RequestRow.exact(
            "dream_machine.image.format.missing", "format", "none", to: "output_format `jpeg`")
        static let otherFormat = RequestRow.meaning(
            "dream_machine.image.format.unknown", "format", "any other", .dropped, "it is neither jpg nor png")

        static let image = RequestRow.exact(
            "dream_machine.image.image_ref", "image_ref[].url, image[].url", to: "image_ref[].url")
        static let style = RequestRow.near(
            "dream_machine.image.style_ref", "style_ref[].url, style[].url", "", .approximated,
            to: "image_ref[].url, and words at the end of `prompt`",
            "the Agents API has one kind of reference image; the prompt says what this one is for")
        static let character = RequestRow.near(
            "dream_machine.image.character_ref", "character_ref.*.images[], character.*.images[]", "", .approximated,
            to: "image_ref[].url, and words at the end of `prompt`",
            "the Agents API has one kind of reference image; the prompt says what this one is for")
        static let weight = RequestRow.near(
            "dream_machine.image.weight", "weight of any reference", "", .dropped,
            "the Agents API weighs reference images itself")
        static let tooMany = RequestRow.refused(
            "dream_machine.image.references", "image_ref, style_ref, character_ref",
            "more than 9 images, or 8 with `modify_image_ref`",
            "Too many reference images: pass at most 9, or 8 beside modify_image_ref")

        static let source = RequestRow.exact(
            "dream_machine.image.modify_image_ref", "modify_image_ref.url, modify_image.url",
            to: "source.url; type `image_edit`")
        static let secondSource = RequestRow.refused(
            "dream_machine.image.modify_image.twice", "modify_image", "with `modify_image_ref`",
            "modify_image is another name of modify_image_ref: pass one of them")

        static let sync = RequestRow.server(
            "dream_machine.image.sync", "sync", "the server waits for the image before it answers")
        static let syncTimeout = RequestRow.server(
            "dream_machine.image.sync_timeout", "sync_timeout", "the server waits no longer")

        private static func nearRatio(_ word: String, _ target: String) -> RequestRow {
            .near(
                "dream_machine.image.aspect_ratio.\(word)", "aspect_ratio", "`\(word)`", .approximated,
                to: "aspect_ratio `\(target)`", "\(target) is the nearest shape of an image")
        }
    }
}
