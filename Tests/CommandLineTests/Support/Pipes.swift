#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Descriptors of named pipes.
enum Pipes {
    /// Writes bytes that the pipe has room for.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws -> Int {
        #if canImport(Glibc)
            let count = Glibc.write(descriptor, bytes, bytes.count)
        #elseif canImport(Musl)
            let count = Musl.write(descriptor, bytes, bytes.count)
        #else
            let count = Darwin.write(descriptor, bytes, bytes.count)
        #endif
        guard count >= 0 else { throw SystemFailure("write") }
        return count
    }

    static func close(_ descriptor: Int32) {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #elseif canImport(Musl)
            _ = Musl.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }
}
