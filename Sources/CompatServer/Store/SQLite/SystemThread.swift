#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Threads of the system, for work that blocks: Swift's own must never wait.
enum SystemThread {
    /// Runs a function on a new thread, which takes no signals.
    ///
    /// - Parameter body: What to run.
    /// - Returns: Whether the system had a thread left.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        // A thread inherits what its creator blocks, so that there is no moment at which it takes one.
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        let work = unsafe Unmanaged.passRetained(Work(body))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let status = unsafe pthread_create(
            &thread, nil,
            { context in
                unsafe Work.run(context)
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            unsafe work.release()
            return false
        }
        #if canImport(Darwin)
            if let thread = unsafe thread { unsafe pthread_detach(thread) }
        #else
            pthread_detach(thread)
        #endif
        return true
    }

    private final class Work: Sendable {
        private let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }

        static func run(_ context: UnsafeMutableRawPointer?) {
            guard let context = unsafe context else { return }
            unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        }
    }
}
