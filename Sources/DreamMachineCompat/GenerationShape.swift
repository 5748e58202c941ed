public import Adapters
import AgentsCore

extension DreamMachine {
    /// `Generation`: the answer of every create and get, an item of a list, and the body of a callback.
    ///
    /// Source: `lumalabs/lumaai-api` `openapi.yaml` and its history, answers captured in 2024 and 2025, and the callback's AsyncAPI
    /// description. Members that later revisions brought are simply absent from older records; what changed its name or
    /// its form is a `WireRevision`.
    public static let generation = WireShape(
        "generation", of: .dreamMachine,
        recognition: [
            Recognition(
                all: ["id", "state"], any: ["assets", "generation_type", "request", "version"],
                none: ["output", "response", "task_id"])
        ],
        adapter: TableAdapter(
            [
                Field("id", .id),
                Field("generation_type", .words(.type, types), fill: .missed),
                Field("type", .words(.type, types), until: .generationType),
                Field("state", .words(.state, states), fill: .missed),
                Field("failure_reason", .carry(.failureReason), fill: .literal("null")),
                Field("state_reason", .carry(.failureReason), until: .failureReason),
                Field("created_at", .date(.createdAt), fill: .missed),
                Field("updated_at", .residue),
                Field(
                    "assets",
                    .object([
                        Field("thumbnail", .residue),
                        Field("video", .output("video"), fill: .literal("null")),
                        Field("image", .output("image"), fill: .literal("null")),
                        Field("progress_video", .residue, fill: .literal("null")),
                    ]),
                    fill: .literal("null"), in: .completed),
                Field("model", .carry(.model), others: .kept, fill: .missed),
                Field("version", .carry(.model), until: .modelReplacesVersion),
                Field("request", .residue, fill: .missed),
                Field("failure_code", .carry(.failureCode), in: .failed),
            ],
            orders: [
                KeyOrder(
                    [
                        "id", "assets", "created_at", "failure_reason", "generation_type", "model", "request", "state",
                        "version",
                    ],
                    until: .sdkOrder)
            ],
            revisions: [.modelIsText],
            approximations: [GenerationKind.approximation],
            derivation: { (record, draft) throws(AdapterError) in
                GenerationKind(of: draft.root, record).derive(into: &draft, record)
                draft.listOutputs()
                deriveModel(into: &draft, record)
                deriveFailure(into: &draft, record)
            }
        )
    )

    /// The answer of `GET /generations`; `order` is from the first specification, and gone since.
    public static let list = EnvelopeShape(
        "list", of: generation, list: "generations",
        members: ["has_more", "count", "limit", "offset", "order", "generations"],
        recognition: [Recognition(all: ["generations"], none: ["id", "state"])]
    )

    /// The words of `state`.
    ///
    /// Source: `openapi.yaml`, `State`. A state that only the Agents API has is one that goes on.
    static let states = Vocabulary(
        exact: ["queued": "queued", "dreaming": "processing", "completed": "completed", "failed": "failed"],
        otherwise: "dreaming"
    )

    /// `generation_type` of the answer, which names the kind of asset only.
    static let types = Vocabulary(
        exact: ["video": "video", "image": "image"],
        written: ["video": "video_edit", "video": "video_reframe", "image": "image_edit", "image": "layering"]
    )

    private static func deriveModel(into draft: inout Draft, _ record: borrowing JSONRecord) {
        guard draft.isAbsent(.model) else { return }
        let model = record[draft.root, "model"]
        guard record.has(model, .object) else { return }
        draft.note(.modelIsText)
        let name = record[model, "name"]
        if record.has(name, .string) { draft.derive(.model, copyOf: name) }
    }

    /// Fills `failure_code`, which this API does not have, from the texts that it is known to give as a reason.
    ///
    /// Source: documentation page "Errors", and texts that clients and their users have quoted. Other texts are no code.
    private static func deriveFailure(into draft: inout Draft, _ record: borrowing JSONRecord) {
        if draft.isAbsent(.failureReason) { draft.deriveNull(.failureReason) }
        guard draft.isAbsent(.failureCode) else { return }
        draft.deriveNull(.failureCode)
        guard draft.holds(.state, "failed", in: record), case .node(let reason) = draft[.failureReason] else { return }
        if moderationTexts.contains(where: { record.contains(reason, ignoringCase: $0) }) {
            draft.derive(.failureCode, "content_moderated")
        } else if record.contains(reason, ignoringCase: "failed to read user input") {
            draft.derive(.failureCode, "corrupt_input")
        }
    }

    private static let moderationTexts: [StaticString] = ["moderation", "blacklisted word", "prompt not allowed"]
}

extension WireRevision {
    /// The first public specification, `v1alpha`, had `state_reason` for what is `failure_reason` since `v1`, `updated_at`, and
    /// a thumbnail among the assets (commit 00422a1 of `lumalabs/lumaai-api`).
    fileprivate static let failureReason = WireRevision("failure-reason-replaces-state-reason", date: "2024-09-16")
    /// Photon brought `model` for what was `version` (commit b39e952 of `lumalabs/lumaai-api`).
    fileprivate static let modelReplacesVersion = WireRevision("model-replaces-version", date: "2024-12-03")
    /// For a quarter of an hour the specification had `model` as an object of name, version and description.
    fileprivate static let modelIsText = WireRevision("model-is-text-again", date: "2024-12-04")
    /// The captures of December 2024 say `type`, those of 2025 `generation_type`.
    fileprivate static let generationType = WireRevision("generation-type-replaces-type", date: "2025-01-01")
    /// The order in which `lumaai` declares the members, kept by whoever stores `model_dump()` of its objects; the service
    /// itself answers in the order of the table.
    fileprivate static let sdkOrder = WireRevision("list-members-in-sdk-order", date: "2024-09-01")
}
