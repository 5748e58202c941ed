#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The signals that end a server: taken by the command line's own thread, one at a time, when it is ready for them.
///
/// They are blocked before any other thread exists, so that no thread is interrupted by them.
struct StopSignals {
    private var set = sigset_t()

    /// Blocks the signals in this thread and all that it starts.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for one of the signals.
    mutating func wait() {
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
    }

    /// Lets the signals do what they would have done, for a user who does not want to wait for a clean end.
    mutating func release() {
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
