import AceDataCompat
import AdapterTesting
import Adapters
import DreamMachineCompat

extension AdapterRegistry {
    /// All shapes of the package.
    static let known = AdapterRegistry(
        shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)
}

extension AdapterLaws {
    /// The laws over all shapes of the package.
    static var known: AdapterLaws { AdapterLaws(.known, members: members, inexactTypes: inexactTypes) }

    private static let inexactTypes = [
        "dream-machine:generation": ["request.generation_type": ["upscale_video", "add_audio", "reframe_image"]]
    ]

    private static let members: [String: [String: [String]]] = [
        "acedata:task": [
            "state": ["response.state", "response.data.state"], "failure_reason": ["response.error.message"],
            "failure_code": ["response.error.code"], "output.video": ["response.video_url"],
        ],
        "acedata:video": [
            "id": ["task_id"], "failure_reason": ["error.message"], "failure_code": ["error.code"],
            "output.video": ["video_url"],
        ],
        "acedata:acknowledgement": ["id": ["task_id"]],
        "dream-machine:generation": [
            // Older records have older keys.
            "type": ["generation_type", "type"], "model": ["model", "version"],
            "output.video": ["assets.video"], "output.image": ["assets.image"],
        ],
    ]
}
