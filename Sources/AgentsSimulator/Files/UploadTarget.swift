/// Where the bytes of a file are put: a path of the storage that belongs to one file.
struct UploadTarget: Sendable, Equatable {
    /// The start of every path.
    static let pathPrefix = "/_uploads/"

    /// The file.
    let file: Identifier

    /// The place of a file.
    init(_ file: Identifier) {
        self.file = file
    }

    /// Reads a path, `/_uploads/<file>`; nothing for any other.
    init?(path: String) {
        guard path.hasPrefix(Self.pathPrefix), let file = Identifier(path.dropFirst(Self.pathPrefix.utf8.count)) else {
            return nil
        }
        self.file = file
    }

    /// Its path.
    var path: String { "\(Self.pathPrefix)\(file)" }
}
