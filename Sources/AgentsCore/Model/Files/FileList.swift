/// A page of files, newest first: the answer of `GET /v1/files`.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `FileList`.
public struct FileList: Sendable, Hashable {
    /// The files of the page: 25 if the call names no `limit`, 100 at most.
    public var data: Member<[File]>
    /// Whether there are more.
    public var hasMore: Member<Bool>
    /// What to give as `cursor` for the next page; `null` on the last one.
    public var nextCursor: Member<String>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates a page; members that are not given are absent.
    public init(
        data: Member<[File]> = .absent, hasMore: Member<Bool> = .absent, nextCursor: Member<String> = .absent
    ) {
        self.data = data
        self.hasMore = hasMore
        self.nextCursor = nextCursor
    }

    /// Reads a page from a document.
    ///
    /// - Throws: ``ModelError`` if the text is no JSON document, or a member is of the wrong kind.
    public init(json: some Sequence<UInt8>) throws(ModelError) {
        self = try Self.read(json: json)
    }

    /// The page as a compact document.
    public func json() -> [UInt8] {
        written()
    }
}

extension FileList: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("data", \.data, .list(of: .object)),
            ModelField("has_more", \.hasMore, .flag),
            ModelField("next_cursor", \.nextCursor, .text),
        ]
    )
}
