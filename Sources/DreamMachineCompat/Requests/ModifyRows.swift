import Adapters

extension DreamMachine {
    /// The rows of the request that modifies a video.
    enum ModifyRows {
        static let generationType = RequestRow.exact(
            "dream_machine.modify.generation_type", "generation_type", "`modify_video`", to: "type `video_edit`")
        static let neutralPrompt = RequestRow.near(
            "dream_machine.modify.prompt.missing", "prompt", "none", .defaulted, to: "prompt",
            "the Agents API wants a prompt with every edit")
        static let mode = RequestRow.exact("dream_machine.modify.mode", "mode", to: "video.edit.strength")
        static let otherMode = RequestRow.meaning(
            "dream_machine.modify.mode.unknown", "mode", "any other", .dropped,
            "it is none of adhere_1 to adhere_3, flex_1 to flex_3 and reimagine_1 to reimagine_3")
        static let firstFrame = RequestRow.exact(
            "dream_machine.modify.first_frame", "first_frame.url", to: "video.start_frame.url")
    }
}
