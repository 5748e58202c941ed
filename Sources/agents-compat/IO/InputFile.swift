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
    /// The name as messages give it.
    var title: String { Self.title(name) }
    /// Bytes of the file, where it is a regular one.
    let size: Int?
    /// The system's number for it.
    var number: Int32 { descriptor }
    private let descriptor: Int32
    private let isOwned: Bool

    /// Opens a file; `-` is standard input.
    init(_ name: String) throws(IOFailure) {
        self.name = name
        isOwned = name != "-"
        descriptor = isOwned ? open(name, O_RDONLY) : 0
        guard descriptor >= 0 else { throw IOFailure("open", name) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw IOFailure("read", Self.title(name)) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            errno = EISDIR
            throw IOFailure("read", name)
        case S_IFREG: size = Int(status.st_size)
        default: size = nil
        }
    }

    /// Says early that a file cannot be read, without opening it: a pipe may be opened only once.
    static func check(_ name: String) throws(IOFailure) {
        if name != "-" && access(name, R_OK) != 0 { throw IOFailure("open", name) }
    }

    /// Whether a name is that of a regular file, which can be opened and read without waiting for anybody.
    static func isRegular(_ name: String) -> Bool {
        var status = stat()
        return name != "-" && stat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// What a file is called in messages.
    static func title(_ name: String) -> String {
        name == "-" ? "standard input" : name
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
            if errno != EINTR { throw IOFailure("read", title) }
        }
    }
}
