#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open file from which bodies of answers are sent, without their ever being in memory as a whole.
///
/// Who has opened it can send it also after it has lost its name.
package final class HTTPFile: Sendable, Equatable {
    /// Bytes of the file when it was opened.
    package let count: Int
    private let descriptor: Descriptor

    /// Opens a file; nothing if it is not there, no regular file, a link, or not to be read.
    ///
    /// - Parameter path: The file.
    package init?(_ path: String) {
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard let descriptor = Descriptor(number) else { return nil }
        var status = stat()
        guard unsafe fstat(descriptor.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        count = Int(status.st_size)
        self.descriptor = descriptor
    }

    /// A descriptor of the file for somebody else, who closes it; negative if the system has none left.
    func duplicate() -> Int32 {
        fcntl(descriptor.number, F_DUPFD_CLOEXEC, 3)
    }

    /// Reads a part of the file, for who needs it in memory.
    ///
    /// - Parameter range: Where the part is.
    /// - Returns: Its bytes; fewer if the file has become shorter.
    package func bytes(_ range: Range<Int>) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, done in
            while done < range.count, let start = buffer.baseAddress {
                let read = unsafe pread(
                    descriptor.number, start + done, range.count - done, off_t(range.lowerBound + done))
                if read > 0 { done += read } else if read == 0 || errno != EINTR { break }
            }
        }
    }

    /// Whether both are the same opening of a file.
    package static func == (left: HTTPFile, right: HTTPFile) -> Bool { left === right }
}
