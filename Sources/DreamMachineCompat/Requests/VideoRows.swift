import Adapters

extension DreamMachine {
    /// The rows of the video request.
    enum VideoRows {
        static let generationType = RequestRow.exact(
            "dream_machine.generation_type", "generation_type", "`video`", to: "type")

        static let neutralPrompt = RequestRow.near(
            "dream_machine.prompt.missing", "prompt", "none, with an image keyframe", .defaulted, to: "prompt",
            "the Agents API wants a prompt with every image")

        static let ratio = RequestRow.exact("dream_machine.aspect_ratio", "aspect_ratio", to: "aspect_ratio")
        static let defaultRatio = RequestRow.exact(
            "dream_machine.aspect_ratio.missing", "aspect_ratio", "none, without keyframes", to: "aspect_ratio `16:9`")
        static let tallRatio = RequestRow.near(
            "dream_machine.aspect_ratio.9:21", "aspect_ratio", "`9:21`", .approximated, to: "aspect_ratio `9:16`",
            "9:16 is the tallest shape of a video")
        static let otherRatio = RequestRow.meaning(
            "dream_machine.aspect_ratio.unknown", "aspect_ratio", "any other", .dropped,
            "it is none of 1:1, 16:9, 9:16, 4:3, 3:4, 21:9 and 9:21")

        static let loop = RequestRow.exact("dream_machine.loop", "loop", to: "video.loop")
        static let tenSecondLoop = RequestRow.meaning(
            "dream_machine.loop.10s", "loop", "`true` with 9 or 10 s", .dropped,
            "the Agents API closes loops of five seconds only")

        static let firstImage = RequestRow.exact(
            "dream_machine.keyframes.frame0.image", "keyframes.frame0.url",
            to: "video.start_frame.url; video.keyframes[].url with 10 s")
        static let lastImage = RequestRow.exact(
            "dream_machine.keyframes.frame1.image", "keyframes.frame1.url",
            to: "video.end_frame.url; video.keyframes[].url with 10 s")
        static let forwardExtend = RequestRow.exact(
            "dream_machine.keyframes.frame0.generation", "keyframes.frame0.id", to: "video.start_frame.generation_id")
        static let backwardExtend = RequestRow.exact(
            "dream_machine.keyframes.frame1.generation", "keyframes.frame1.id", to: "video.end_frame.generation_id")
        static let interpolation = RequestRow.refused(
            "dream_machine.keyframes.interpolation", "keyframes", "a generation and another frame",
            as: .notImplemented,
            "A generation cannot be combined with another keyframe: extend it alone, or use two images"
        )

        static let resolution = RequestRow.exact("dream_machine.resolution", "resolution", to: "video.resolution")
        static let resolution4K = RequestRow.meaning(
            "dream_machine.resolution.4k", "resolution", "`4k`", .approximated, to: "video.resolution `1080p`",
            "1080p is the highest resolution of the Agents API")
        static let otherResolution = RequestRow.meaning(
            "dream_machine.resolution.unknown", "resolution", "any other", .dropped,
            "it is none of 540p, 720p, 1080p and 4k")

        static let duration = RequestRow.exact(
            "dream_machine.duration", "duration", "`5s`, `10s`", to: "video.duration")
        static let nineSeconds = RequestRow.near(
            "dream_machine.duration.9s", "duration", "`9s`", .approximated, to: "video.duration `10s`",
            "videos of the Agents API take 5 or 10 seconds")
        static let extensionDuration = RequestRow.near(
            "dream_machine.duration.extend", "duration", "`9s`, `10s` with a generation", .approximated,
            to: "video.duration `5s`", "an extension always takes five seconds")
        static let otherDuration = RequestRow.meaning(
            "dream_machine.duration.unknown", "duration", "any other", .dropped, "it is none of 5s, 9s and 10s")

        static let concept = RequestRow.near(
            "dream_machine.concepts", "concepts[].key", "", .approximated, to: "words at the end of `prompt`",
            "the Agents API takes camera movements as words of the prompt")
        static let otherConcept = RequestRow.refused(
            "dream_machine.concepts.unknown", "concepts[].key", "any other",
            "Unknown concept: GET /generations/concepts/list names those there are")
    }
}
