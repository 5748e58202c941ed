import AdapterTesting
import DreamMachineCompat

extension RequestLaws {
    static let dreamMachineImage = RequestLaws(
        shape: DreamMachine.imageRequest,
        containers: [
            "image_ref", "image_ref[0]", "image", "image[0]", "style_ref", "style_ref[0]", "style", "style[0]",
            "character_ref", "character_ref.*", "character_ref.*.images", "character", "character.*",
            "character.*.images", "modify_image_ref", "modify_image",
        ]
    ) { path, value, source, sent in
        switch path {
        case "generation_type": value.text == "image"
        case "model": value == sent["model"]
        case "prompt": value.text?.isEmpty == false && hasPrefix(sent["prompt"], value, "\nReference images: ")
        case "aspect_ratio": value == sent["aspect_ratio"]
        case "format": (value.text == "jpg" ? "jpeg" : value.text) == sent["output_format"]?.text
        case "callback_url", "sync", "sync_timeout": true
        case "image_ref[0].url", "image[0].url":
            sent["image_ref"]?.elements?.contains { $0["url"] == value } == true
        case "modify_image_ref.url", "modify_image.url":
            sent["type"]?.text == "image_edit" && sent.value(at: "source.url") == value
        default: nil
        }
    }
}
