import HTTPTransport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A receiver without any knowledge of HTTP: it takes what comes first and does to every connection what a test wants.
final class RawReceiver: Sendable {
    /// What a connection meets.
    struct Behaviour: Sendable {
        /// How it ends after everything was sent.
        enum End: Sendable {
            /// As a server ends it that has nothing more to say.
            case closed
            /// As a machine ends it that knows nothing of it.
            case reset
            /// Not at all, as long as the other side stays.
            case open
        }

        /// What is sent, a piece at a time.
        var pieces: [String] = []
        /// Whether the last piece is sent again and again, until the other side goes.
        var isEndless = false
        /// Microseconds between two pieces.
        var pause: UInt32 = 0
        var end = End.closed
    }

    let port: UInt16
    private let listener: Int32
    private let thread: ServiceThread
    private let arrivals: AsyncStream<Void>

    init(_ behaviour: Behaviour) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard isListening else { throw NeverHappened() }
        port = UInt16(bigEndian: address.sin_port)
        self.listener = listener
        let accepted = AsyncStream.makeStream(of: Void.self)
        arrivals = accepted.stream
        let started = ServiceThread.start("test") {
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                accepted.continuation.yield()
                ServiceThread.start("test") { Self.serve(connection, behaviour) }?.detach()
            }
            accepted.continuation.finish()
        }
        guard let started else { throw NeverHappened() }
        thread = started
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        thread.join()
        close(listener)
    }

    /// How many connections were made, once the receiver has ended.
    func connections() async -> Int {
        shutdown(listener, Int32(SHUT_RDWR))
        return await arrivals.reduce(0) { count, _ in count + 1 }
    }

    private static func serve(_ connection: Int32, _ behaviour: Behaviour) {
        defer { close(connection) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        guard recv(connection, &buffer, buffer.count, 0) > 0 else { return }
        for piece in behaviour.pieces where !send(piece, connection, behaviour.pause) { return }
        if behaviour.isEndless, let last = behaviour.pieces.last {
            while send(last, connection, behaviour.pause) {}
        }
        switch behaviour.end {
        case .closed: break
        case .reset:
            var abrupt = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<linger>.size))
        case .open: while recv(connection, &buffer, buffer.count, 0) > 0 {}
        }
    }

    private static func send(_ piece: String, _ connection: Int32, _ pause: UInt32) -> Bool {
        let bytes = Array(piece.utf8)
        let isSent = sendBytes(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        if pause > 0 { usleep(pause) }
        return isSent
    }
}

// The method hides the system's function of the same name.
private func sendBytes(_ socket: Int32, _ bytes: [UInt8], _ count: Int, _ flags: Int32) -> Int {
    send(socket, bytes, count, flags)
}
