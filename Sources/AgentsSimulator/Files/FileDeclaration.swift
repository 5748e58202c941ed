import AgentsCore

/// What a client says about a file that it is about to upload.
///
/// The service documents the members, the range of a page and the largest size, but none of its words and no bounds for
/// texts: words and bounds are the simulator's own, with the status of everything that does not fit a schema.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `FileCreateParams`.
struct FileDeclaration: Sendable {
    /// What kind of bytes they are.
    let mediaType: MediaType
    /// How many, exactly.
    let size: Int
    /// What the file is for.
    let purpose: FilePurpose
    /// A name.
    let filename: String?
    /// When the service may delete it.
    let expiresAt: WallTime?
    /// The caller's mark for the end user.
    let userID: String?

    /// The most that the storage takes at once: 5 GiB.
    static let maximumSize = 5 << 30
    private static let maximumText = 256

    /// Checks what a client says.
    ///
    /// - Parameter body: The members that it gives.
    /// - Throws: ``Rejection`` for the first that does not fit.
    init(_ body: FileCreate) throws(Rejection) {
        guard let type = body.mimeType.value else { throw Self.invalid("mime_type", "field required") }
        guard let mediaType = MediaType(type) else {
            throw Self.invalid("mime_type", "must be a MIME type such as 'image/png'")
        }
        guard let size = body.sizeBytes.value else { throw Self.invalid("size_bytes", "field required") }
        guard (1...Self.maximumSize).contains(size) else {
            throw Self.invalid("size_bytes", "must be between 1 and \(Self.maximumSize)")
        }
        if case .null = body.purpose { throw Self.invalid("purpose", "must not be null") }
        // What is meant without a purpose is not documented.
        let purpose = body.purpose.value ?? .input
        guard purpose.isKnown else {
            throw Self.invalid("purpose", "invalid value '\(purpose.rawValue.echoed)'. Valid: input, reference")
        }
        self.mediaType = mediaType
        self.size = size
        self.purpose = purpose
        filename = try Self.text(body.filename, "filename")
        userID = try Self.text(body.userID, "user_id")
        expiresAt = try body.expiresAt.value.map { text throws(Rejection) in
            if let time = WallTime(iso8601: text) { return time }
            throw Self.invalid("expires_at", "must be a time such as '2026-09-01T00:00:00Z'")
        }
    }

    private static func text(_ member: Member<String>, _ path: String) throws(Rejection) -> String? {
        guard (member.value?.unicodeScalars.count ?? 0) <= maximumText else {
            throw invalid(path, "must be at most \(maximumText) characters")
        }
        return member.value
    }

    private static func invalid(_ path: String, _ reason: String) -> Rejection {
        Rejection(422, "\(path): \(reason)")
    }
}
