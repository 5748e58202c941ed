/// Folders for files beside a store that the server has no use for any more.
///
/// Copies go with their tasks only where the server makes copies. Those that were made before it was started with another
/// setting would stay when their tasks are deleted.
package struct AbandonedFolders: Sendable, Equatable {
    /// No folders.
    package static let none = AbandonedFolders(paths: [])

    /// Their paths; they need not be there.
    let paths: [String]

    private init(paths: [String]) {
        self.paths = paths
    }

    /// Finds out which folders beside a store are not used.
    ///
    /// - Parameters:
    ///   - store: The database.
    ///   - copies: Where the server keeps copies, if it does.
    ///   - probing: How it looks into videos, if it does.
    /// - Throws: ``StoreError`` if the database cannot be named, or if what is kept for good would be kept in one of them.
    package init(beside store: String, copies: MediaCopies?, probing: MediaProbing?) throws(StoreError) {
        var used: [String] = []
        if let copies { used.append(copies.folder) }
        // Copies that are kept are looked into where they are.
        if let probing, copies?.keeping != .untilDeleted { used.append(probing.folder) }
        let folders: [String]
        do throws(SystemError) {
            let path = try FileSystem.absolute(store)
            folders = [MediaCopies.folder(beside: path), MediaProbing.folder(beside: path)]
        } catch {
            throw StoreError(
                .unavailable, "the folder of \(store) cannot be found: \(error)",
                remedy: "start the server in a folder that is there")
        }
        if let copies, copies.keeping == .untilDeleted,
            folders.contains(where: { FileSystem.isSame($0, copies.folder) })
        {
            throw StoreError(
                .badLocation,
                "\(copies.folder) is for files that may go, and would be emptied by a start without the archive",
                remedy: "name another folder for the archive")
        }
        paths = folders.filter { folder in !used.contains { FileSystem.isSame($0, folder) } }
    }

    /// Removes the folders, as far as files that the server has made are in them.
    ///
    /// - Parameter log: Where the operator reads what could not be removed.
    func remove(_ log: EventLog) async {
        guard !paths.isEmpty else { return }
        let queue = DiskQueue()
        for path in paths {
            do throws(SystemError) {
                try await queue.run { () throws(SystemError) in try MediaFolder(path: path).removeAll() }
            } catch {
                log.warn(
                    "cannot remove a folder of copies that is not used any more", ["folder": path, "error": "\(error)"])
            }
        }
    }
}
