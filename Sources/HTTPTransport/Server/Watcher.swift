import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The thread that accepts connections, notices clients that hang up, and ends what takes too long.
///
/// libmicrohttpd does neither of the latter for a connection that is suspended. Accepting is done here as well because
/// libmicrohttpd may abort the program if it is told to stop accepting while its own thread looks at the same socket.
///
/// A connection is watched from its beginning to its end, so that a request costs no system call: the system reports the
/// end of the client's stream once, at the moment when it comes.
final class Watcher: Sendable {
    /// The first id that a connection may have.
    static let firstConnection: UInt64 = 1

    private static let listenID: UInt64 = 0
    private static let tick = Duration.milliseconds(200)
    /// As many connections as libmicrohttpd asks the system for at once, its own two descriptors not counted.
    ///
    /// If exactly so many have something to tell, libmicrohttpd 0.9.75 waits for more before it looks at any of them, and
    /// does so for ever if all of them wait for an answer. Somebody has to wake it.
    private static let crowd = 126
    private static let crowdTick = Duration.milliseconds(10)

    private let service: Service
    private let queue: EventQueue
    private let isEnding = Atomic(false)

    /// Creates a watcher.
    ///
    /// Fails if the system has no descriptors left.
    ///
    /// - Parameter service: Knows the connections.
    init?(_ service: Service) {
        guard let queue = EventQueue() else { return nil }
        self.service = service
        self.queue = queue
    }

    /// Watches a connection until its descriptor is closed.
    func watch(_ descriptor: Int32, as id: UInt64) {
        queue.reportHangUp(of: descriptor, as: id)
    }

    /// Looks again whether requests are still taken.
    func notify() {
        queue.ring()
    }

    /// Ends the loop.
    func end() {
        isEnding.store(true, ordering: .sequentiallyConsistent)
        queue.ring()
    }

    /// Watches until ``end()``.
    ///
    /// - Parameters:
    ///   - socket: Where connections arrive; closed as soon as no more requests are taken.
    ///   - take: Takes over a new connection, or closes it.
    func run(_ socket: consuming ListenSocket, take: (Arrival) -> Void) {
        var socket: ListenSocket? = consume socket
        var isListening = false
        var nextTick = ContinuousClock.now
        var (nextRing, progress) = (nextTick, service.progress)
        while !isEnding.load(ordering: .sequentiallyConsistent) {
            if service.isStopping { socket = nil }
            if !isListening, let number = socket?.descriptor.number {
                queue.reportInput(on: number, as: Self.listenID)
                isListening = true
            }
            var hasArrivals = false
            // Without a connection nothing can take too long.
            let isCrowded = service.connectionCount >= Self.crowd
            let tick = Int32((isCrowded ? Self.crowdTick : Self.tick) / .milliseconds(1))
            queue.wait(milliseconds: service.connectionCount == 0 ? -1 : tick) { id in
                if id == Self.listenID { hasArrivals = true } else { service.connection(id)?.hangUp() }
            }
            if hasArrivals, let number = socket?.descriptor.number, !acceptAll(number, take) {
                // No room for more: they wait in the system until the next tick.
                queue.remove(number)
                isListening = false
            }
            let now = ContinuousClock.now
            if isCrowded && now >= nextRing {
                // As long as requests arrive nobody is asleep.
                if service.progress == progress, !service.isStopping, let bell = Arrival.ofNobody() { take(bell) }
                (nextRing, progress) = (now + Self.crowdTick, service.progress)
            }
            guard now >= nextTick else { continue }
            nextTick = now + Self.tick
            for connection in service.openConnections { connection.expire(at: now) }
        }
    }

    /// Accepts what there is room for; false if there is no room for more.
    private func acceptAll(_ socket: Int32, _ take: (Arrival) -> Void) -> Bool {
        while service.connectionCount < service.limits.maximumConnections {
            if let arrival = Arrival(at: socket) {
                take(arrival)
                continue
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EAGAIN, EWOULDBLOCK: return true
            default: return false
            }
        }
        return false
    }
}
