import AgentsCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file of this run alone, written once and then read once.
///
/// It has no name, so that nothing is left of it, however the run ends; and it is none as long as it is small.
final class ScratchFile {
    private static let block = 64 << 10

    /// Bytes that wait in memory.
    private let memory: Int
    /// Negative as long as nothing had to be written.
    private var descriptor: Int32 = -1
    private var buffer = ByteBuffer(capacity: block)
    private var position = 0
    private var isOver = false

    /// Creates an empty file, which is made in the folder for temporary files when there is more than a block of it.
    init() {
        memory = Self.block
    }

    /// Creates one that stays in memory, which is enough for `size` bytes.
    init(inMemory size: Int) {
        memory = .max
        buffer.reserve(size)
    }

    private func create() throws(IOFailure) {
        let folder = try TemporaryFolder()
        let name = "\(folder.path)/scratch"
        descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        let failure = descriptor < 0 ? IOFailure("create", name) : nil
        folder.remove()
        if let failure { throw failure }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    // MARK: Writing

    /// Appends bytes of a buffer.
    func append(_ source: borrowing ByteBuffer, _ range: Range<Int>) throws(IOFailure) {
        buffer.append(source, range.lowerBound, range.count)
        if buffer.count >= memory { try flush() }
    }

    /// Appends numbers.
    func append(_ numbers: Int...) throws(IOFailure) {
        for number in numbers { buffer.append(number: number) }
    }

    private func flush() throws(IOFailure) {
        if descriptor < 0 { try create() }
        try buffer.withUnsafeBytes { bytes throws(IOFailure) in
            var rest = bytes
            while !rest.isEmpty {
                let count = write(descriptor, rest.baseAddress, rest.count)
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else if errno != EINTR {
                    throw IOFailure("write", "a temporary file")
                }
            }
        }
        buffer.truncate(to: 0)
    }

    // MARK: Reading

    /// Goes back to the start, to read.
    func rewind() throws(IOFailure) {
        position = 0
        isOver = descriptor < 0
        if isOver { return }
        try flush()
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw IOFailure("read", "a temporary file") }
    }

    /// Moves numbers and bytes out of the file; nothing at its end, which must not come in the middle of them.
    func next(_ count: Int) throws(IOFailure) -> Range<Int>? {
        if position + count > buffer.count {
            buffer.removeFirst(position)
            position = 0
            while buffer.count < count, !isOver {
                try buffer.appendUpTo(max(count - buffer.count, Self.block)) { (bytes) throws(IOFailure) in
                    let count = read(descriptor, bytes.baseAddress, bytes.count)
                    if count < 0 && errno != EINTR { throw IOFailure("read", "a temporary file") }
                    isOver = count == 0
                    return max(count, 0)
                }
            }
            if buffer.count < count {
                guard buffer.count == 0 else { throw Self.isCut }
                return nil
            }
        }
        defer { position += count }
        return position..<position + count
    }

    /// Moves what must be there out of the file.
    func rest(_ count: Int) throws(IOFailure) -> Range<Int> {
        guard let range = try next(count) else { throw Self.isCut }
        return range
    }

    private static var isCut: IOFailure { IOFailure("read", "a temporary file", reason: "it ends too early") }

    /// A number at an offset of what ``next(_:)`` returned.
    func number(at offset: Int) -> Int { buffer.number(at: offset) }

    /// Calls `body` with the bytes that ``next(_:)`` returned ranges of.
    func withBytes<Result, Failure: Error>(
        _ body: (borrowing ByteBuffer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(buffer)
    }

    /// Copies what ``next(_:)`` returned a range of.
    func copy(_ range: Range<Int>, to output: inout ByteBuffer) {
        output.append(buffer, range.lowerBound, range.count)
    }
}
