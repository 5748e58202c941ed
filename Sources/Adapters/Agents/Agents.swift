import AgentsCore

/// The Agents API's own shapes.
public enum Agents: Sendable {
    /// `Generation`, the answer of `POST /v1/generations` and `GET /v1/generations/{id}` (Luma Agents API reference;
    /// `luma_agents` 0.5.0, `types/generation.py`).
    ///
    /// All versions since 2026-04: `type`, `model` and `failure_code` grew words, `output[]` grew `layer`, and `layer`
    /// grew `bounds`; every change added something, so one table reads them all.
    public static let generation = WireShape(
        "generation", of: .agents,
        recognition: [
            Recognition(all: ["id"], any: ["output"], none: ["response", "assets", "generation_type", "version"]),
            Recognition(
                all: ["id", "state"], any: ["type", "failure_code"],
                none: ["response", "assets", "generation_type", "version", "request", "output"]),
        ],
        adapter: TableAdapter(
            [
                Field("id", .id),
                Field("type", .carry(.type), fill: .missed),
                Field("state", .carry(.state), fill: .missed),
                Field("model", .carry(.model), fill: .missed),
                Field("created_at", .carry(.createdAt), fill: .missed),
                Field("output", .outputs, fill: .literal("[]")),
                Field("failure_reason", .carry(.failureReason), fill: .literal("null")),
                Field("failure_code", .carry(.failureCode), fill: .literal("null")),
            ],
            orders: [
                KeyOrder(
                    ["id", "created_at", "model", "state", "type", "failure_code", "failure_reason", "output"],
                    until: .sdkOrder)
            ]
        )
    )
}

extension WireRevision {
    /// The order in which `luma_agents` declares the members, kept by whoever stores `model_dump()` of its objects, and the
    /// order of the example in the API reference; the service itself answers in the order of the table.
    fileprivate static let sdkOrder = WireRevision("list-members-in-sdk-order", date: "2026-05-04")
}
