import CompatServer

extension EventLog {
    /// A log on standard error.
    static let console = EventLog { level, line in
        Console.say(level == .info ? "agents-compat: \(line)" : "agents-compat: \(level.rawValue): \(line)")
    }
}
