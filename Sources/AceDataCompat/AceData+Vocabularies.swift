import Adapters
import AgentsCore

extension AceData {
    /// The words of `response.state`.
    ///
    /// Luma's worker has been seen with `completed`, `pending` and `processing`; `failed` is what clients
    /// of this API accept; the further words are those of sibling workers of the platform (client word lists of the
    /// `acedatacloud` package, 2026.10.20.0).
    static let states = Vocabulary(
        exact: ["completed": "completed", "failed": "failed", "pending": "queued", "processing": "processing"],
        read: [
            "succeeded": "completed", "succeed": "completed", "success": "completed", "complete": "completed",
            "finished": "completed", "running": "processing", "failure": "failed", "error": "failed",
            "cancelled": "failed", "canceled": "failed", "rejected": "failed",
        ]
    )

    /// `error.code` (AceData API specification, error responses) and the Agents API's `failure_code`.
    static let failureCodes = Vocabulary(
        exact: [
            "bad_request": "invalid_request", "forbidden": "content_moderated", "used_up": "budget_exhausted",
            "request_too_large": "image_too_large", "too_many_requests": "rate_limited",
            "api_error": "generation_failed",
        ],
        written: [
            "api_error": "output_not_found", "bad_request": "unsupported_format", "bad_request": "corrupt_input",
        ],
        otherwise: "api_error",
        unknown: .stay
    )

    /// The task's `type`; Luma makes videos only, sibling services of the platform make images too.
    static let types = Vocabulary(
        exact: ["videos": "video", "images": "image"],
        written: ["videos": "video_edit", "videos": "video_reframe", "images": "image_edit", "images": "layering"]
    )
}
