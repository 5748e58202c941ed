import HTTPTransport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder with the copies of files: one folder a task, in it a file for each output and its checksum beside it.
///
/// `ab/ab….…/0.mp4` is an output and `0.sha256` its line for `sha256sum -c`, which is written last: without it there is no
/// copy. Everything here waits for the disk.
struct MediaFolder: Sendable {
    /// A copy.
    struct Copy: Sendable, Equatable {
        let file: HTTPFile
        let mediaType: String
        /// In hexadecimal.
        let checksum: String
    }

    /// The path.
    let path: String

    /// The copy of an output, opened; nothing if there is none.
    ///
    /// - Parameters:
    ///   - index: The place among the outputs.
    ///   - task: The task's own id.
    /// - Returns: The copy.
    func find(_ index: Int, of task: String) -> Copy? {
        guard let (path, mediaType, checksum) = look(index, of: task), let file = HTTPFile(path) else { return nil }
        return Copy(file: file, mediaType: mediaType, checksum: checksum)
    }

    /// The path of the copy of an output; nothing if there is none.
    ///
    /// - Parameters:
    ///   - index: The place among the outputs.
    ///   - task: The task's own id.
    /// - Returns: The path.
    func path(of index: Int, of task: String) -> String? {
        look(index, of: task)?.path
    }

    private func look(_ index: Int, of task: String) -> (path: String, mediaType: String, checksum: String)? {
        guard let folder = folder(of: task), let note = HTTPFile("\(folder)/\(index).sha256"), note.count <= 200
        else { return nil }
        let line = String(decoding: note.bytes(0..<note.count), as: UTF8.self)
        let parts = line.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].utf8.count == 64, let dot = parts[1].firstIndex(of: "."),
            parts[1][..<dot] == "\(index)", parts[1].last == "\n",
            case let fileExtension = parts[1][parts[1].index(after: dot)...].dropLast(),
            let type = MediaFormat.type(of: fileExtension)
        else { return nil }
        return ("\(folder)/\(index).\(fileExtension)", type, String(parts[0]))
    }

    /// Removes all copies of a task, whole or not.
    func remove(_ task: String) throws(SystemError) {
        guard let folder = folder(of: task) else { return }
        for name in try Self.names(in: folder) where unsafe unlink("\(folder)/\(name)") != 0 && errno != ENOENT {
            throw .last
        }
        guard unsafe rmdir(folder) == 0 || errno == ENOENT else { throw .last }
    }

    /// Removes all copies of all tasks, and the folder.
    func removeAll() throws(SystemError) {
        for task in try tasks() { try remove(task) }
        for shard in try Self.names(in: path) { unsafe rmdir("\(path)/\(shard)") }
        guard unsafe rmdir(path) == 0 || errno == ENOENT else { throw .last }
    }

    /// Bytes of all copies of a task, whole or not.
    func size(of task: String) throws(SystemError) -> Int {
        guard let folder = folder(of: task) else { return 0 }
        return try Self.names(in: folder).reduce(0) { sum, name in
            var status = stat()
            return unsafe lstat("\(folder)/\(name)", &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }

    /// Tasks of which there are copies, those first that were changed the longest ago.
    func tasks() throws(SystemError) -> [String] {
        var found: [(task: String, changed: Int)] = []
        for shard in try Self.names(in: path) where shard.utf8.count == 2 {
            for task in try Self.names(in: "\(path)/\(shard)") {
                var status = stat()
                guard let folder = folder(of: task), unsafe stat(folder, &status) == 0 else { continue }
                found.append((task, Int(status.st_mtim.tv_sec)))
            }
        }
        return found.sorted { $0.changed < $1.changed }.map(\.task)
    }

    /// The folder of a task; nothing for an id that is no UUID, as those of imported tasks may be.
    func folder(of task: String) -> String? {
        UUIDText.bytes(task) == nil ? nil : "\(path)/\(task.prefix(2))/\(task)"
    }

    /// The names in a folder, which may be missing.
    static func names(in folder: String) throws(SystemError) -> [String] {
        guard let stream = unsafe opendir(folder) else {
            if errno == ENOENT { return [] }
            throw .last
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}

extension SystemError {
    /// There is no room for more work.
    static var noRoom: SystemError { SystemError(number: EAGAIN) }
}
