#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The write-ahead log of a database.
///
/// SQLite begins it anew when nobody reads from it at the end of a checkpoint. Where somebody always does, it grows for ever,
/// unless readers are made to wait for a moment.
struct SQLiteLog: Sendable {
    /// Bytes from which on it is too long.
    static let standardLimit = 96 << 20

    /// Its file.
    let path: String
    /// Bytes from which on it is too long.
    let limit: Int
    /// Bytes from which on it is tried again, after somebody was in the way.
    private var attempt = 0

    /// The log of a database.
    init(of database: String, limit: Int) {
        path = database + "-wal"
        self.limit = limit
    }

    /// Its bytes; none if it is not there.
    var bytes: Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Whether it is to be begun anew.
    var isTooLong: Bool {
        let bytes = bytes
        return bytes > limit && bytes >= attempt
    }

    /// Waits with the next try until it is a good deal longer: whoever reads may do so for long.
    mutating func postpone() {
        attempt = bytes + limit / 4
    }

    /// Makes sure that it is a log.
    ///
    /// A log that was torn by a power cut is one, and holds what was committed before. SQLite takes anything else for an empty
    /// one, and overwrites it.
    ///
    /// - Throws: ``StoreError`` if it is none.
    func validate() throws(StoreError) {
        guard bytes >= 32 else { return }
        let header: [UInt8]
        do throws(SystemError) {
            header = try OpenFile(path, O_RDONLY).firstBytes(8)
        } catch {
            throw StoreError(
                .unavailable, "the store's write-ahead log cannot be read: \(error)",
                remedy: "let the server's user read and write it")
        }
        // Source: SQLite, Database File Format, section 4.1; the space of a log that was never written is zero.
        let isLog =
            header[..<3] == [0x37, 0x7f, 0x06] && header[3] & 0xfe == 0x82 && header[4...] == [0, 0x2d, 0xe2, 0x18]
        guard isLog || header.allSatisfy({ $0 == 0 }) else {
            throw StoreError(
                .corrupt, "the store's write-ahead log is damaged, and may hold the latest changes",
                remedy:
                    "keep \(path) and the store, and restore a backup; without the log the store lacks these changes")
        }
    }
}
