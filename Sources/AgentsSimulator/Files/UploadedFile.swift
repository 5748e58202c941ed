import AgentsCore

/// A file of a client, as far as it has come.
///
/// Like a job it does not tick: what state it is in follows from its times whenever somebody asks. Of its bytes only what
/// ``ReceivedBytes`` says is kept.
struct UploadedFile: Sendable {
    /// The identifier.
    let id: Identifier
    /// Whose it is.
    let client: ClientID
    /// What was said about it when it was created.
    let declaration: FileDeclaration
    /// When it was created, as it is told.
    let createdAt: WallTime
    /// The bytes, once they were put.
    var bytes: ReceivedBytes?
    /// How it is taken in, once that has begun.
    var ingest: FileIngest?
    /// When it was deleted.
    private(set) var deletedAt: WallTime?

    /// Creates a file that waits for its bytes.
    init(_ id: Identifier, of client: ClientID, _ declaration: FileDeclaration, at createdAt: WallTime) {
        (self.id, self.client, self.declaration, self.createdAt) = (id, client, declaration, createdAt)
    }

    /// The state at a time.
    func state(at now: Moment) -> FileState {
        if endOfLife(at: now) != nil { return .deleted }
        guard let ingest, now.measured >= ingest.end else { return .pending }
        return ingest.failureReason == nil ? .ready : .failed
    }

    /// Deletes it; the first time counts.
    mutating func delete(at now: Moment) {
        deletedAt = endOfLife(at: now) ?? now.wall
    }

    /// When it was deleted, or its time was over: the service may delete it then, and this one does.
    private func endOfLife(at now: Moment) -> WallTime? {
        if let deletedAt { return deletedAt }
        guard let end = declaration.expiresAt, end <= now.wall else { return nil }
        return end
    }

    /// What the service says about it at a time.
    func file(at now: Moment) -> File {
        let state = state(at: now)
        func member<Value>(_ value: Value?) -> Member<Value> { value.map { .value($0) } ?? .null }
        return File(
            id: .value(id.description),
            createdAt: .value(createdAt.rfc3339()),
            mimeType: .value(declaration.mediaType.text),
            purpose: .value(declaration.purpose),
            sizeBytes: .value(declaration.size),
            state: .value(state),
            deletedAt: member(endOfLife(at: now)?.rfc3339()),
            expiresAt: member(declaration.expiresAt?.rfc3339()),
            failureReason: state == .failed ? member(ingest?.failureReason) : .null,
            filename: member(declaration.filename),
            userID: member(declaration.userID)
        )
    }
}
