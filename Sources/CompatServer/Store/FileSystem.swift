#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An error of the system.
struct SystemError: Error, CustomStringConvertible {
    /// The number that the system has for it.
    let number: Int32

    /// The system's last error in this thread.
    static var last: SystemError { SystemError(number: errno) }

    /// The system's words for it.
    var description: String { unsafe String(cString: strerror(number)) }
}

/// An open file, closed when it goes out of scope.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// Opens a file, and creates it for its owner alone where the flags say so.
    init(_ path: String, _ flags: Int32) throws(SystemError) {
        descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .last }
    }

    deinit {
        close(descriptor)
    }

    /// What the system knows of the file.
    func status() throws(SystemError) -> stat {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .last }
        return status
    }

    /// Fills a buffer; a file that ends before is an error.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) {
        guard let start = buffer.baseAddress else { return }
        var done = 0
        while done < buffer.count {
            let count = unsafe readBytes(descriptor, start + done, buffer.count - done)
            if count == 0 { throw SystemError(number: EIO) }
            if count > 0 { done += count } else if errno != EINTR { throw .last }
        }
    }

    /// The first bytes; a file that has fewer is an error.
    func firstBytes(_ count: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(SystemError) {
                unsafe try read(into: UnsafeMutableRawBufferPointer(buffer))
                filled = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes a buffer.
    func write(_ buffer: UnsafeRawBufferPointer) throws(SystemError) {
        guard let start = buffer.baseAddress else { return }
        var done = 0
        while done < buffer.count {
            let count = unsafe writeBytes(descriptor, start + done, buffer.count - done)
            if count >= 0 { done += count } else if errno != EINTR { throw .last }
        }
    }

    /// Keeps the file from everyone else who asks for that, until it is closed; an error if somebody has it.
    func lock() throws(SystemError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .last }
    }

    /// Waits until what was written is on the disk.
    func synchronize() throws(SystemError) {
        guard fsync(descriptor) == 0 else { throw .last }
    }
}

// The methods hide the system's functions of the same names.

private func readBytes(_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    unsafe read(file, buffer, count)
}

private func writeBytes(_ file: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
    unsafe write(file, buffer, count)
}

/// Folders and paths.
enum FileSystem {
    /// Whether two paths name the same, also where one leads there over a link.
    static func isSame(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard unsafe stat(one, &first) == 0, unsafe stat(other, &second) == 0 else { return one == other }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// The folder that a file is in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A path that does not depend on the working folder.
    static func absolute(_ path: String) throws(SystemError) -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = unsafe getcwd(nil, 0) else { throw .last }
        defer { unsafe free(folder) }
        return unsafe String(cString: folder) + "/" + path
    }

    /// Creates a folder and those above it, as far as they are missing, for their owner alone.
    static func createFolder(_ path: String) throws(SystemError) {
        if unsafe mkdir(path, 0o700) == 0 { return }
        switch errno {
        case EEXIST: return
        case ENOENT where folder(of: path) != path:
            try createFolder(folder(of: path))
            guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .last }
        default: throw .last
        }
    }

    /// Waits until the names of a file's folder are on the disk.
    static func synchronizeFolder(of path: String) throws(SystemError) {
        try OpenFile(folder(of: path), O_RDONLY | O_DIRECTORY).synchronize()
    }
}
