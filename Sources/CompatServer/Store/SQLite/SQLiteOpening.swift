#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How the connections of a store are opened.
struct SQLiteOpening: Sendable {
    /// An absolute path, or `:memory:`.
    let path: String
    /// How long a lock of another program is waited for.
    let busyTimeout: Duration
    /// Bytes of the write-ahead log from which on it is begun anew by force.
    var logLimit = SQLiteLog.standardLimit

    /// The most bytes of a database whose pages are all looked at before it is used: that takes some tenths of a second.
    private static let checkedBytes = 256 << 20

    /// Prepares to open a store in memory.
    init(memory busyTimeout: Duration) {
        path = ":memory:"
        self.busyTimeout = busyTimeout
    }

    /// Prepares to open a file; a missing one is created for its owner alone.
    ///
    /// SQLite gives the files that it puts beside it the same rights.
    init(file: String, busyTimeout: Duration) throws(StoreError) {
        do throws(SystemError) {
            path = try FileSystem.absolute(file)
            self.busyTimeout = busyTimeout
            // A file that is there is not opened: closing it would release the locks of a store that has it open already.
            var status = stat()
            if unsafe stat(path, &status) == 0 {
                guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(number: EISDIR) }
                if unsafe access(path, W_OK) != 0 && errno == EROFS { throw SystemError.last }
            } else if errno == ENOENT {
                try FileSystem.createFolder(FileSystem.folder(of: path))
                _ = try OpenFile(path, O_RDWR | O_CREAT)
            } else {
                throw SystemError.last
            }
        } catch {
            throw Self.refusal(file, error)
        }
    }

    /// Opens the connection that writes, and brings the database to the newest version.
    func writer() throws(StoreError) -> SQLiteDatabase {
        try describing { () throws(StoreError) in
            let log = path == ":memory:" ? nil : SQLiteLog(of: path, limit: logLimit)
            let hasLog = log.map { $0.bytes > 0 } ?? false
            if let log { try validate(log) }
            let database = try SQLiteDatabase(path: path, busyTimeout: busyTimeout)
            // Before anything is written; what is not sound stays as it is, its log included.
            database.leaveLog(hasLog)
            let version = try SQLiteSchema.version(of: database)
            if database.isReadOnly { throw StoreError.readOnly }
            try validate(database)
            database.leaveLog(false)
            database.log = log
            try configure(database)
            // In KiB. What is written is spread over all of the indexes.
            try database.run("PRAGMA cache_size = -4096")
            // In pages: those that are written again and again are copied into the database once for many commits.
            try database.run("PRAGMA wal_autocheckpoint = 4000")
            // Only a file without any page can be made one that gives space back.
            if version == 0 { try database.run("PRAGMA auto_vacuum = INCREMENTAL") }
            let mode = try database.first("PRAGMA journal_mode = WAL") { $0.text(0) }
            guard mode == "wal" || path == ":memory:" else {
                throw StoreError(
                    .unavailable, "the file system cannot keep the store's write-ahead log",
                    remedy: "put the store on a local disk")
            }
            try SQLiteSchema.migrate(database)
            // The run before may have deleted something and come to its end before the log was emptied.
            database.hasTraces = hasLog
            return database
        }
    }

    /// Opens a connection that only reads, after the one that writes.
    func reader() throws(StoreError) -> SQLiteDatabase {
        try describing { () throws(StoreError) in
            let database = try SQLiteDatabase(path: path, busyTimeout: busyTimeout)
            try configure(database)
            // In KiB. The system keeps in memory what is read often.
            try database.run("PRAGMA cache_size = -1024")
            try database.run("PRAGMA query_only = ON")
            return database
        }
    }

    /// Makes sure that nothing says that an empty file was a store.
    private func validate(_ log: SQLiteLog) throws(StoreError) {
        try log.validate()
        let size = Self.size(of: path)
        guard size ?? 0 == 0 else { return }
        // A secret may be there before the first start, but not beside what that start has made.
        guard log.bytes == 0, size == nil || Self.bytes(path + ServerSecret.suffix) == 0 else {
            throw StoreError(
                .corrupt, "the store is empty, but what stands beside it belongs to one that was not",
                remedy: "restore a backup; to begin anew, remove the file and what is named like it")
        }
    }

    /// Makes sure that the pages of a database fit together, unless there are many.
    private func validate(_ database: SQLiteDatabase) throws(StoreError) {
        guard path != ":memory:", Self.bytes(path) <= Self.checkedBytes else { return }
        let finding = try database.first("PRAGMA quick_check(1)") { $0.text(0) }
        guard finding == "ok" else { throw StoreError.corrupt }
    }

    private static func bytes(_ path: String) -> Int { size(of: path) ?? 0 }

    private static func size(of path: String) -> Int? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    private func configure(_ database: SQLiteDatabase) throws(StoreError) {
        // What is committed has reached the disk.
        try database.run("PRAGMA synchronous = FULL")
        // On macOS only this waits for the disk itself.
        try database.run("PRAGMA fullfsync = ON")
        try database.run("PRAGMA foreign_keys = ON")
        try database.run("PRAGMA trusted_schema = OFF")
        try database.run("PRAGMA cell_size_check = ON")
        try database.run("PRAGMA temp_store = MEMORY")
        // What is deleted, or was replaced, is overwritten: deleted prompts are gone from the file.
        try database.run("PRAGMA secure_delete = ON")
        // The log shrinks to this again after a long reader kept it growing.
        try database.run("PRAGMA journal_size_limit = 67108864")
    }

    private func describing<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        do throws(StoreError) {
            return try body()
        } catch {
            throw error.about(path)
        }
    }

    private static func refusal(_ path: String, _ error: SystemError) -> StoreError {
        switch error.number {
        case EISDIR, ENOTDIR:
            StoreError(.notAStore, "\(path) is no file", remedy: "name a file, in a folder that may be missing")
        case EROFS: StoreError.readOnly.about(path)
        case ENOSPC, EDQUOT:
            StoreError(.full, "\(path) cannot be created: no space is left", remedy: "free space on its disk")
        default:
            StoreError(
                .unavailable, "\(path) cannot be opened: \(error)",
                remedy: "let the server's user read and write the file and its folder, or name another")
        }
    }
}
