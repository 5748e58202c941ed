#if DEBUG
    import AgentsCore
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #else
        import Darwin
    #endif

    /// Moments at which a build for tests kills its own process, to show what the next run makes of what it finds.
    ///
    /// `AGENTS_COMPAT_CRASH_AT=N` names the moment: the N-th time that a commit or a call to the outside begins or ends. A
    /// release build has nothing of this.
    enum CrashPoints {
        private static let target = unsafe getenv("AGENTS_COMPAT_CRASH_AT").flatMap { Int(unsafe String(cString: $0)) }
        // Counts what the whole process does, so it can belong to nothing smaller.
        private static let passed = Atomic<Int>(0)

        /// Passes a point, or dies there as in a power cut.
        static func pass(_ name: StaticString) {
            guard let target else { return }
            guard passed.add(1, ordering: .relaxed).newValue == target else { return }
            let words = "agents-compat: killed \(name), at point \(target)\n"
            unsafe words.withCString { _ = unsafe write(STDERR_FILENO, $0, strlen($0)) }
            kill(getpid(), SIGKILL)
            // The signal is on its way; nothing may happen any more.
            while true { pause() }
        }

        /// A transport with a point before and after each request, if there is one to die at.
        static func guarding(_ transport: any ClientTransport) -> any ClientTransport {
            target == nil ? transport : GuardedTransport(transport: transport)
        }

        private struct GuardedTransport: ClientTransport {
            let transport: any ClientTransport

            func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
                pass("before a call")
                let result: Result<HTTPResponse, TransportError>
                do throws(TransportError) {
                    result = .success(try await transport.send(request))
                } catch {
                    result = .failure(error)
                }
                pass("after a call")
                return try result.get()
            }
        }
    }
#endif
