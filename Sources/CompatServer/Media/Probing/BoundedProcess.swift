import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A run of a program that is given files of strangers: without a shell, an environment or an input, and with bounds on
/// everything that it may use.
struct BoundedProcess: Sendable {
    /// Why there is no output.
    enum Fault: Error, Equatable, CustomStringConvertible {
        /// The program could not be started.
        case notStarted(Int32)
        /// It said that it failed, or was ended by the system.
        case failed(status: Int32)
        /// It took too long.
        case timedOut
        /// It wrote too much.
        case tooMuchOutput
        /// It was called off.
        case cancelled

        var description: String {
            switch self {
            case .notStarted(let number): "it cannot be started: \(SystemError(number: number))"
            case .failed(let status): "it ended with status \(status)"
            case .timedOut: "it took too long"
            case .tooMuchOutput: "it wrote too much"
            case .cancelled: "it was called off"
            }
        }
    }

    /// What a run may use.
    struct Limits: Sendable {
        /// How long it may take, also where others have all the processor time.
        var time = Duration.seconds(60)
        /// Seconds of processor time.
        var processorSeconds: UInt = 20
        /// Bytes of address space, libraries included.
        var addressSpace: UInt = 2 << 30
        /// Bytes that it may write.
        var outputBytes = 4 << 20
    }

    /// Calls a run off, from whatever thread.
    final class Switch: Sendable {
        private let state = Atomic(false)

        /// Whether the run is called off.
        var isOff: Bool { state.load(ordering: .relaxed) }

        /// Calls it off.
        func turnOff() {
            state.store(true, ordering: .relaxed)
        }
    }

    /// The program's path.
    let program: String
    /// Its arguments, without its name.
    let arguments: [String]
    /// What it may use.
    var limits = Limits()

    /// Runs the program, and ends it if it does not keep to its bounds; waits for it.
    ///
    /// - Parameter canceller: What calls the run off.
    /// - Returns: What it wrote to its standard output.
    /// - Throws: ``Fault``; the program has ended then, too.
    func output(_ canceller: Switch = Switch()) throws(Fault) -> [UInt8] {
        var child = try ChildProcess(program, arguments, limits)
        let deadline = ContinuousClock.now + limits.time
        var output: [UInt8] = []
        while true {
            if canceller.isOff { throw .cancelled }
            if ContinuousClock.now >= deadline { throw .timedOut }
            // So long it may take until somebody hears that the run was called off.
            guard child.hasNews(within: .milliseconds(100)) else { continue }
            guard let bytes = child.read(upTo: 64 << 10) else { break }
            output += bytes
            if output.count > limits.outputBytes { throw .tooMuchOutput }
        }
        // It may go on without an output.
        while true {
            if let status = child.status() {
                guard status == 0 else { throw .failed(status: status) }
                return output
            }
            if canceller.isOff { throw .cancelled }
            if ContinuousClock.now >= deadline { throw .timedOut }
            usleep(2000)
        }
    }
}
