import AgentsCore

/// Puts the pieces of a file together, and makes sure that they are pieces of one.
struct PieceReader: Sendable {
    /// Bytes that have come.
    private(set) var count = 0
    /// What tells the file from another one at the same place, if the storage says so.
    private(set) var version: String?
    /// The media type that the storage gives.
    private(set) var mediaType: String?
    private var total: Int?
    private let limit: Int

    /// Creates a reader that takes no more than so many bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether all has come.
    var isComplete: Bool { count == total }

    /// Takes the answer to a question for what comes next.
    ///
    /// - Parameter response: The answer.
    /// - Throws: The fault if it does not continue the file.
    mutating func take(_ response: HTTPResponse) throws(MediaCopier.Fault) {
        switch response.status {
        case 206:
            guard let range = Self.contentRange(response.fields["Content-Range"]), range.start == count,
                range.end - range.start == response.body.count, total == nil || total == range.total
            else { throw .unavailable("the storage gave another piece than it was asked for") }
            total = range.total
        case 200 where count == 0:
            total = response.body.count
        case 404, 410: throw .gone
        case let status: throw .unavailable("the storage answered with status \(status)")
        }
        if let total, total > limit { throw .tooLarge }
        if count == 0 {
            let tag = response.fields["ETag"]
            version = tag?.hasPrefix("W/") == false ? tag : nil
            mediaType = response.fields["Content-Type"]
        } else if let version, let other = response.fields["ETag"], other != version {
            throw .unavailable("the storage's file has changed meanwhile")
        }
        count += response.body.count
    }

    /// The bounds in a field such as `bytes 0-99/1234`.
    private static func contentRange(_ field: String?) -> (start: Int, end: Int, total: Int)? {
        guard let field, field.hasPrefix("bytes ") else { return nil }
        let parts = field.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
        let bounds = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, bounds.count == 2, let start = Int(bounds[0]), let last = Int(bounds[1]),
            let total = Int(parts[1]), start >= 0, last >= start, last < total
        else { return nil }
        return (start, last + 1, total)
    }
}
