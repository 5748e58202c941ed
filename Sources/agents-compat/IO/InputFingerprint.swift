#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What files looked like when a run began: their names, sizes and times of change, each in front of the next.
///
/// It tells files that were changed from those that were not, and nothing else: whoever sets a time back is believed.
struct InputFingerprint {
    /// After each number of files, none included.
    private let hashes: [UInt64]

    /// Looks at files, which need not be there.
    init(_ files: [String]) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var hashes = [hash]
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }  // FNV-1a
        for file in files {
            for byte in file.utf8 { add(byte) }
            add(0)
            for number in Self.state(of: file) {
                for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: number >> shift)) }
            }
            hashes.append(hash)
        }
        self.hashes = hashes
    }

    /// The first files as one word; nothing if there are not so many.
    func first(_ count: Int) -> String? {
        guard hashes.indices.contains(count) else { return nil }
        let digits = String(hashes[count], radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Size and time of change of a regular file; nothing of other ones, whose times say nothing of what they give.
    private static func state(of file: String) -> [Int] {
        var status = stat()
        guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return [Int(status.st_size), time.tv_sec, time.tv_nsec]
    }
}
