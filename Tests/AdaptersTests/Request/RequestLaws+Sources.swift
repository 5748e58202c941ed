import AdapterTesting
import DreamMachineCompat

// Operations on a video that there is.

extension RequestLaws {
    static let dreamMachineModify = RequestLaws(
        shape: DreamMachine.modifyRequest, containers: ["media", "first_frame"]
    ) { path, value, source, sent in
        switch path {
        case "generation_type": value.text == "modify_video" && sent["type"]?.text == "video_edit"
        case "media.url": value == sent.value(at: "source.url")
        case "first_frame.url": value == sent.value(at: "video.start_frame.url")
        case "model": value == sent["model"]
        case "mode": value == sent.value(at: "video.edit.strength")
        case "prompt": value.text?.isEmpty == false && value == sent["prompt"]
        case "callback_url": true
        default: nil
        }
    }

    static let dreamMachineReframe = RequestLaws(
        shape: DreamMachine.reframeVideoRequest, containers: ["media"]
    ) { path, value, source, sent in
        switch path {
        case "generation_type": value.text == "reframe_video" && sent["type"]?.text == "video_reframe"
        case "media.url": value == sent.value(at: "source.url")
        case "model": value == sent["model"]
        case "prompt": value.text?.isEmpty == false && value == sent["prompt"]
        case "aspect_ratio": value == sent["aspect_ratio"]
        case "callback_url": true
        case "x_start", "x_end", "y_start", "y_end", "grid_position_x", "grid_position_y", "resized_width",
            "resized_height":
            SentPosition(source, sent)?.says(path, value) == true
        default: nil
        }
    }

    static let withoutCounterpart = [
        DreamMachine.reframeImageRequest, DreamMachine.upscaleRequest, DreamMachine.audioRequest,
    ]
    .map { shape in RequestLaws(shape: shape, containers: []) { _, _, _, _ in nil } }
}

/// A position that is sent, back in the pixels of the legacy canvas.
private struct SentPosition {
    private let pixels: [String: Double]

    init?(_ source: JSONTree, _ sent: JSONTree) {
        let canvases: [String: (width: Double, height: Double)] = [
            "1:1": (1536, 1536), "4:3": (1792, 1344), "3:4": (1344, 1792), "16:9": (2048, 1152),
            "9:16": (1152, 2048), "21:9": (2432, 1024), "9:21": (1368, 2432),
        ]
        let ratio = source["aspect_ratio"]?.text ?? ""
        func norm(_ name: String) -> Double? {
            sent.value(at: "video.source_position.\(name)_norm").flatMap { Double("\($0)") }
        }
        guard let canvas = canvases[ratio], let x = norm("x"), let y = norm("y"), let w = norm("w"), let h = norm("h")
        else { return nil }
        // The tall canvas lies in the middle of a wider one.
        let left = x * canvas.width - (ratio == "9:21" ? 172 : 0)
        let top = y * canvas.height
        func given(_ name: String) -> Double? { source[name].flatMap { $0.text == nil ? Double("\($0)") : nil } }
        if let x = given("x_start"), let y = given("y_start"), given("x_end") != nil, given("y_end") != nil {
            // What is not sent of the one edge does not move the other.
            pixels = [
                "x_start": left, "y_start": top, "x_end": x + w * canvas.width, "y_end": y + h * canvas.height,
            ]
        } else {
            pixels = [
                "grid_position_x": left, "grid_position_y": top, "resized_width": w * canvas.width,
                "resized_height": h * canvas.height,
            ]
        }
    }

    func says(_ name: String, _ value: JSONTree) -> Bool {
        guard let pixel = pixels[name], let number = Double("\(value)") else { return false }
        return (pixel - number).magnitude < 0.001
    }
}
