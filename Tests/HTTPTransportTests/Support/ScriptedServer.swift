import Synchronization

@testable import HTTPTransport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A server that does to every connection what a test wants, right or wrong.
final class ScriptedServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let thread: ServiceThread

    /// What the script of a connection works with.
    struct Visit: Sendable {
        /// How many connections there were before.
        let index: Int
        let socket: Socket
        fileprivate let server: ScriptedServer.Log

        /// Receives a request and notes it down; nothing at the end.
        func receive() -> Message? {
            guard let message = try? socket.receiveMessage() else { return nil }
            server.add(message)
            return message
        }

        /// Sends an answer with a body.
        func answer(_ body: String, status: Int = 200, fields: String = "") throws {
            try socket.send("HTTP/1.1 \(status) X\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    fileprivate final class Log: Sendable {
        let messages = Mutex<[Message]>([])

        func add(_ message: Message) {
            messages.withLock { $0.append(message) }
        }
    }

    private let requestLog = Log()

    init(_ script: @escaping @Sendable (Visit) throws -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard Socket.withLoopback(0, { bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0 else {
            throw SocketFailure("listen")
        }
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        port = UInt16(bigEndian: address.sin_port)
        self.listener = listener
        let log = requestLog
        let started = ServiceThread.start("test") {
            var index = 0
            while true {
                let number = accept(listener, nil, nil)
                guard number >= 0 else { return }
                let visit = Visit(index: index, socket: Socket(owning: number), server: log)
                index += 1
                ServiceThread.start("test") { try? script(visit) }?.detach()
            }
        }
        guard let started else { throw SocketFailure("start a thread") }
        thread = started
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        thread.join()
        close(listener)
    }

    /// The requests that have arrived.
    var requests: [Message] { requestLog.messages.withLock { $0 } }

    func url(_ path: String = "/") -> String {
        "http://127.0.0.1:\(port)\(path)"
    }
}
