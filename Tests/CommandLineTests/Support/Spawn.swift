import AdapterTesting
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A call of the system that failed.
struct SystemFailure: Error {
    let call: String
    let reason: String

    init(_ call: String, _ code: Int32 = errno) {
        self.call = call
        reason = String(cString: strerror(code))
    }
}

/// Starts processes with three pipes for their streams and nothing else of this one.
enum Spawn {
    /// Held while descriptors exist that another process could inherit: it would keep a pipe open.
    private static let lock = Mutex(())

    /// Starts a program in a folder, and returns it with this side of its streams.
    static func start(
        _ program: String, _ arguments: [String], environment: [String: String], folder: String?
    ) throws -> (process: pid_t, streams: [Int32]) {
        try lock.withLock { _ in
            let input = try pipeEnds()
            let output = try pipeEnds()
            let error = try pipeEnds()
            let theirs = [input.read, output.write, error.write]
            defer { for descriptor in theirs { close(descriptor) } }
            // A shell goes to the folder, and becomes the program.
            let words = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0, program] } ?? [program]
            return (
                try ChildProcess.start(words + arguments, environment: environment, streams: theirs),
                [input.write, output.read, error.read]
            )
        }
    }

    private static func pipeEnds() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemFailure("pipe") }
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}

extension Tool {
    /// The executable beside the tests that are running.
    static let executable: URL = {
        #if canImport(Darwin)
            let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
            let folder = bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
        #else
            let folder = Bundle.main.bundleURL
        #endif
        return folder.appending(path: "agents-compat")
    }()

    /// The environment of the tests without the tool's own variables, and with others.
    static func environment(_ others: [String: String]) -> [String: String] {
        ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("AGENTS_COMPAT_") }
            .merging(["LC_ALL": "C"].merging(others) { $1 }) { $1 }
    }
}

extension Tool {
    /// Runs a line of shell in which `$TOOL` is the executable.
    static func run(
        shell line: String, input: some Collection<UInt8> = [], in folder: TemporaryFolder? = nil
    ) throws -> Result {
        var tool = try Tool(program: "/bin/sh", ["-c", line], environment: ["TOOL": executable.path], in: folder)
        try tool.send(input)
        return try tool.finish()
    }
}
