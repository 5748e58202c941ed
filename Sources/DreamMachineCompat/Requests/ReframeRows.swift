import Adapters

extension DreamMachine {
    /// The rows of the request that gives a video another shape.
    enum ReframeRows {
        static let generationType = RequestRow.exact(
            "dream_machine.reframe.generation_type", "generation_type", "`reframe_video`", to: "type `video_reframe`")
        static let neutralPrompt = RequestRow.near(
            "dream_machine.reframe.prompt.missing", "prompt", "none", .defaulted, to: "prompt",
            "the Agents API wants a prompt with every video")
        static let firstFrame = RequestRow.meaning(
            "dream_machine.reframe.first_frame", "first_frame", "", .dropped,
            "the Agents API reframes a video from its own frames only")
        static let otherRatio = RequestRow.refused(
            "dream_machine.reframe.aspect_ratio.unknown", "aspect_ratio", "any other",
            "Unknown aspect_ratio: use 1:1, 16:9, 9:16, 4:3, 3:4, 21:9 or 9:21")

        static let bounds = RequestRow.exact(
            "dream_machine.reframe.bounds", "x_start, x_end, y_start, y_end", "all four",
            to: "video.source_position as fractions of the legacy canvas")
        static let grid = RequestRow.exact(
            "dream_machine.reframe.grid",
            "grid_position_x, grid_position_y, resized_width, resized_height", "all four",
            to: "video.source_position as fractions of the legacy canvas")
        static let secondPosition = RequestRow.near(
            "dream_machine.reframe.grid.bounds",
            "grid_position_x, grid_position_y, resized_width, resized_height", "with the four bounds", .dropped,
            "x_start, x_end, y_start and y_end say already where the source lies")
        static let partialPosition = RequestRow.meaning(
            "dream_machine.reframe.position.partial", "any of the eight", "fewer than its four", .dropped,
            "x_start, x_end, y_start and y_end belong together, and so do grid_position_x, grid_position_y, "
                + "resized_width and resized_height")
        static let clampedPosition = RequestRow.near(
            "dream_machine.reframe.position.clamped", "any of the eight", "far beyond the canvas", .approximated,
            to: "video.source_position within 2 canvases",
            "the Agents API places a source no farther and no larger")
        static let emptyPosition = RequestRow.refused(
            "dream_machine.reframe.position.empty", "any of the eight", "less than a pixel, or more than a million",
            "The source must be at least one pixel wide and high, and no position or size more than 1000000 pixels")
    }
}
