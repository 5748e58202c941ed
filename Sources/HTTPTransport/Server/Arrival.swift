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
