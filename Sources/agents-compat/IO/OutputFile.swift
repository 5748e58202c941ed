import AgentsCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that appears under its name only when it is complete, or a stream.
///
/// A run that is cut short leaves an older file of that name as it was.
struct OutputFile: ~Copyable {
    private let name: String
    /// What the name leads to.
    private let target: String
    private let descriptor: Int32
    /// The file that is renamed at the end; nothing for streams and devices.
    private let temporary: String?
    private var isFinished = false
    /// Whether the unfinished file stays there for another run to go on with.
    private var isKept = false

    private init(name: String, target: String? = nil, descriptor: Int32, temporary: String? = nil) {
        self.name = name
        self.target = target ?? name
        self.descriptor = descriptor
        self.temporary = temporary
    }

    /// Standard output.
    static var standardOutput: OutputFile { OutputFile(name: "standard output", descriptor: 1) }

    /// Standard error.
    static var standardError: OutputFile { OutputFile(name: "standard error", descriptor: 2) }

    /// Creates a file, or opens what is there if it is no regular file; `-` is standard output.
    ///
    /// A link is followed, and an older file's rights are those of the new one.
    static func create(_ name: String) throws(IOFailure) -> OutputFile {
        if name == "-" { return .standardOutput }
        let target = resolved(name)
        var status = stat()
        let exists = stat(target, &status) == 0
        if exists && status.st_mode & S_IFMT != S_IFREG {
            let descriptor = open(target, O_WRONLY)
            guard descriptor >= 0 else { throw IOFailure("create", name) }
            return OutputFile(name: name, descriptor: descriptor)
        }
        let temporary = "\(target).\(getpid()).partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
        guard descriptor >= 0 else { throw IOFailure("create", name) }
        Interruption.removes(temporary)
        if exists { fchmod(descriptor, status.st_mode & 0o7777) }
        return OutputFile(name: name, target: target, descriptor: descriptor, temporary: temporary)
    }

    /// Creates a file; nothing if it has no name.
    static func create(ifNamed name: String?) throws(IOFailure) -> OutputFile? {
        guard let name else { return nil }
        return try create(name)
    }

    /// Whether a name leads to something that is no regular file.
    static func isStream(_ name: String) -> Bool {
        var status = stat()
        return stat(name, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    /// Opens a file that outlives this run until it is finished, and keeps its first bytes.
    ///
    /// Nothing if another run has finished it already, and those bytes are all.
    static func resume(_ name: String, at size: Int, isComplete: Bool) throws(IOFailure) -> OutputFile? {
        let target = resolved(name)
        let temporary = "\(target).partial"
        if isComplete, access(temporary, F_OK) != 0 { return nil }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw IOFailure("create", temporary) }
        var file = OutputFile(name: name, target: target, descriptor: descriptor, temporary: temporary)
        file.isKept = true
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size >= size else {
            errno = ENODATA
            throw IOFailure("go on with", temporary)
        }
        guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, off_t(size), SEEK_SET) == size else {
            throw IOFailure("go on with", temporary)
        }
        return file
    }

    /// Bytes of the file so far, which have reached the disk.
    func sync() throws(IOFailure) -> Int {
        guard fsync(descriptor) == 0 else { throw IOFailure("write", name) }
        return Int(lseek(descriptor, 0, SEEK_CUR))
    }

    /// The file that a name leads to.
    static func resolved(_ name: String) -> String {
        guard let path = realpath(name, nil) else { return name }
        defer { free(path) }
        return String(cString: path)
    }

    deinit {
        if descriptor > 2 { close(descriptor) }
        if let temporary, !isFinished, !isKept {
            unlink(temporary)
            Interruption.keeps(temporary)
        }
    }

    /// Writes a buffer and empties it.
    func write(_ buffer: inout ByteBuffer) throws(IOFailure) {
        if buffer.count == 0 { return }
        try buffer.withUnsafeBytes { bytes throws(IOFailure) in
            var done = 0
            while done < bytes.count {
                #if canImport(Glibc)
                    let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                #elseif canImport(Musl)
                    let count = Musl.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                #else
                    let count = Darwin.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                #endif
                if count > 0 {
                    done += count
                } else if errno != EINTR {
                    throw IOFailure("write", name)
                }
            }
        }
        buffer.truncate(to: 0)
    }

    /// Gives the file its name.
    mutating func finish() throws(IOFailure) {
        if let temporary {
            guard rename(temporary, target) == 0 else { throw IOFailure("create", name) }
            Interruption.keeps(temporary)
        }
        isFinished = true
    }
}
