/// How far a file has come: `pending`, then `ready` or `failed`, and `deleted` in the end.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `FileState`.
public struct FileState: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a state from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The bytes are not there yet, or are being checked.
    public static let pending = Self(rawValue: "pending")
    /// A generation may refer to the file.
    public static let ready = Self(rawValue: "ready")
    /// The file was refused; `failure_reason` says why.
    public static let failed = Self(rawValue: "failed")
    /// The file was deleted; no new generation may refer to it.
    public static let deleted = Self(rawValue: "deleted")

    /// The known states, in the order of the schema.
    public static let known: [Self] = [.pending, .ready, .failed, .deleted]
}
