/// An uploaded file of the Luma Agents API: the answer of `GET /v1/files/{id}` and of `POST /v1/files/{id}/complete`.
///
/// The service always says ``id``, ``createdAt``, ``mimeType``, ``purpose``, ``sizeBytes`` and ``state``; answers that were
/// shortened by whoever kept them need not. Times are text as the service spells it (RFC 3339).
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `File`; the order of the members is the one declared there, because no answer
/// of the service is public.
public struct File: Sendable, Hashable {
    /// The identifier, which ``MediaReference/fileID`` refers to.
    public var id: Member<String>
    /// When the file was created.
    public var createdAt: Member<String>
    /// The MIME type of the bytes.
    public var mimeType: Member<String>
    /// What the file is for.
    public var purpose: Member<FilePurpose>
    /// The size in bytes.
    public var sizeBytes: Member<Int>
    /// How far the file has come.
    public var state: Member<FileState>
    /// When the file was deleted.
    public var deletedAt: Member<String>
    /// When the service may delete the file on its own.
    public var expiresAt: Member<String>
    /// Why the file was refused, for people.
    public var failureReason: Member<String>
    /// The name that the file was uploaded with.
    public var filename: Member<String>
    /// The caller's own mark for the end user, as it was given.
    public var userID: Member<String>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates a file; members that are not given are absent.
    public init(
        id: Member<String> = .absent,
        createdAt: Member<String> = .absent,
        mimeType: Member<String> = .absent,
        purpose: Member<FilePurpose> = .absent,
        sizeBytes: Member<Int> = .absent,
        state: Member<FileState> = .absent,
        deletedAt: Member<String> = .absent,
        expiresAt: Member<String> = .absent,
        failureReason: Member<String> = .absent,
        filename: Member<String> = .absent,
        userID: Member<String> = .absent
    ) {
        self.id = id
        self.createdAt = createdAt
        self.mimeType = mimeType
        self.purpose = purpose
        self.sizeBytes = sizeBytes
        self.state = state
        self.deletedAt = deletedAt
        self.expiresAt = expiresAt
        self.failureReason = failureReason
        self.filename = filename
        self.userID = userID
    }

    /// Reads a file from a document.
    ///
    /// - Throws: ``ModelError`` if the text is no JSON document, or a member is of the wrong kind.
    public init(json: some Sequence<UInt8>) throws(ModelError) {
        self = try Self.read(json: json)
    }

    /// The file as a compact document.
    public func json() -> [UInt8] {
        written()
    }
}

extension File: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("id", \.id, .text),
            ModelField("created_at", \.createdAt, .text),
            ModelField("mime_type", \.mimeType, .text),
            ModelField("purpose", \.purpose, .word),
            ModelField("size_bytes", \.sizeBytes, .integer),
            ModelField("state", \.state, .word),
            ModelField("deleted_at", \.deletedAt, .text),
            ModelField("expires_at", \.expiresAt, .text),
            ModelField("failure_reason", \.failureReason, .text),
            ModelField("filename", \.filename, .text),
            ModelField("user_id", \.userID, .text),
        ]
    )
}
