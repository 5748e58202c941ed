import CProcess

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that is running, and is killed when it goes out of scope.
struct ChildProcess: ~Copyable {
    private let identity: pid_t
    private let output: Int32
    private var end: Int32?

    /// Starts a program in a session of its own, with nothing of this one but a pipe to write to.
    ///
    /// - Parameters:
    ///   - program: Its path.
    ///   - arguments: Its arguments.
    ///   - limits: What it may use.
    /// - Throws: Why it could not be started.
    init(
        _ program: String, _ arguments: [String], _ limits: BoundedProcess.Limits
    ) throws(BoundedProcess.Fault) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .notStarted(errno) }
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var identity: pid_t = 0
        let code = Self.spawn(&identity, program, arguments, output: ends[1])
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw .notStarted(code)
        }
        (self.identity, output) = (identity, ends[0])
        limits.apply(to: identity)
    }

    deinit {
        close(output)
        if end != nil { return }
        // Those that it has started are in its group.
        kill(-identity, SIGKILL)
        kill(identity, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(identity, &status, 0) < 0 && errno == EINTR {}
    }

    /// Waits until there is output, or its end.
    ///
    /// - Parameter duration: How long.
    /// - Returns: Whether there is.
    func hasNews(within duration: Duration) -> Bool {
        var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, Int32(clamping: Int(duration / .milliseconds(1)))) > 0
    }

    /// Reads output.
    ///
    /// - Parameter count: The most bytes.
    /// - Returns: The output; nothing if it has come to its end.
    func read(upTo count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let read = unsafe readBytes(output, &bytes, count)
            if read < 0 && errno == EINTR { continue }
            return read > 0 ? Array(bytes[..<read]) : nil
        }
    }

    /// How the program has ended: its code, or the number of the signal below zero; nothing as long as it runs.
    mutating func status() -> Int32? {
        if let end { return end }
        var status: Int32 = 0
        let result = unsafe waitpid(identity, &status, WNOHANG)
        if result == 0 || (result < 0 && errno == EINTR) { return nil }
        let signal = status & 0x7F
        // Whose end was taken by somebody else has failed as far as anybody knows.
        end = result < 0 ? -1 : signal == 0 ? (status >> 8) & 0xFF : -signal
        return end
    }

    private static func spawn(
        _ identity: inout pid_t, _ program: String, _ arguments: [String], output: Int32
    ) -> Int32 {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
            let isolation = POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
            var actions = unsafe posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
            let isolation: Int32 = 0
        #endif
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        guard unsafe cprocess_close_from(&actions, 3) == 0 else { return ENOMEM }
        // This thread may block signals and the program ignore some; the child must not inherit that.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP] { unsafe sigaddset(&signals, signal) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
        unsafe posix_spawnattr_setflags(&attributes, Int16(Int32(flags) | isolation))
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) }
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        unsafe words.append(nil)
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        return unsafe posix_spawn(&identity, program, &actions, &attributes, words, &environment)
    }
}

extension BoundedProcess.Limits {
    /// Bounds a process that has just been started: it is still loading its libraries.
    fileprivate func apply(to process: pid_t) {
        cprocess_limit(process, Int32(cprocess_processor_time), rlim_t(processorSeconds))
        cprocess_limit(process, Int32(cprocess_address_space), rlim_t(addressSpace))
        // Nothing but its output can be written.
        cprocess_limit(process, Int32(cprocess_file_size), 0)
        cprocess_limit(process, Int32(cprocess_core), 0)
        cprocess_limit(process, Int32(cprocess_files), 32)
        // Whoever serves clients goes first.
        cprocess_yield(process)
    }
}

/// The method hides the system's function of the same name.
private func readBytes(_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    unsafe read(file, buffer, count)
}
