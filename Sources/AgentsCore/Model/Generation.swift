/// A generation of the Luma Agents API: one image, video or set of layers, made or in the making.
///
/// It is the canonical value of the project: what other services say about their generations is turned into it and
/// back.
///
/// ```swift
/// let generation = try Generation(json: body)
/// if let url = generation.output.value?.first?.url.value {
///     print(url)
/// }
/// ```
///
/// Members that this type does not know are passed over when it is read, on every level: they are part of the
/// document's residue, which the adapters keep beside the value. Use those where a document must come back as it was.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `Generation`; the order of the members is that of its documented
/// examples.
public struct Generation: Sendable, Hashable {
    /// The identifier, a UUID on the real service.
    public var id: String
    /// What is made, and from what.
    public var type: Member<Kind>
    /// How far the work has come.
    public var state: Member<State>
    /// The model that does the work.
    public var model: Member<GenerationModel>
    /// When the generation was created, as the service spells it: `2026-04-08T12:00:00Z`.
    public var createdAt: Member<String>
    /// The files that were made, in order; empty until the generation is completed, and if it failed.
    public var output: Member<[Output]>
    /// Why the generation failed, for people; `null` if it did not.
    public var failureReason: Member<String>
    /// Why the generation failed, for programs; `null` if it did not.
    public var failureCode: Member<FailureCode>

    /// Creates a generation; members that are not given are absent.
    public init(
        id: String,
        type: Member<Kind> = .absent,
        state: Member<State> = .absent,
        model: Member<GenerationModel> = .absent,
        createdAt: Member<String> = .absent,
        output: Member<[Output]> = .absent,
        failureReason: Member<String> = .absent,
        failureCode: Member<FailureCode> = .absent
    ) {
        self.id = id
        self.type = type
        self.state = state
        self.model = model
        self.createdAt = createdAt
        self.output = output
        self.failureReason = failureReason
        self.failureCode = failureCode
    }
}

extension Generation {
    /// Reads a generation from a document; members that the type does not know are passed over.
    ///
    /// - Throws: ``ModelError`` if the text is no JSON document, a member is of the wrong kind, or `id` is absent.
    public init(json: some Sequence<UInt8>) throws(ModelError) {
        self = try Self.read(json: json)
    }

    /// Reads a generation from a scanned document; members that the type does not know are passed over.
    ///
    /// - Parameters:
    ///   - record: The document, scanned without a fault.
    ///   - ref: The generation's object in it; ``JSONRef/root`` is the document itself.
    /// - Throws: ``ModelError`` with a path that starts at the object.
    package init(reading record: borrowing JSONRecord, at ref: JSONRef = .root) throws(ModelError) {
        self = try ModelCoding<Self>.object.read(record, ref)
    }

    /// The generation as a compact document, its members in the documented order.
    public func json() -> [UInt8] {
        written()
    }

    /// Appends the generation in compact form, its members in the documented order.
    package func write(to output: inout ByteBuffer) {
        Self.schema.write(self, to: &output)
    }
}

extension Generation: ModelObject {
    static let schema = ModelSchema(
        Self(id: ""),
        [
            ModelField(required: "id", \.id, .text),
            ModelField("type", \.type, .word),
            ModelField("state", \.state, .word),
            ModelField("model", \.model, .word),
            ModelField("created_at", \.createdAt, .text),
            ModelField("output", \.output, .list(of: .object)),
            ModelField("failure_reason", \.failureReason, .text),
            ModelField("failure_code", \.failureCode, .word),
        ]
    )
}
