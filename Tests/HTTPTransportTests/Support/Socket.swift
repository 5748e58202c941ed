import HTTPTransport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A connection without any knowledge of HTTP, whose calls wait; for threads of their own.
final class Socket: Sendable {
    let number: Int32

    init(owning number: Int32) {
        self.number = number
        // A test that waits for what never comes fails instead of hanging.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Connects to a port of this machine.
    convenience init(port: UInt16) throws {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.init(owning: number)
        let status = Self.withLoopback(port) { connect(number, $0, $1) }
        guard status == 0 else { throw SocketFailure("connect") }
    }

    convenience init(_ address: ListenAddress) throws {
        try self.init(port: address.port)
    }

    deinit {
        close(number)
    }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(number, $0.baseAddress.map { $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw SocketFailure("send") }
            sent += count
        }
    }

    /// Whatever is there; empty at the end.
    func receive(atMost limit: Int = 65_536) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = buffer.withUnsafeMutableBytes { recv(number, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw SocketFailure("receive") }
        return Array(buffer[..<count])
    }

    /// Everything until the other side closes the connection.
    func receiveAll() throws -> String {
        var all: [UInt8] = []
        while true {
            let piece = try receive()
            if piece.isEmpty { return String(decoding: all, as: UTF8.self) }
            all += piece
        }
    }

    /// A message with a head and, where it announces one, a body.
    func receiveMessage(hasBody: Bool = true) throws -> Message {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            let byte = try receive(atMost: 1)
            guard !byte.isEmpty else { throw SocketFailure("receive a whole head") }
            head += byte
        }
        var message = Message(head: String(decoding: head, as: UTF8.self))
        guard hasBody, let length = message["Content-Length"].flatMap({ Int($0) }) else { return message }
        while message.body.count < length {
            let piece = try receive(atMost: length - message.body.count)
            guard !piece.isEmpty else { throw SocketFailure("receive a whole body") }
            message.body += piece
        }
        return message
    }

    /// Whether something, or the end, can be received within a time.
    func waitForInput(milliseconds: Int32) -> Bool {
        wait(for: Int16(POLLIN), milliseconds: milliseconds)
    }

    /// Whether the other side closes the connection within a time, whatever is still to be received.
    func waitForHangUp(milliseconds: Int32) -> Bool {
        wait(for: 0x2000, milliseconds: milliseconds)
    }

    private func wait(for events: Int16, milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: number, events: events, revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// Says that nothing more will be sent.
    func finishSending() {
        shutdown(number, Int32(SHUT_WR))
    }

    /// Closes the connection so that the other side's next try to send fails.
    func abort() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        shutdown(number, Int32(SHUT_RDWR))
    }

    static func withLoopback<Result>(
        _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// A request or answer as it stands on the wire.
struct Message: Sendable {
    let head: String
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The first line without its line break.
    var firstLine: String { String(head.prefix { $0 != "\r\n" }) }

    /// The status of an answer.
    var status: Int? { firstLine.split(separator: " ").dropFirst().first.flatMap { Int($0) } }

    /// The value of the first field of a name.
    subscript(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return String(parts[1].drop { $0 == " " })
            }
        }
        return nil
    }
}

struct SocketFailure: Error, CustomStringConvertible {
    let description: String

    init(_ action: String) {
        description = "cannot \(action): \(String(cString: strerror(errno)))"
    }
}
