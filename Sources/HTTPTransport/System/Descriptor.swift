#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file descriptor with one owner, who closes it by letting go of it.
struct Descriptor: ~Copyable {
    /// The number that system calls take.
    let number: Int32

    /// Takes over a descriptor.
    ///
    /// - Parameter number: What a system call returned; negative if it failed.
    init?(_ number: Int32) {
        guard number >= 0 else { return nil }
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Keeps the descriptor from programs that this one starts, and calls on it from waiting.
    borrowing func makePrivateAndNonBlocking() {
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    }
}
