#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file or standard input, opened for reading from start to end.
struct InputFile: ~Copyable {
    /// The name as the user gave it; `-` for standard input.
    let name: String
    /// Bytes of the file, where it is a regular one.
    let size: Int?
    private let descriptor: Int32
    private let isOwned: Bool

    /// Opens a file; `-` is standard input.
    init(_ name: String) throws(IOFailure) {
        self.name = name
        isOwned = name != "-"
        descriptor = isOwned ? open(name, O_RDONLY) : 0
        guard descriptor >= 0 else { throw IOFailure("open", name) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw IOFailure("read", name) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            errno = EISDIR
            throw IOFailure("read", name)
        case S_IFREG: size = Int(status.st_size)
        default: size = nil
        }
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// Reads what is there, up to the size of `buffer`; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IOFailure) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            if errno != EINTR { throw IOFailure("read", name) }
        }
    }
}
