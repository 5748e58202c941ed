#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A connection that has been accepted, with the address of its client.
struct Arrival {
    /// The connection's descriptor, which whoever takes the arrival closes.
    let descriptor: Int32
    private let client: sockaddr_storage
    private let size: socklen_t

    /// Accepts a connection.
    ///
    /// Fails if there is none or the system refuses; `errno` says which.
    ///
    /// - Parameter socket: Where connections arrive.
    init?(at socket: Int32) {
        var client = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let descriptor = unsafe withUnsafeMutableBytes(of: &client) { bytes in
            unsafe bytes.withMemoryRebound(to: sockaddr.self) { unsafe accept(socket, $0.baseAddress, &size) }
        }
        guard descriptor >= 0 else { return nil }
        // Programs that this one starts must not hold the connection open.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
        self.client = client
        self.size = size
    }

    /// A connection of nobody, which is at its end already: whoever takes it is woken, and closes it.
    ///
    /// Fails if the system has no descriptors left.
    static func ofNobody() -> Arrival? {
        var pair: (Int32, Int32) = (-1, -1)
        let status = unsafe withUnsafeMutableBytes(of: &pair) { bytes in
            unsafe bytes.withMemoryRebound(to: Int32.self) { unsafe socketpair(AF_UNIX, kind, 0, $0.baseAddress) }
        }
        guard status == 0 else { return nil }
        close(pair.1)
        _ = fcntl(pair.0, F_SETFD, FD_CLOEXEC)
        _ = fcntl(pair.0, F_SETFL, O_NONBLOCK)
        return Arrival(descriptor: pair.0)
    }

    #if canImport(Darwin)
        private static let kind = SOCK_STREAM
    #else
        private static let kind = Int32(SOCK_STREAM.rawValue)
    #endif

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        client = sockaddr_storage()
        size = socklen_t(MemoryLayout<sa_family_t>.size)
    }

    /// Calls a function with the client's address.
    ///
    /// - Parameter body: The function.
    /// - Returns: What it returns.
    func withClient(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        unsafe withUnsafeBytes(of: client) { bytes in
            unsafe bytes.withMemoryRebound(to: sockaddr.self) { addresses in
                guard let address = addresses.baseAddress else { return false }
                return unsafe body(address, size)
            }
        }
    }
}
