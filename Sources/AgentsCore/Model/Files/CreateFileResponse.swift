/// A file that is about to be uploaded, and where its bytes go: the answer of `POST /v1/files`.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `CreateFileResponse`.
public struct CreateFileResponse: Sendable, Hashable {
    /// The identifier of the file, once more beside that of ``file``.
    public var id: String
    /// The state of the file, once more beside that of ``file``.
    public var state: Member<FileState>
    /// The file.
    public var file: Member<File>
    /// Where to put the bytes; `null` if they came with the call.
    public var upload: Member<PresignedUpload>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates an answer; members that are not given are absent.
    public init(
        id: String,
        state: Member<FileState> = .absent,
        file: Member<File> = .absent,
        upload: Member<PresignedUpload> = .absent
    ) {
        self.id = id
        self.state = state
        self.file = file
        self.upload = upload
    }

    /// Reads an answer from a document.
    ///
    /// - Throws: ``ModelError`` if the text is no JSON document, a member is of the wrong kind, or `id` is absent.
    public init(json: some Sequence<UInt8>) throws(ModelError) {
        self = try Self.read(json: json)
    }

    /// The answer as a compact document.
    public func json() -> [UInt8] {
        written()
    }
}

extension CreateFileResponse: ModelObject {
    static let schema = ModelSchema(
        Self(id: ""),
        unknown: \.unknown,
        [
            ModelField(required: "id", \.id, .text),
            ModelField("state", \.state, .word),
            ModelField("file", \.file, .object),
            ModelField("upload", \.upload, .object),
        ]
    )
}
