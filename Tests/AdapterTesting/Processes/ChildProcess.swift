#if canImport(Glibc)
    package import Glibc
#elseif canImport(Musl)
    package import Musl
#else
    package import Darwin
#endif

/// Starts programs that inherit nothing of the process in which the tests run.
package enum ChildProcess {
    /// A program that could not be started.
    package struct Failure: Error {
        /// The program.
        package let program: String
        /// The system's words for why.
        package let reason: String
    }

    /// Starts a program.
    ///
    /// A descriptor of another test that it held would keep a pipe or a socket open for ever, and a signal that the thread of a
    /// test ignores or blocks would not end it.
    ///
    /// - Parameters:
    ///   - words: The program's path, and its arguments.
    ///   - environment: Its environment; that of this process if it is none.
    ///   - streams: Descriptors for its three streams; nothing for those that lead nowhere.
    /// - Returns: The process.
    /// - Throws: ``Failure``.
    package static func start(
        _ words: [String], environment: [String: String]? = nil, streams: [Int32?] = [nil, nil, nil]
    ) throws -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, descriptor) in streams.enumerated() {
            if let descriptor {
                posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            } else {
                posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", O_RDWR, 0)
            }
        }
        var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        #if canImport(Darwin)
            flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
            for number in 3..<1024 as Range<Int32> { posix_spawn_file_actions_addclose(&actions, number) }
        #endif
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var process: pid_t = 0
        let code = strings(words) { arguments in
            guard let environment else {
                return posix_spawn(&process, words[0], &actions, &attributes, arguments, environ)
            }
            return strings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawn(&process, words[0], &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw Failure(program: words[0], reason: String(cString: strerror(code))) }
        return process
    }

    /// Lends texts as the system wants them.
    private static func strings<Value>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
