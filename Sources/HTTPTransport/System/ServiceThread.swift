import CMicroHTTPD

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread of the operating system, for work that waits in a system call.
///
/// It receives no signals: they belong to the program's other threads, and a connection that breaks while it is written
/// to must not raise one that ends the program.
package struct ServiceThread: Sendable {
    private let identity: pthread_t

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - name: What the system's tools call it; at most 15 letters.
    ///   - body: What it does.
    /// - Returns: The thread; nothing if the system has none left.
    package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> ServiceThread? {
        var all = sigset_t()
        var previous = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
        let work = unsafe Unmanaged.passRetained(Work(name, body))
        var identity = pthread_t()
        let status = unsafe pthread_create(
            &identity, nil,
            { context in
                unsafe Work.run(context)
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            unsafe work.release()
            return nil
        }
        return ServiceThread(identity: identity)
    }

    /// Waits until the thread has ended; once only.
    package func join() {
        pthread_join(identity, nil)
    }

    /// Leaves the thread to itself; in place of ``join()``.
    package func detach() {
        pthread_detach(identity)
    }

    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        static func run(_ context: UnsafeMutableRawPointer?) {
            guard let context = unsafe context else { return }
            let work = unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
            unsafe compat_thread_set_name(work.name)
            work.body()
        }
    }
}
