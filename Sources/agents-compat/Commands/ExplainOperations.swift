import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat

extension ExplainedDialect {
    /// The legacy APIs.
    static let all = [dreamMachine, aceData]

    private static let dreamMachine = ExplainedDialect(
        .dreamMachine,
        operations: DreamMachine.RequestKind.allCases.map { kind in
            ExplainedOperation(kind.shape, path: "/dream-machine/v1/generations/\(kind.explainedPath)")
        },
        // The seven values of `generation_type` in requests; captures of December 2024 say `type`.
        echoes: EchoTags(
            "request", inRequest: ["generation_type", "type"], inRecord: ["generation_type", "type"],
            operations: [
                "video": "video", "image": "image", "modify_video": "modify", "reframe_video": "reframe-video",
                "reframe_image": "reframe-image", "upscale_video": "upscale", "add_audio": "audio",
            ], otherwise: "video")
    ) { DreamMachineService(policy: $0) }

    private static let aceData = ExplainedDialect(
        .aceData,
        operations: [ExplainedOperation(AceData.videosRequest, path: "/luma/videos")],
        echoes: EchoTags(
            "request", inRequest: [], inRecord: ["type"], operations: ["videos": "videos"], otherwise: "videos")
    ) { AceDataService(policy: $0) }
}

extension DreamMachine.RequestKind {
    /// The end of the path of an operation's call.
    fileprivate var explainedPath: String {
        switch self {
        case .video, .image: rawValue
        case .modify: "video/modify"
        case .reframeVideo: "video/reframe"
        case .reframeImage: "image/reframe"
        case .upscale, .audio: "{id}/\(rawValue)"
        }
    }
}
