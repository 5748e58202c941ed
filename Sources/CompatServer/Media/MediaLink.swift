import Adapters
import AgentsCore
import CSodium

/// A link of the server's own to a file of a task, which stays the same while those of the storage come and go.
///
/// Its path is `/media/CAPABILITY/INDEX.EXTENSION`, or `/media/CAPABILITY/thumbnail.jpg`. The capability is the task's id and a code that only this server can
/// make, so that nobody can guess a link, and none has to be stored.
struct MediaLink: Sendable, Equatable {
    /// The start of every link's path.
    static let prefix = "/media/"
    /// Outputs beyond this one have no link.
    static let maximumIndex = 999
    /// Extensions that a link may have: what a client or a player goes by.
    fileprivate static let extensions: Set<String> = [
        "mp4", "mov", "webm", "png", "jpg", "jpeg", "webp", "gif", "exr", "zip",
    ]

    /// A file of a task.
    enum File: Sendable, Equatable {
        /// An output, by its place among them.
        case output(Int)
        /// The picture that was made of a video.
        case thumbnail
    }

    /// The task's own id.
    let task: String
    /// Its file.
    let file: File

    fileprivate static let thumbnailName = "thumbnail.jpg"
}

/// Makes links and reads them.
struct MediaLinks: Sendable {
    private let base: String
    private let secret: ServerSecret

    /// Creates a maker of links.
    ///
    /// - Parameters:
    ///   - publicURL: Where clients reach the server, as in `https://luma.example.com`.
    ///   - secret: What the codes are made with.
    init(publicURL: String, secret: ServerSecret) {
        base = publicURL.last == "/" ? String(publicURL.dropLast()) : publicURL
        self.secret = secret
    }

    /// A task's record with links in the place of the storage's URLs; those without an id that a link can carry stay.
    func linked(_ record: TaskRecord, of task: String) -> TaskRecord {
        guard case .value(var outputs) = record.generation.output, let capability = capability(of: task) else {
            return record
        }
        for index in outputs.indices.prefix(MediaLink.maximumIndex + 1) {
            guard let url = outputs[index].url.value else { continue }
            let name = MediaLink.fileExtension(of: url, outputs[index].type.value)
            outputs[index].url = .value("\(base)\(MediaLink.prefix)\(capability)/\(index).\(name)")
        }
        var record = record
        record.generation.output = .value(outputs)
        return record
    }

    /// The link to the thumbnail of a task; nothing for an id that a link cannot carry.
    func thumbnail(of task: String) -> String? {
        capability(of: task).map { "\(base)\(MediaLink.prefix)\($0)/\(MediaLink.thumbnailName)" }
    }

    /// What a path links to; nothing if it is no link of this server.
    func link(_ path: String) -> MediaLink? {
        guard path.hasPrefix(MediaLink.prefix), path.utf8.count <= 200 else { return nil }
        let pieces = path.dropFirst(MediaLink.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.count == 2, let bytes = Hexadecimal.bytes(String(pieces[0])), bytes.count == 2 * Self.half,
            let file = MediaLink.File(name: pieces[1])
        else { return nil }
        let id = Array(bytes[..<Self.half])
        let code = Array(bytes[Self.half...])
        let expected = Sodium.hash(id, key: secret.mediaKey, count: Self.half)
        guard unsafe sodium_memcmp(code, expected, Self.half) == 0 else { return nil }
        return MediaLink(task: UUIDText.text(id), file: file)
    }

    /// What a URL links to: a path is enough, because servers move and links stay.
    func link(inURL url: String) -> MediaLink? {
        guard let start = url.firstRange(of: MediaLink.prefix)?.lowerBound else { return nil }
        return link(String(url[start...].prefix { $0 != "?" && $0 != "#" }))
    }

    private static let half = UUIDText.byteCount

    private func capability(of task: String) -> String? {
        guard let id = UUIDText.bytes(task) else { return nil }
        return Hexadecimal.text(id + Sodium.hash(id, key: secret.mediaKey, count: Self.half))
    }
}

extension MediaLink.File {
    /// Reads the last piece of a link's path; nothing if it names no file.
    fileprivate init?(name: Substring) {
        if name == MediaLink.thumbnailName {
            self = .thumbnail
            return
        }
        guard let dot = name.firstIndex(of: "."), dot != name.startIndex,
            name[..<dot].utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let index = Int(name[..<dot]),
            index <= MediaLink.maximumIndex
        else { return nil }
        self = .output(index)
    }
}

extension MediaLink {
    /// The extension of a URL's path, or the usual one of its kind of output.
    fileprivate static func fileExtension(of url: String, _ type: Generation.Output.Kind?) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        if let dot = name.lastIndex(of: ".") {
            let found = name[name.index(after: dot)...].lowercased()
            if extensions.contains(found) { return found }
        }
        return type == .video ? "mp4" : type == .image ? "png" : "bin"
    }
}
