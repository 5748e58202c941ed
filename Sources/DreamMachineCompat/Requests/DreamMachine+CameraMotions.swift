extension DreamMachine {
    /// The camera motions of `GET /generations/camera_motion/list`, which clients paste into prompts.
    ///
    /// Source: the words of `camera_motion` in `openapi.yaml` of September 2024 (commit 00422a1 of `lumalabs/lumaai-api`),
    /// in its order, spelled as the documentation spells the one that it shows: `camera orbit left`.
    static let cameraMotions = [
        "static", "move left", "move right", "move up", "move down", "push in", "pull out", "zoom in", "zoom out",
        "pan left", "pan right", "orbit left", "orbit right", "crane up", "crane down",
    ].map { "camera \($0)" }
}
