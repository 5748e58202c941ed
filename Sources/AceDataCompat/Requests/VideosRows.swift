import Adapters

extension AceData {
    /// The rows of the videos request.
    enum VideosRows {
        static let action = RequestRow.server("acedata.action", "action", "it says which of the other members count")
        static let otherAction = RequestRow.refused(
            "acedata.action.unknown", "action", "any other", "action must be generate or extend")

        static let prompt = RequestRow.exact("acedata.prompt", "prompt", to: "prompt")
        static let neutralPrompt = RequestRow.near(
            "acedata.prompt.missing", "prompt", "none, with an image or a video", .defaulted, to: "prompt",
            "the Agents API wants a prompt with every image and video")

        static let loop = RequestRow.exact("acedata.loop", "loop", to: "video.loop")
        static let endLoop = RequestRow.meaning(
            "acedata.loop.end_image", "loop", "`true` with `end_image_url`", .dropped,
            "the Agents API closes no loop to an end image")

        static let enhancement = RequestRow.near(
            "acedata.enhancement", "enhancement", "", .dropped, "the Agents API has no such switch")

        static let ratio = RequestRow.exact("acedata.aspect_ratio", "aspect_ratio", to: "aspect_ratio")
        static let defaultRatio = RequestRow.exact(
            "acedata.aspect_ratio.missing", "aspect_ratio", "none, without image and video", to: "aspect_ratio `16:9`")
        static let tallRatio = RequestRow.near(
            "acedata.aspect_ratio.9:21", "aspect_ratio", "`9:21`", .approximated, to: "aspect_ratio `9:16`",
            "9:16 is the tallest shape of a video")
        static let otherRatio = RequestRow.meaning(
            "acedata.aspect_ratio.unknown", "aspect_ratio", "any other", .dropped,
            "it is none of 1:1, 16:9, 9:16, 4:3, 3:4, 21:9 and 9:21")

        static let startImage = RequestRow.exact(
            "acedata.start_image_url", "start_image_url", "with `generate`", to: "video.start_frame.url")
        static let extendStartImage = RequestRow.near(
            "acedata.start_image_url.extend", "start_image_url", "with `extend`", .dropped,
            "an extension starts with the end of its video")
        static let endImage = RequestRow.exact(
            "acedata.end_image_url", "end_image_url", "with `generate`", to: "video.end_frame.url")
        static let extendEndImage = RequestRow.refused(
            "acedata.end_image_url.extend", "end_image_url", "with `extend`", as: .notImplemented,
            "a video cannot be extended to an end image: leave end_image_url out")

        static let videoID = RequestRow.exact(
            "acedata.video_id", "video_id", "with `extend`", to: "video.start_frame.generation_id")
        static let generateVideoID = RequestRow.near(
            "acedata.video_id.generate", "video_id", "with `generate`", .dropped,
            "only an extension has a video to extend")
        static let videoURL = RequestRow.exact(
            "acedata.video_url.extend", "video_url", "with `extend`, without `video_id`, of a video made here",
            to: "video.start_frame.generation_id")
        static let secondVideo = RequestRow.near(
            "acedata.video_url.video_id", "video_url", "with `extend` and `video_id`", .dropped,
            "video_id names the video to extend")
        static let generateVideoURL = RequestRow.near(
            "acedata.video_url.generate", "video_url", "with `generate`", .dropped,
            "only an extension has a video to extend")

        static let callback = RequestRow.server("acedata.callback_url", "callback_url", "the server calls it")
        static let async = RequestRow.server("acedata.async", "async", "the server answers at once")
        static let timeout = RequestRow.server("acedata.timeout", "timeout", "the server waits no longer")

        static let unknownKey = RequestRow.near(
            "acedata.unknown_key", "any other", "", .dropped, "no member of this request")
    }
}
