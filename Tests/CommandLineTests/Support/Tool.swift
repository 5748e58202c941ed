import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A run of the built executable, over pipes.
///
/// One loop feeds and empties all three of them as they are ready, so neither side can wait for the other for ever; a run
/// that gives no sign for too long is ended and reported.
struct Tool: ~Copyable {
    private let process: pid_t
    private var input: Int32
    private var output: Int32
    private var error: Int32
    private var unread = 0
    private var isOver = false
    private var outputBytes: [UInt8] = []
    private var errorBytes: [UInt8] = []

    /// How a run ended.
    struct Result: Sendable {
        /// The exit code, or the number of the signal below zero.
        let status: Int32
        let output: [UInt8]
        let error: String

        /// Standard output as text.
        var text: String { String(decoding: output, as: UTF8.self) }
        /// The lines of standard output.
        var lines: [String] { text.split(separator: "\n").map(String.init) }
        /// The lines of standard error.
        var messages: [String] { error.split(separator: "\n").map(String.init) }
    }

    /// A run that does not answer.
    struct Silence: Error {
        let arguments: [String]
    }

    private let arguments: [String]
    private let patience: Duration

    // MARK: Whole runs

    /// Runs the tool with an input until it ends.
    static func run(
        _ arguments: String..., input: some Collection<UInt8> = [], environment: [String: String] = [:],
        in folder: TemporaryFolder? = nil
    ) throws -> Result {
        try run(arguments, input: input, environment: environment, in: folder)
    }

    /// Runs the tool with an input until it ends.
    static func run(
        _ arguments: [String], input: some Collection<UInt8> = [], environment: [String: String] = [:],
        in folder: TemporaryFolder? = nil
    ) throws -> Result {
        var tool = try Tool(arguments, environment: environment, in: folder)
        // What is not read is no fault: the tool may have ended before.
        try tool.send(input)
        return try tool.finish()
    }

    // MARK: Step by step

    /// Starts the tool; a time without any sign of it that is longer than `patience` fails the test.
    init(
        program: String = executable.path, _ arguments: [String], environment: [String: String] = [:],
        in folder: TemporaryFolder? = nil, patience: Duration = .seconds(60)
    ) throws {
        self.arguments = arguments
        self.patience = patience
        // A tool that does not read its input to the end must not end the tests.
        signal(SIGPIPE, SIG_IGN)
        let (process, streams) = try Spawn.start(
            program, arguments, environment: Self.environment(environment), folder: folder?.path)
        (self.process, input, output, error) = (process, streams[0], streams[1], streams[2])
        for descriptor in [input, output, error] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }

    deinit {
        for descriptor in [input, output, error] where descriptor >= 0 { close(descriptor) }
        if isOver { return }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// Writes to standard input until the pipe has taken all of it, or the tool reads no more.
    mutating func send(_ bytes: some Collection<UInt8>) throws {
        var rest = Array(bytes)[...]
        try pump(.input) { tool in
            while let (first, count) = rest.isEmpty ? nil : (rest.startIndex, rest.count) {
                let written = rest.withUnsafeBytes { write(tool.input, $0.baseAddress, count) }
                if written < 0 {
                    if errno == EPIPE { rest = [] }
                    break
                }
                rest = rest[(first + written)...]
            }
            return rest.isEmpty
        }
    }

    /// Writes to standard input and waits until the tool has read it: it sees these bytes as one piece.
    mutating func sendPiece(_ bytes: some Collection<UInt8>) throws {
        try send(bytes)
        try pump(.nothing) { tool in
            var waiting: Int32 = 0
            return ioctl(tool.input, UInt(FIONREAD), &waiting) < 0 || waiting == 0
        }
    }

    /// Waits for the next line of standard output, and returns it without its newline.
    mutating func readLine() throws -> String {
        var line: ArraySlice<UInt8> = []
        try pump(.output) { tool in
            guard let end = tool.outputBytes[tool.unread...].firstIndex(of: UInt8(ascii: "\n")) else { return false }
            line = tool.outputBytes[tool.unread..<end]
            tool.unread = end + 1
            return true
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// What came from standard error so far.
    var messages: String { String(decoding: errorBytes, as: UTF8.self) }

    /// The number of the process.
    var identifier: Int32 { process }

    /// Whether the process is over; ``finish()`` tells how.
    var hasEnded: Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == SIGCHLD
    }

    /// Closes standard input.
    mutating func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// Closes standard output: nobody reads it any more.
    mutating func closeOutput() {
        if output >= 0 { close(output) }
        output = -1
    }

    /// Closes standard input, reads the rest, and waits for the end.
    mutating func finish() throws -> Result {
        closeInput()
        try pump(.output) { $0.output < 0 && $0.error < 0 }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        isOver = true
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
        return Result(status: code, output: outputBytes, error: messages)
    }

    // MARK: The loop

    /// What a run is waited for.
    private enum Wait {
        /// The tool says something, or ends.
        case output
        /// The tool takes input, or says something.
        case input
        /// Something that no descriptor tells.
        case nothing
    }

    /// Moves bytes until something is done.
    private mutating func pump(_ wait: Wait, until isDone: (inout Tool) -> Bool) throws {
        let clock = ContinuousClock()
        var lastSign = clock.now
        while !isDone(&self) {
            var descriptors = [
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: error, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wait == .input ? input : -1, events: Int16(POLLOUT), revents: 0),
            ]
            if poll(&descriptors, nfds_t(descriptors.count), wait == .nothing ? 0 : 1000) > 0 { lastSign = clock.now }
            guard clock.now - lastSign < patience else { throw Silence(arguments: arguments) }
            if descriptors[0].revents != 0 { Self.read(&output, into: &outputBytes) }
            if descriptors[1].revents != 0 { Self.read(&error, into: &errorBytes) }
        }
    }

    private static func read(_ descriptor: inout Int32, into bytes: inout [UInt8]) {
        var result = 0
        let block = [UInt8](unsafeUninitializedCapacity: 1 << 16) { [descriptor] buffer, count in
            #if canImport(Glibc)
                result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                result = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                result = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            count = max(result, 0)
        }
        // Not the end of the stream.
        if result < 0 && (errno == EAGAIN || errno == EINTR) { return }
        bytes += block
        if block.isEmpty {
            close(descriptor)
            descriptor = -1
        }
    }
}
