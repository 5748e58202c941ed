import CSQLite

extension StoreError {
    /// The error that a result code of SQLite stands for.
    ///
    /// SQLite's own message is left out: it can name tables, and values of the caller.
    init(sqlite status: Int32) {
        switch (status & 0xff, status) {
        case (_, Int32(csqlite_constraint_primary_key)):
            self.init(.conflict, "a task with this id exists already", remedy: "give the task an id of its own")
        case (_, Int32(csqlite_constraint_unique)):
            self.init(
                .conflict, "another task has this id of the Agents API",
                remedy: "look up which task it is; an upstream must give every generation an id of its own")
        case (SQLITE_BUSY, _), (SQLITE_LOCKED, _):
            self.init(
                .busy, "another program keeps the store locked",
                remedy: "stop what else uses the file, such as a backup that locks it, or try again")
        case (SQLITE_FULL, _):
            self.init(.full, "no space is left for the store", remedy: "free space on its disk")
        case (SQLITE_READONLY, _):
            self = .readOnly
        case (SQLITE_CORRUPT, _):
            self = .corrupt
        case (SQLITE_NOTADB, _):
            self.init(.notAStore, "the file is no SQLite database", remedy: "name another file")
        case (SQLITE_TOOBIG, _):
            self.init(.tooLarge, "a value is larger than the store takes", remedy: "send less")
        case (SQLITE_CANTOPEN, _), (SQLITE_PERM, _), (SQLITE_AUTH, _):
            self.init(
                .unavailable, "the store cannot be opened",
                remedy: "let the server's user read and write the file and its folder")
        default:
            let words = unsafe sqlite3_errstr(status).map { unsafe String(cString: $0) } ?? "unknown"
            self.init(
                .unavailable, "the store failed (\(words), \(status))",
                remedy: "look for faults of its disk, and try again")
        }
    }

    /// The error of a store whose pages do not fit together.
    static var corrupt: StoreError {
        StoreError(.corrupt, "the store is damaged", remedy: "stop the server, keep the file, and restore a backup")
    }

    /// The error of a store that can only be read.
    static var readOnly: StoreError {
        StoreError(
            .readOnly, "the store cannot be written", remedy: "let the server's user write the file and its folder")
    }

    /// The error of a store for which more calls wait than it lets wait.
    static var overloaded: StoreError {
        StoreError(
            .overloaded, "the store does not keep up with what it is asked for",
            remedy: "try again later; if it lasts, give it a faster disk")
    }

    /// The error of a change of a task that is not there.
    static var unknownTask: StoreError {
        StoreError(.unknownTask, "there is no task with this id", remedy: "insert a task before it is updated")
    }

    /// The error of a change that has no place in a task's life.
    static var illegalChange: StoreError {
        StoreError(
            .illegalChange, "the task is in a stage from which there is no way to the other",
            remedy: "read it again; what has ended stays as it is")
    }

    /// The error of a system that has no thread left.
    static var noThread: StoreError {
        StoreError(.unavailable, "the system has no thread left for the store", remedy: "raise the process's limits")
    }

    /// The error of a store that was closed.
    static var closed: StoreError {
        StoreError(.closed, "the store is closed", remedy: "open it again")
    }

    /// The same error with the file's name before it, for whoever starts the server.
    func about(_ path: String) -> StoreError {
        StoreError(code, "\(path): \(reason)", remedy: remedy)
    }
}
