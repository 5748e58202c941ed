import Adapters
import AgentsCore

extension DreamMachine {
    /// One member of an echo.
    struct EchoMember: Sendable {
        let key: JSONKey
        /// What it is without a value in the request, as JSON.
        let fallback: StaticString
        /// Another key under which clients send it.
        let alias: JSONKey?

        init(_ key: JSONKey, _ fallback: StaticString = "null", alias: JSONKey? = nil) {
            self.key = key
            self.fallback = fallback
            self.alias = alias
        }

        /// The value in a request, absent if it is `null`.
        func value(in record: borrowing JSONRecord) -> JSONRef {
            if record.isGiven(record[key]) { return record[key] }
            guard let alias, record.isGiven(record[alias]) else { return .absent }
            return record[alias]
        }
    }
}

extension DreamMachine.RequestKind {
    /// The members of the operation's echo, in order.
    var echo: [DreamMachine.EchoMember] {
        typealias Member = DreamMachine.EchoMember
        let position = [
            Member("grid_position_x"), Member("grid_position_y"), Member("x_start"), Member("x_end"),
            Member("y_start"), Member("y_end"), Member("resized_width"), Member("resized_height"),
        ]
        return switch self {
        case .video:
            [
                Member("generation_type", "\"video\""), Member("prompt"), Member("aspect_ratio", "\"16:9\""),
                Member("loop", "false"), Member("keyframes"), Member("callback_url"), Member("model", "\"ray-2\""),
                Member("resolution"), Member("duration"), Member("concepts"),
            ]
        case .image:
            [
                Member("generation_type", "\"image\""), Member("model", "\"photon-1\""), Member("prompt"),
                Member("aspect_ratio", "\"16:9\""), Member("format", "\"jpg\""), Member("callback_url"),
                Member("image_ref", alias: "image"), Member("style_ref", alias: "style"),
                Member("character_ref", alias: "character"), Member("modify_image_ref", alias: "modify_image"),
                Member("sync", "false"), Member("sync_timeout", "60"),
            ]
        case .modify:
            [
                Member("generation_type", "\"modify_video\""), Member("media"), Member("first_frame"),
                Member("model", "\"ray-2\""), Member("mode"), Member("prompt"), Member("callback_url"),
            ]
        case .reframeVideo:
            [
                Member("generation_type", "\"reframe_video\""), Member("media"), Member("first_frame"),
                Member("model", "\"ray-2\""), Member("prompt", "\"\""), Member("aspect_ratio"),
            ] + position + [Member("callback_url")]
        case .reframeImage:
            [
                Member("generation_type", "\"reframe_image\""), Member("media"), Member("model", "\"photon-1\""),
                Member("prompt", "\"\""), Member("aspect_ratio"),
            ] + position + [Member("format", "\"jpg\""), Member("callback_url")]
        case .upscale:
            [Member("generation_type", "\"upscale_video\""), Member("resolution"), Member("callback_url")]
        case .audio:
            [
                Member("generation_type", "\"add_audio\""), Member("prompt"), Member("negative_prompt"),
                Member("callback_url"),
            ]
        }
    }
}
