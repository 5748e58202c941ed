import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What all connections of a server share.
final class Service: Sendable {
    /// Answers requests.
    let handler: any HTTPHandler
    /// What is accepted.
    let limits: HTTPServer.Limits
    private let stopping = Atomic(false)
    private let running = Atomic(0)
    private let begun = Atomic(0)
    private let suspensions = Atomic(0)
    private let accepted = Atomic(0)
    private let nextID = Atomic<UInt64>(Watcher.firstConnection)
    private let connections = Mutex<[UInt64: Connection]>([:])

    /// Creates a service without connections.
    init(handler: any HTTPHandler, limits: HTTPServer.Limits) {
        self.handler = handler
        self.limits = limits
    }

    /// Whether no more requests are taken.
    var isStopping: Bool { stopping.load(ordering: .sequentiallyConsistent) }

    /// Takes no more requests.
    func refuseRequests() {
        stopping.store(true, ordering: .sequentiallyConsistent)
    }

    /// Requests that are being handled or answered.
    var requestCount: Int { running.load(ordering: .sequentiallyConsistent) }

    /// A connection is suspended.
    func suspended() {
        suspensions.wrappingAdd(1, ordering: .relaxed)
    }

    /// A connection that was suspended has been set going again.
    func resumed() {
        suspensions.wrappingSubtract(1, ordering: .releasing)
    }

    /// A number that changes with every request.
    var progress: Int { begun.load(ordering: .relaxed) }

    /// A request is handled or answered from now on.
    func began() {
        begun.wrappingAdd(1, ordering: .relaxed)
        running.wrappingAdd(1, ordering: .relaxed)
    }

    /// A request has been answered or has come to nothing.
    func ended() {
        running.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Waits until no request is being handled or answered; for a thread that has nothing else to do.
    ///
    /// - Parameter time: How long at most.
    func waitForRequests(atMost time: Duration) {
        let end = ContinuousClock.now + time
        while requestCount > 0, ContinuousClock.now < end { usleep(1000) }
    }

    /// Waits until no connection is suspended; for a thread that has nothing else to do, and when all are set going.
    func waitForResumption() {
        while suspensions.load(ordering: .acquiring) > 0 { usleep(100) }
    }

    /// Connections that have been accepted and not been closed.
    var connectionCount: Int { accepted.load(ordering: .relaxed) }

    /// A connection has been accepted.
    func arrived() {
        accepted.wrappingAdd(1, ordering: .relaxed)
    }

    /// A connection that had been accepted is gone.
    func left() {
        accepted.wrappingSubtract(1, ordering: .relaxed)
    }

    /// The connections that are open.
    var openConnections: [Connection] { connections.withLock { Array($0.values) } }

    /// The connection of an id, if it is open.
    func connection(_ id: UInt64) -> Connection? {
        connections.withLock { $0[id] }
    }

    /// An id for a new connection.
    func makeID() -> UInt64 {
        nextID.wrappingAdd(1, ordering: .relaxed).oldValue
    }

    /// A connection has begun.
    func add(_ connection: Connection) {
        connections.withLock { $0[connection.id] = connection }
    }

    /// A connection is about to be closed.
    func remove(_ connection: Connection) {
        connection.close()
        connections.withLock { _ = $0.removeValue(forKey: connection.id) }
        left()
    }
}
