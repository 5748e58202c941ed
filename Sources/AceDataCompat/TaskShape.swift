public import Adapters
import AgentsCore

extension AceData {
    /// The task object: the answer of `POST /luma/tasks` with `retrieve`, and an item of `retrieve_batch`.
    ///
    /// Source: AceData Luma tasks integration guide (captured in August 2024) and its revision of August 2026, which
    /// added `started_at` and `elapsed` and moved `finished_at`.
    public static let task = WireShape(
        "task", of: .aceData,
        recognition: [
            Recognition(
                all: ["id"], any: ["response", "request", "finished_at"],
                none: [
                    "state", "assets", "output", "generation_type", "failure_reason", "failure_code", "version",
                    "model",
                ])
        ],
        adapter: TableAdapter(
            [
                Field("_id", .residue, fill: .missed),
                Field("id", .id),
                Field("api_id", .residue, fill: .literal(videosAPI)),
                Field("application_id", .residue, fill: .missed),
                Field("created_at", .epoch(.createdAt), others: .kept, fill: .missed),
                Field("started_at", .residue),
                Field("finished_at", .residue, fill: .missed, in: .terminal),
                Field("elapsed", .residue, fill: .missed, in: .terminal),
                Field("credential_id", .residue, fill: .missed),
                Field("request", .residue, fill: .missed),
                Field("trace_id", .residue, fill: .missed),
                Field("user_id", .residue, fill: .missed),
                Field("type", .words(.type, types), fill: .literal("\"videos\"")),
                Field(
                    "response",
                    .object(resultFields(id: Field("task_id", .residue, fill: .copy(.id), in: .terminal))),
                    others: .kept, fill: .literal("{}")),
            ],
            orders: [
                KeyOrder(
                    [
                        "_id", "id", "api_id", "application_id", "created_at", "credential_id", "request", "trace_id",
                        "user_id", "response", "finished_at",
                    ],
                    until: .timesTogether)
            ],
            derivation: { (record, draft) throws(AdapterError) in
                Outcome(of: record[draft.root, "response"]).derive(into: &draft, record)
                guard draft.isAbsent(.createdAt) else { return }
                // A time that is text already is a time all the same, but the way back would make it a number.
                let created = record[draft.root, "created_at"]
                if record.has(created, .string) { draft.derive(.createdAt, copyOf: created) }
            }
        )
    )

    /// The id of `POST /luma/videos` on AceData's platform as JSON; every task carries it.
    static let videosAPI: StaticString = "\"94fc9028-5a9f-4875-aae4-38463bd30ac5\""

    /// The answer of `retrieve_batch`: tasks, and how many match.
    public static let batch = EnvelopeShape(
        "batch", of: task, list: "items", members: ["items", "count"],
        recognition: [Recognition(all: ["items"], none: ["id", "task_id"])]
    )
}

extension WireRevision {
    /// Until mid-2026 a task had no `started_at` and no `elapsed`, and `finished_at` stood at its end.
    fileprivate static let timesTogether = WireRevision("move-finished-at-beside-created-at", date: "2026-08-01")
}
