import Adapters
import AgentsCore

extension DreamMachineService {
    /// What a route is there for.
    enum Purpose {
        case ping, describe, get, list, delete, credits
        /// Creates something, or says why it cannot be created any more.
        case create(DreamMachine.RequestKind)
        /// Lists words that are the same for everybody.
        case names([String])
    }

    /// The operations of the API (`openapi.yaml` of `lumalabs/lumaai-api`, and routes that earlier revisions had).
    static let table: [(route: Route, purpose: Purpose)] = [
        (route(.get, "/ping"), .ping),
        (route(.get, "/openapi.json"), .describe),
        (route(.post, "/generations"), .create(.video)),
        (route(.post, "/generations/video"), .create(.video)),
        (route(.post, "/generations/image"), .create(.image)),
        (route(.post, "/generations/video/modify"), .create(.modify)),
        (route(.post, "/generations/video/reframe"), .create(.reframeVideo)),
        (route(.post, "/generations/image/reframe"), .create(.reframeImage)),
        (route(.post, "/generations/{id}/upscale"), .create(.upscale)),
        (route(.post, "/generations/{id}/audio"), .create(.audio)),
        (route(.get, "/generations/concepts/list"), .names(DreamMachine.conceptKeys)),
        (route(.get, "/generations/camera_motion/list"), .names(DreamMachine.cameraMotions)),
        (route(.get, "/generations"), .list),
        (route(.get, "/generations/{id}"), .get),
        (route(.delete, "/generations/{id}"), .delete),
        (route(.get, "/credits"), .credits),
    ]

    private static func route(_ method: HTTPMethod, _ path: String) -> Route {
        Route(method, "/dream-machine/v1\(path)")
    }
}
