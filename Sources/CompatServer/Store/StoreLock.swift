#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The right to serve a store's tasks, which one server has at a time.
///
/// Two servers would each take the other's submissions for what an earlier run left in doubt, and fail them in the end. The
/// right goes with the process, however that ends. Commands that look after a store beside its server do without.
package final class StoreLock: Sendable {
    private let file: OpenFile

    /// Takes the right.
    ///
    /// - Parameter location: The store, in a file.
    /// - Throws: ``StoreError`` if another server has it, or the file that stands for it cannot be created.
    package init?(_ location: StoreLocation) throws(StoreError) {
        guard case .sqlite(let path) = location else { return nil }
        do throws(SystemError) {
            let name = try FileSystem.absolute(path) + ".lock"
            try FileSystem.createFolder(FileSystem.folder(of: name))
            let file = try OpenFile(name, O_RDWR | O_CREAT)
            try file.lock()
            self.file = file
        } catch {
            throw Self.refusal(path, error)
        }
    }

    private static func refusal(_ path: String, _ error: SystemError) -> StoreError {
        if error.number == EWOULDBLOCK {
            return StoreError(
                .busy, "\(path): another server uses the store", remedy: "stop that server first, or name another store"
            )
        }
        return StoreError(
            .unavailable, "\(path).lock cannot be created: \(error)",
            remedy: "let the server's user write the store's folder")
    }
}
