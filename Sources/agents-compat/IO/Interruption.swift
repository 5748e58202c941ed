#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Cleans up when a signal ends the run: unfinished files are removed, and the signal does what it would have done.
///
/// A handler may do next to nothing, so the names lie in fixed memory that it can read without help: three slots, as many
/// as there are files that a command writes. A slot is filled before its signal can matter and emptied after.
enum Interruption {
    private static let slots = 3
    private static let signals = [SIGINT, SIGTERM, SIGHUP]
    // Written by the one thread of the command line and read by its handlers: a pointer is written in one piece.
    nonisolated(unsafe) private static let names = {
        let names = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: slots)
        names.initialize(repeating: nil, count: slots)
        return names
    }()

    /// Has a file removed if a signal ends the run.
    static func removes(_ name: String) {
        guard let slot = (0..<slots).first(where: { names[$0] == nil }) else { return }
        names[slot] = strdup(name)
        for number in signals { handle(number) }
    }

    private static func handle(_ number: Int32) {
        let previous = signal(number) { number in
            for slot in 0..<Interruption.slots {
                if let name = Interruption.names[slot] { unlink(name) }
            }
            signal(number, SIG_DFL)
            raise(number)
        }
        // Whoever started the run with a signal ignored, as nohup does, means it. Functions cannot be compared, their
        // addresses can.
        if unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
    }

    /// Has a file kept, because it is finished or gone.
    static func keeps(_ name: String) {
        for slot in 0..<slots {
            guard let own = names[slot], String(cString: own) == name else { continue }
            names[slot] = nil
            free(own)
        }
    }
}
