import AgentsCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The text of a file or of standard input, decompressed if its first bytes say that it is compressed.
struct HistoryInput: ~Copyable {
    private let file: InputFile
    private var decoder: GzipDecoder?
    private var isKnown = false
    /// Bytes of the file that were read.
    private(set) var bytesRead = 0

    /// Opens a file; `-` is standard input.
    init(_ name: String) throws(IOFailure) {
        file = try InputFile(name)
    }

    /// Bytes of the file, where it is a regular one.
    var size: Int? { file.size }

    /// Whether the next bytes are there without waiting for whoever writes them.
    var isReady: Bool { decoder?.isReady == true || file.isReady }

    /// Reads what is there, up to the size of `buffer`, which is never very small; 0 at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputFault) -> Int {
        if !isKnown {
            isKnown = true
            let count = try readHead(into: buffer)
            guard buffer.prefix(count).starts(with: GzipDecoder.magic) else { return count }
            do throws(GzipDecoder.Damage) {
                decoder = try GzipDecoder(buffer.prefix(count))
            } catch {
                throw .damage(error)
            }
        }
        var bytes = 0
        defer { bytesRead += bytes }
        guard decoder != nil else {
            do throws(IOFailure) {
                bytes = try file.read(into: buffer)
            } catch {
                throw .failure(error)
            }
            return bytes
        }
        return try decoder?.read(into: buffer) { (buffer) throws(IOFailure) in
            let count = try file.read(into: buffer)
            bytes += count
            return count
        } ?? 0
    }

    /// Passes over bytes of the text, before anything is read.
    mutating func skip(_ count: Int) throws(InputFault) {
        if count == 0 { return }
        if file.seek(to: count, unlessItStartsWith: GzipDecoder.magic) {
            isKnown = true
            bytesRead = count
            return
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { buffer.deallocate() }
        var rest = count
        while rest > 0 {
            let size = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(rest, buffer.count)]))
            if size == 0 { return }
            rest -= size
        }
    }

    /// Reads enough to see whether the file is compressed.
    private mutating func readHead(into buffer: UnsafeMutableRawBufferPointer) throws(InputFault) -> Int {
        var count = 0
        repeat {
            do throws(IOFailure) {
                let more = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                if more == 0 { break }
                count += more
            } catch {
                throw .failure(error)
            }
        } while count == 1 && buffer[0] == GzipDecoder.magic[0]
        bytesRead += count
        return count
    }
}

extension InputFile {
    /// Whether a read returns at once.
    var isReady: Bool {
        if size != nil { return true }
        var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    /// Moves to a place of a regular file that does not start with `magic`, and returns whether it did.
    fileprivate func seek(to offset: Int, unlessItStartsWith magic: [UInt8]) -> Bool {
        guard size != nil else { return false }
        var head = [UInt8](repeating: 0, count: magic.count)
        if pread(number, &head, head.count, 0) == head.count, head == magic { return false }
        return lseek(number, off_t(offset), SEEK_SET) == offset
    }
}
