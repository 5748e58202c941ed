import Synchronization

/// A server for HTTP/1.1 over libmicrohttpd.
///
/// A request is read in full, within bounds, before the handler sees it; a connection that waits for the handler occupies
/// no thread. What is no HTTP is answered by libmicrohttpd or with a bare 400 or 431; everything else that the server
/// refuses is put into words by ``HTTPHandler/refuse(_:_:)``.
///
/// A client that closes its side of the connection while the handler works has hung up, also if it closed only the half
/// on which it sends: nobody can tell the two apart in time. The handler's task is cancelled then, and what it answers
/// nevertheless is sent to whoever may still be reading.
package final class HTTPServer: Sendable {
    /// Where the server listens, with the port that it got where it asked for any.
    package let address: ListenAddress

    private let service: Service
    private let watcher: Watcher
    private let daemon: Daemon
    private let thread: ServiceThread
    private let state = Mutex(State.running)

    private enum State {
        case running
        case stopping([CheckedContinuation<Void, Never>])
        case stopped
    }

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - address: Where to listen.
    ///   - limits: What is accepted.
    ///   - handler: Answers the requests.
    /// - Returns: The server, which runs until it is stopped.
    /// - Throws: ``HTTPServerError`` if it cannot listen there.
    package static func start(
        on address: ListenAddress, limits: Limits = Limits(), handler: any HTTPHandler
    ) throws(HTTPServerError) -> HTTPServer {
        try start(on: ListenSocket(address), limits, handler, address)
    }

    /// Starts a server whose handler knows where it listens.
    ///
    /// - Parameters:
    ///   - address: Where to listen.
    ///   - limits: What is accepted.
    ///   - makeHandler: Makes what answers the requests from the address, with the port that the system chose.
    /// - Returns: The server, which runs until it is stopped, and its handler.
    /// - Throws: ``HTTPServerError`` if it cannot listen there.
    package static func start<Handler: HTTPHandler>(
        on address: ListenAddress, limits: Limits = Limits(), makeHandler: (ListenAddress) -> Handler
    ) throws(HTTPServerError) -> (server: HTTPServer, handler: Handler) {
        let socket = try ListenSocket(address)
        let handler = makeHandler(socket.address)
        return (try start(on: socket, limits, handler, address), handler)
    }

    private static func start(
        on socket: consuming ListenSocket, _ limits: Limits, _ handler: any HTTPHandler, _ address: ListenAddress
    ) throws(HTTPServerError) -> HTTPServer {
        let bound = socket.address
        let service = Service(handler: handler, limits: limits)
        guard let watcher = Watcher(service), let daemon = Daemon(service, watcher) else { throw noResources(address) }
        guard let thread = Self.watch(socket, watcher, daemon) else {
            daemon.stop()
            throw noResources(address)
        }
        return HTTPServer(bound, service, watcher, daemon, thread)
    }

    private static func watch(
        _ socket: consuming ListenSocket, _ watcher: Watcher, _ daemon: Daemon
    ) -> ServiceThread? {
        let socket = Mutex<ListenSocket?>(consume socket)
        return ServiceThread.start("http-watcher") {
            guard let socket = socket.withLock({ $0.take() }) else { return }
            watcher.run(socket) { daemon.take($0) }
        }
    }

    private static func noResources(_ address: ListenAddress) -> HTTPServerError {
        HTTPServerError(
            .noResources, "cannot listen on \(address): the system has no threads or descriptors left",
            remedy: "look at the limits of this machine")
    }

    private init(
        _ address: ListenAddress, _ service: Service, _ watcher: Watcher, _ daemon: Daemon, _ thread: ServiceThread
    ) {
        self.address = address
        self.service = service
        self.watcher = watcher
        self.daemon = daemon
        self.thread = thread
    }

    deinit {
        let isRunning = state.withLock { state in
            if case .running = state { true } else { false }
        }
        // Nobody can wait any more, and nobody may be left waiting.
        if isRunning { Self.end(service, watcher, daemon, thread, grace: .zero) {} }
    }

    /// Stops the server.
    ///
    /// It takes no more connections and requests from now on. Requests that are being handled may finish for a while;
    /// then they are cancelled, and what has not answered soon after loses its connection. It may be called again, and
    /// returns then when the first call has done its work.
    ///
    /// - Parameter grace: How long requests may go on.
    package func stop(grace: Duration) async {
        await withCheckedContinuation { continuation in
            let isFirst = state.withLock { state in
                switch state {
                case .running:
                    state = .stopping([continuation])
                    return true
                case .stopping(let others):
                    state = .stopping(others + [continuation])
                    return false
                case .stopped:
                    continuation.resume()
                    return false
                }
            }
            guard isFirst else { return }
            Self.end(service, watcher, daemon, thread, grace: grace) { [self] in
                let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
                    defer { state = .stopped }
                    if case .stopping(let waiting) = state { return waiting }
                    return []
                }
                for continuation in waiting { continuation.resume() }
            }
        }
    }

    /// Ends everything, on a thread of its own: it waits for other threads.
    private static func end(
        _ service: Service, _ watcher: Watcher, _ daemon: Daemon, _ thread: ServiceThread, grace: Duration,
        then report: @escaping @Sendable () -> Void
    ) {
        service.refuseRequests()
        watcher.notify()
        let work = { @Sendable in
            service.waitForRequests(atMost: grace)
            for connection in service.openConnections { connection.cancel() }
            service.waitForRequests(atMost: lastWords)
            // Nothing may be handed to the daemon while it ends, and it must not end while a connection is suspended.
            watcher.end()
            thread.join()
            for connection in service.openConnections { connection.abandon() }
            service.waitForResumption()
            daemon.stop()
            report()
        }
        guard let ender = ServiceThread.start("http-stopper", work) else { return work() }
        ender.detach()
    }

    /// How long cancelled requests may take to answer.
    private static let lastWords = Duration.seconds(3)
}
