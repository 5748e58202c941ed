import CSodium
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a copy of an output, which is there when it is whole and on the disk, or not at all.
///
/// Everything here waits for the disk.
final class MediaWriter: Sendable {
    private struct State: ~Copyable {
        let file: OpenFile
        var hash = crypto_hash_sha256_state()
    }

    private let folder: String
    private let index: Int
    private let partial: String
    private let state: Mutex<State>

    /// Begins a copy; what is left of an earlier try is thrown away.
    ///
    /// - Parameters:
    ///   - index: The place among the outputs.
    ///   - task: The task's own id.
    ///   - folder: Where copies are.
    /// - Throws: ``SystemError``.
    init(_ index: Int, of task: String, in folder: MediaFolder) throws(SystemError) {
        guard let path = folder.folder(of: task) else { throw SystemError(number: EINVAL) }
        try FileSystem.createFolder(path)
        self.folder = path
        self.index = index
        partial = "\(path)/\(index).partial"
        var state = State(file: try OpenFile(partial, O_WRONLY | O_CREAT | O_TRUNC))
        unsafe crypto_hash_sha256_init(&state.hash)
        self.state = Mutex(state)
    }

    /// Adds bytes.
    func append(_ bytes: [UInt8]) throws(SystemError) {
        try state.withLock { (state) throws(SystemError) in
            unsafe crypto_hash_sha256_update(&state.hash, bytes, UInt64(bytes.count))
            try Self.write(bytes, to: state.file)
        }
    }

    /// Ends the copy: from now on it is found.
    ///
    /// - Parameter fileExtension: What its name ends with, one of ``MediaFormat``.
    /// - Throws: ``SystemError``.
    func finish(_ fileExtension: String) throws(SystemError) {
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        try state.withLock { (state) throws(SystemError) in
            unsafe crypto_hash_sha256_final(&state.hash, &hash)
            try state.file.synchronize()
        }
        let name = "\(index).\(fileExtension)"
        guard unsafe rename(partial, "\(folder)/\(name)") == 0 else { throw .last }
        let note = "\(folder)/\(index).sha256"
        let file = try OpenFile(note + ".partial", O_WRONLY | O_CREAT | O_TRUNC)
        try Self.write(Array("\(Hexadecimal.text(hash))  \(name)\n".utf8), to: file)
        try file.synchronize()
        guard unsafe rename(note + ".partial", note) == 0 else { throw .last }
        try FileSystem.synchronizeFolder(of: note)
    }

    /// Throws away what was written.
    func abandon() {
        unsafe unlink(partial)
    }

    private static func write(_ bytes: [UInt8], to file: borrowing OpenFile) throws(SystemError) {
        let result = unsafe bytes.withUnsafeBytes { buffer in
            Result { () throws(SystemError) in try unsafe file.write(buffer) }
        }
        try result.get()
    }
}
