import Adapters
import AgentsCore

// Older and odd orders of members. The table has the present one.

extension AceData {
    /// Orders of a task.
    static let taskOrders = [
        KeyOrder(
            [
                "_id", "id", "api_id", "application_id", "created_at", "started_at", "finished_at", "elapsed",
                "credential_id", "request", "trace_id", "type", "user_id", "job_id", "response",
            ],
            until: .typeBehindUser),
        KeyOrder(
            [
                "_id", "id", "api_id", "application_id", "created_at", "credential_id", "request", "trace_id", "type",
                "user_id", "job_id", "response", "finished_at",
            ],
            until: .timesTogether),
        KeyOrder(
            [
                "_id", "id", "trace_id", "type", "application_id", "user_id", "credential_id", "created_at",
                "started_at", "finished_at", "elapsed", "request", "response",
            ],
            until: .guideOrder),
    ]

    /// Orders of the `response` of a task.
    static let responseOrders = [
        KeyOrder(
            ["created", "data", "success", "video_id", "video_url", "duration", "state", "task_id"], of: ["response"],
            until: .siblingOrder),
        KeyOrder(["success", "error", "task_id", "trace_id"], of: ["response"], until: .idsBeforeError),
        KeyOrder(widthFirst("task_id"), of: ["response"], until: .heightFirst),
    ]

    /// Orders of a finished body.
    static let videoOrders = [
        KeyOrder(
            [
                "state", "prompt", "success", "task_id", "video_id", "video_url", "video_width", "video_height",
                "thumbnail_url", "thumbnail_width", "thumbnail_height",
            ],
            until: .specificationOrder),
        KeyOrder(["success", "error", "task_id", "trace_id"], until: .idsBeforeError),
        KeyOrder(widthFirst("task_id"), until: .heightFirst),
    ]

    private static func widthFirst(_ id: JSONKey) -> [JSONKey] {
        ["success", id, "video_id", "prompt", "video_url", "video_width", "video_height", "trace_id", "error", "state"]
    }
}

extension WireRevision {
    /// Until mid-2026 a task had no `started_at` and no `elapsed`, and `finished_at` stood at its end.
    ///
    /// Source: the captures of August 2024 in the Luma tasks guide, and the guide's revision of August 2026.
    fileprivate static let timesTogether = WireRevision("move-finished-at-beside-created-at", date: "2026-08-01")

    /// Tasks of sibling services have `type` before `user_id` (captures of Kling, March 2025, and Sora, October 2025).
    ///
    /// No captured task of Luma has a `type`; its specification brought one in October 2026, and this package writes it behind
    /// `user_id`.
    fileprivate static let typeBehindUser = WireRevision("move-type-behind-user-id", date: "2026-10-01")

    /// The vendor's guide to the tasks of its OpenAI service lists what identifies a task before its times.
    ///
    /// The record there was written by hand (its `_id` is months off its `created_at`); stored copies of it are in that order.
    fileprivate static let guideOrder = WireRevision("list-times-before-ids-of-the-account", date: "2024-08-01")

    /// Sibling services list the members of `response` in orders of their own: Kling has the id last, OpenAI the results
    /// before `success`.
    ///
    /// Source: captures in the guides to Kling tasks (March 2025) and OpenAI tasks.
    fileprivate static let siblingOrder = WireRevision("list-response-as-luma-does", date: "2024-08-01")

    /// Workers put `error` before the ids, as in the envelope captured in August 2024 and in failed tasks of siblings; the
    /// vendor's page on callbacks has the ids first.
    fileprivate static let idsBeforeError = WireRevision("list-ids-before-error", date: "2026-08-01")

    /// Records in the tests of `mcp-luma` have the width before the height; no answer of the service has.
    fileprivate static let heightFirst = WireRevision("list-height-before-width", date: "2024-08-01")

    /// The storage behind the vendor's specification sorts members by the length of their names; the service never did.
    fileprivate static let specificationOrder = WireRevision("list-members-in-service-order", date: "2024-08-01")

    /// A snapshot of a running task had its state in `response.data`, and then in `response` itself.
    ///
    /// Source: the vendor's web client Nexior, which read `response.data.state` in August 2024 and `response.state` from
    /// February 2025 on.
    static let stateInResponse = WireRevision("move-state-from-data-to-response", date: "2025-02-01")
}
