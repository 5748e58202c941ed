#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that could not be opened, read or written.
struct IOFailure: Error {
    /// What was tried, with the file's name and the system's reason.
    let message: String

    /// Creates a failure from the system's last error.
    init(_ action: String, _ name: String) {
        message = "cannot \(action) \(name): \(String(cString: strerror(errno)))"
    }

    /// Creates a failure with a reason that is not the system's.
    init(_ action: String, _ name: String, reason: String) {
        message = "cannot \(action) \(name): \(reason)"
    }
}
