public import Adapters
import AgentsCore

extension AceData {
    /// The task object: the answer of `POST /luma/tasks` with `retrieve`, and an item of `retrieve_batch`.
    ///
    /// Source: AceData Luma tasks integration guide (captured in August 2024) and its revision of August 2026, which
    /// added `started_at` and `elapsed` and moved `finished_at`; `type` and `job_id` are those of tasks of its sibling
    /// services. `actor_user_id` and `authorization_id`, which the specification of October 2026 names, have not been seen in
    /// any record: they have no row, because nobody knows where they stand.
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
                Field("job_id", .residue),
                Field("response", .object(responseFields), others: .kept, fill: .literal("{}")),
            ],
            orders: taskOrders + responseOrders,
            derivation: { (record, draft) throws(AdapterError) in
                Outcome(of: record[draft.root, "response"]).derive(into: &draft, record)
                guard draft.isAbsent(.createdAt) else { return }
                // A time that is text already is a time all the same, but the way back would make it a number.
                let created = record[draft.root, "created_at"]
                if record.has(created, .string) { draft.derive(.createdAt, copyOf: created) }
            }
        )
    )

    /// The members of `response`: the finished body, and what sibling services and snapshots of unfinished tasks have.
    private static let responseFields =
        resultFields(id: Field("task_id", .residue, fill: .copy(.id), in: .terminal)) + [
            Field("duration", .residue),
            Field("created", .residue),
            Field("status", .residue),
            Field(
                "data",
                .object([
                    Field("video_id", .residue),
                    Field("state", .words(.state, states), others: .kept, until: .stateInResponse),
                ]),
                others: .kept),
        ]

    /// The id of `POST /luma/videos` on AceData's platform as JSON; every task carries it.
    static let videosAPI: StaticString = "\"94fc9028-5a9f-4875-aae4-38463bd30ac5\""

    /// The answer of `retrieve_batch`: tasks, and how many match.
    public static let batch = EnvelopeShape(
        "batch", of: task, list: "items", members: ["items", "count"],
        recognition: [Recognition(all: ["items"], none: ["id", "task_id"])]
    )
}
