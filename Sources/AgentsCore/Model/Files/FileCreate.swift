/// What to upload: the body of `POST /v1/files` in the JSON flow.
///
/// The answer says where to put the bytes; then `POST /v1/files/{id}/complete` has them checked.
///
/// ```swift
/// let body = FileCreate(mimeType: "video/mp4", sizeBytes: 28, purpose: .value(.input)).json()
/// ```
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `FileCreateParams`; the order of the members is that in which it sends them.
public struct FileCreate: Sendable, Hashable {
    /// The MIME type of the bytes, which the service requires.
    public var mimeType: Member<String>
    /// The exact size in bytes, 5 GiB at most, which the service requires.
    public var sizeBytes: Member<Int>
    /// When the service may delete the file on its own, as RFC 3339 text.
    public var expiresAt: Member<String>
    /// A name for the file.
    public var filename: Member<String>
    /// What the file is for; the service does not document what it takes if this is absent.
    public var purpose: Member<FilePurpose>
    /// The caller's own mark for the end user.
    public var userID: Member<String>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates a body; members that are not given are absent.
    public init(
        mimeType: Member<String> = .absent,
        sizeBytes: Member<Int> = .absent,
        expiresAt: Member<String> = .absent,
        filename: Member<String> = .absent,
        purpose: Member<FilePurpose> = .absent,
        userID: Member<String> = .absent
    ) {
        self.mimeType = mimeType
        self.sizeBytes = sizeBytes
        self.expiresAt = expiresAt
        self.filename = filename
        self.purpose = purpose
        self.userID = userID
    }

    /// Reads a body from a document.
    ///
    /// - Throws: ``ModelError`` if the text is no JSON document, or a member is of the wrong kind.
    public init(json: some Sequence<UInt8>) throws(ModelError) {
        self = try Self.read(json: json)
    }

    /// The body as a compact document.
    public func json() -> [UInt8] {
        written()
    }
}

extension FileCreate: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("mime_type", \.mimeType, .text),
            ModelField("size_bytes", \.sizeBytes, .integer),
            ModelField("expires_at", \.expiresAt, .text),
            ModelField("filename", \.filename, .text),
            ModelField("purpose", \.purpose, .word),
            ModelField("user_id", \.userID, .text),
        ]
    )
}
