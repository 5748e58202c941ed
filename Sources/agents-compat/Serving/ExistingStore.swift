import CompatServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The store of a server that may be running, for commands that look after it.
struct ExistingStore: Sendable {
    /// The database.
    let path: String

    /// Finds the store that the options name.
    ///
    /// - Parameter arguments: The options, `--store` among them.
    /// - Throws: ``CommandError`` if it is not in a file.
    init(_ arguments: Arguments) throws(CommandError) {
        guard case .sqlite(let path) = try arguments.storeLocation() else {
            throw arguments.refusal(of: .store, " is in the memory of its server: nobody else can look into it")
        }
        self.path = path
    }

    /// Whether there is a file.
    var isThere: Bool { access(path, F_OK) == 0 }

    /// Makes sure that the store need not be brought to another version, which a server that runs may not know.
    ///
    /// - Throws: ``CommandError`` if it must be, or ``StoreError`` if it cannot be read.
    func requireCurrentVersion() throws {
        let (version, current) = (
            try StoreInspection(path, checksPages: false).version, StoreInspection.currentVersion
        )
        guard version == current else {
            throw failure(
                "\(path): the store has version \(version), and this program works with version \(current); "
                    + "start the server of this program once, which brings it there")
        }
    }

    /// Does work with the store; it is neither created nor brought to another version.
    ///
    /// - Parameter work: The work.
    /// - Returns: What `work` returns.
    /// - Throws: ``CommandError`` if the store cannot be opened, or what `work` throws.
    func run<Result: Sendable>(
        _ work: @escaping @Sendable (SQLiteTaskStore) async throws -> Result
    ) throws -> Result {
        guard isThere else {
            throw failure("\(path): there is no store; say with --store where the server keeps its tasks")
        }
        do {
            try requireCurrentVersion()
            return try Blocking.run { [path] in
                let store = try await SQLiteTaskStore(.sqlite(path: path), readers: 1)
                do {
                    let result = try await work(store)
                    await store.close()
                    return result
                } catch {
                    await store.close()
                    throw error
                }
            }
        } catch let error as StoreError {
            throw failure("\(error)")
        }
    }

    private func failure(_ message: String) -> CommandError {
        CommandError(code: .environment, message: message)
    }
}
