#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the server keeps copies of files, and how long.
package struct MediaCopies: Sendable, Equatable {
    /// How long copies are kept.
    package enum Keeping: Sendable, Equatable {
        /// Files are copied when their tasks end, and copies stay until their tasks are deleted.
        case untilDeleted
        /// Files are copied when they are first asked for, and the copies used last stay, of so many bytes together.
        case lastUsed(bytes: Int)
    }

    /// The folder beside a store for copies that are not kept for good.
    ///
    /// - Parameter store: The database.
    /// - Returns: The path.
    package static func folder(beside store: String) -> String { store + ".media" }

    /// The folder.
    package let folder: String
    /// How long they are kept.
    package let keeping: Keeping

    /// Creates a setting.
    ///
    /// - Parameters:
    ///   - folder: The folder, which is created if it is missing; it is no other server's.
    ///   - keeping: How long copies are kept.
    /// - Throws: ``StoreError`` if nothing can be written there.
    package init(in folder: String, _ keeping: Keeping) throws(StoreError) {
        self.keeping = keeping
        do throws(SystemError) {
            self.folder = try FileSystem.absolute(folder)
            try FileSystem.createFolder(self.folder)
            let probe = "\(self.folder)/.probe.\(getpid())"
            _ = try OpenFile(probe, O_WRONLY | O_CREAT)
            unsafe unlink(probe)
        } catch {
            throw StoreError(
                .unavailable, "the folder \(folder) for copies cannot be written: \(error)",
                remedy: "let the server's user write it, or name another")
        }
    }
}
