import AgentsCore

/// How old what records point to is: links that have ended, and work that should have.
struct RecordAges: Sendable, Equatable {
    /// Records are unfinished for so long only if nobody asked again.
    static let patience = Duration.seconds(2 * 3600)

    /// URLs of outputs with a signature that was no longer valid.
    var expiredURLs = 0
    /// Records in an unfinished state that were created long ago.
    var stale = 0

    /// Adds the counts of another part.
    mutating func add(_ other: RecordAges) {
        expiredURLs += other.expiredURLs
        stale += other.stale
    }

    /// The counts of both parts.
    func adding(_ other: RecordAges) -> RecordAges {
        var sum = self
        sum.add(other)
        return sum
    }

    /// Counts the URL of an output.
    mutating func count(_ url: SignedURL?, at now: WallTime) {
        if let url, url.expiry <= now { expiredURLs += 1 }
    }

    /// Counts an unfinished record by the time of its creation.
    mutating func count(unfinished created: WallTime?, at now: WallTime) {
        if let created, created + Self.patience < now { stale += 1 }
    }
}
