public import Adapters
import AgentsCore

extension AceData {
    /// The finished body: the blocking answer of `POST /luma/videos`, and the callback, which is the same.
    ///
    /// Source: AceData Luma videos integration guide, captured answers of 2024; the failed form is that of the callback
    /// documentation.
    public static let video = WireShape(
        "video", of: .aceData,
        recognition: [
            Recognition(
                all: ["task_id"], any: ["video_url", "video_id", "state", "error"],
                none: ["id", "request", "response", "data", "output", "assets"])
        ],
        adapter: TableAdapter(
            resultFields(id: Field("task_id", .id)),
            orders: videoOrders,
            derivation: { (record, draft) throws(AdapterError) in
                Outcome(of: draft.root).derive(into: &draft, record)
            }
        )
    )

    /// The answer to a submission that does not wait: an id and nothing known yet.
    ///
    /// Source: AceData Luma videos integration guide (captured, `task_id` alone) and asynchronous tasks concept page
    /// (`success` beside it).
    public static let acknowledgement = WireShape(
        "acknowledgement", of: .aceData,
        recognition: [Recognition(all: ["task_id"], only: ["success", "trace_id"])],
        adapter: TableAdapter(
            [Field("success", .residue), Field("task_id", .id), Field("trace_id", .residue)],
            derivation: { (record, draft) throws(AdapterError) in
                draft.derive(.type, "video")
                draft.derive(.state, "queued")
                draft.listOutputs()
                draft.deriveNull(.failureReason)
                draft.deriveNull(.failureCode)
            }
        )
    )

    /// The members of a finished body, which is also the `response` of a task.
    ///
    /// The sizes and the thumbnail are always present in a finished body: what is not known is `null`.
    static func resultFields(id: Field) -> [Field] {
        [
            Field("success", .residue, fill: .outcome(completed: "true", failed: "false")),
            id,
            Field("video_id", .residue, fill: .copy(.id), in: .completed),
            Field("prompt", .residue, fill: .missed, in: .completed),
            Field("video_url", .output("video"), in: .completed),
            Field("video_height", .residue, fill: .literal("null"), in: .completed),
            Field("video_width", .residue, fill: .literal("null"), in: .completed),
            Field("trace_id", .residue, fill: .missed, in: .failed),
            Field(
                "error",
                .object([
                    Field("code", .words(.failureCode, failureCodes), others: .kept, fill: .literal("\"api_error\"")),
                    Field("message", .carry(.failureReason), others: .kept),
                ]),
                others: .kept, in: .failed),
            Field("state", .words(.state, states), in: .terminal),
            Field("thumbnail_url", .residue, fill: .literal("null"), in: .completed),
            Field("thumbnail_width", .residue, fill: .literal("null"), in: .completed),
            Field("thumbnail_height", .residue, fill: .literal("null"), in: .completed),
        ]
    }
}
