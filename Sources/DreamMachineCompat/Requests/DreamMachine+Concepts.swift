extension DreamMachine {
    /// The concepts, in the order of `GET /generations/concepts/list`.
    ///
    /// Source: ComfyUI's `comfy_api_nodes` and Replicate's wrapper, which agree on keys and order.
    package static let conceptKeys = [
        "truck_left", "pan_right", "pedestal_down", "low_angle", "pedestal_up", "selfie", "pan_left", "roll_right",
        "zoom_in", "over_the_shoulder", "orbit_right", "orbit_left", "static", "tiny_planet", "high_angle", "bolt_cam",
        "dolly_zoom", "overhead", "zoom_out", "handheld", "roll_left", "pov", "aerial_drone", "push_in", "crane_down",
        "truck_right", "tilt_down", "elevator_doors", "tilt_up", "ground_level", "pull_out", "aerial", "crane_up",
        "eye_level",
    ]

    /// A concept as words of a prompt; nothing if there is no such concept.
    static func words(ofConcept key: String) -> String? {
        guard conceptKeys.contains(key) else { return nil }
        return key.split(separator: "_").joined(separator: " ")
    }
}
