/// Where tasks are kept, as the setting says it.
package enum StoreLocation: Sendable, Equatable {
    /// In an SQLite database; missing folders and a missing file are created.
    case sqlite(path: String)
    /// In memory; everything is gone with the process.
    case memory

    /// Reads a setting: `sqlite:PATH` or `sqlite::memory:`.
    ///
    /// - Parameter setting: The setting.
    /// - Throws: ``StoreError`` if it is neither.
    package init(_ setting: String) throws(StoreError) {
        guard setting.hasPrefix("sqlite:") else {
            throw StoreError(
                .badLocation, "the store's location names no known kind of store",
                remedy: "write 'sqlite:' and the path of a file, as in 'sqlite:/var/lib/agents-compat/tasks.db'")
        }
        let path = String(setting.dropFirst("sqlite:".count))
        if path == ":memory:" {
            self = .memory
            return
        }
        guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else {
            throw StoreError(
                .badLocation, "the store's location names no file",
                remedy: "write the path of a file behind 'sqlite:', as in 'sqlite:/var/lib/agents-compat/tasks.db'")
        }
        self = .sqlite(path: path)
    }

    /// The file in which a server keeps the secret of this store, where it is given none; nothing in memory.
    package var secretPath: String? {
        switch self {
        case .sqlite(let path): path + ServerSecret.suffix
        case .memory: nil
        }
    }
}
