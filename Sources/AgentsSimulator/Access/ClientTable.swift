import AgentsCore

/// Stands for a client: a keyed hash of its API key, so that no table of keys has to be kept.
struct ClientID: Hashable, Sendable {
    /// The hash of the key.
    let hash: UInt64

    /// The client of a key.
    init(_ key: APIKey, _ hasher: SipHash) {
        hash = hasher.hash(key.token.utf8)
    }
}

/// What the limits of the clients are measured by.
struct ClientTable: Sendable {
    private struct Client {
        var window = RateWindow()
        /// When the slots of the jobs become free.
        var slots = DeadlineQueue()
    }

    private var clients: [ClientID: Client] = [:]
    private let limits: SimulatorOptions.Limits
    /// With this many clients those that are idle are forgotten; they lose nothing by it.
    private var pruningBound = Self.smallestPruningBound

    private static let smallestPruningBound = 1000

    /// Creates an empty table.
    init(limits: SimulatorOptions.Limits) {
        self.limits = limits
    }

    /// Clients that are not known to be idle.
    var count: Int { clients.count }

    /// Checks the limits of a client; nothing is entered.
    ///
    /// - Parameters:
    ///   - id: The client.
    ///   - now: The time.
    ///   - wallNow: The same time as it is told.
    /// - Throws: ``Rejection`` if a limit is reached.
    mutating func checkLimits(of id: ClientID, at now: Duration, _ wallNow: WallTime) throws(Rejection) {
        guard var client = clients.removeValue(forKey: id) else { return }
        defer { clients[id] = client }
        client.window.removePast(at: now)
        guard client.window.count < limits.requestsPerMinute else {
            let wait = client.window.untilRoom(at: now)
            throw .rateLimited(RateStanding(limits.requestsPerMinute, remaining: 0, resetsAt: wallNow + wait), wait)
        }
        client.slots.removeReached(by: now)
        guard client.slots.count < limits.concurrentJobs else { throw .tooManyJobs }
    }

    /// Enters a request that was accepted.
    ///
    /// - Parameters:
    ///   - id: The client.
    ///   - now: The time.
    ///   - wallNow: The same time as it is told.
    ///   - slotEnd: When the slot of its job becomes free.
    /// - Returns: What is told about the client's window.
    mutating func enter(_ id: ClientID, at now: Duration, _ wallNow: WallTime, slotEnd: Duration) -> RateStanding {
        if clients.count >= pruningBound { prune(at: now) }
        var client = clients.removeValue(forKey: id) ?? Client()
        client.window.enter(at: now)
        client.slots.insert(slotEnd)
        let remaining = max(limits.requestsPerMinute - client.window.count, 0)
        clients[id] = client
        return RateStanding(
            limits.requestsPerMinute, remaining: remaining, resetsAt: wallNow + RateWindow.length)
    }

    private mutating func prune(at now: Duration) {
        for (id, var client) in clients {
            client.window.removePast(at: now)
            client.slots.removeReached(by: now)
            clients[id] = client.window.count == 0 && client.slots.count == 0 ? nil : client
        }
        pruningBound = max(Self.smallestPruningBound, 2 * clients.count)
    }
}

/// What a client is told about its window of requests.
struct RateStanding: Sendable, Equatable {
    /// Requests per window.
    let limit: Int
    /// Requests that it may still make.
    let remaining: Int
    /// When there is more room, in whole seconds since 1970.
    let reset: Int64

    /// Creates a standing; its time is rounded up to the second.
    init(_ limit: Int, remaining: Int, resetsAt time: WallTime) {
        (self.limit, self.remaining) = (limit, remaining)
        reset = (time.microseconds + 999_999) / 1_000_000
    }
}
