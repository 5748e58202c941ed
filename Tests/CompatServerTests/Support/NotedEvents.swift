import Synchronization

@testable import CompatServer

/// Keeps what a server tells its operator.
final class NotedEvents: Sendable {
    private let lines = Mutex<[String]>([])

    /// The log in which it is told.
    var log: EventLog {
        EventLog { [self] _, line in lines.withLock { $0.append(line) } }
    }

    /// How often something was told.
    func count(of message: String) -> Int {
        lines.withLock { $0.count { $0.hasPrefix(message) } }
    }
}
