#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A socket that connections arrive at.
struct ListenSocket: ~Copyable {
    /// The descriptor.
    let descriptor: Descriptor
    /// Where it listens, with the port that the system chose where none was asked for.
    let address: ListenAddress

    /// Opens a socket.
    ///
    /// A name may have several addresses, as `localhost` has two. The first that can be had is taken, IPv4 before IPv6,
    /// because that is what most clients try.
    ///
    /// - Parameter address: Where to listen.
    /// - Throws: ``HTTPServerError`` that says in one line why it is not possible.
    init(_ address: ListenAddress) throws(HTTPServerError) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        unsafe hints.ai_socktype = Self.stream
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(address.host, String(address.port), &hints, &list)
        defer { if let list = unsafe list { unsafe freeaddrinfo(list) } }
        guard status == 0 else {
            throw HTTPServerError(
                .unknownHost, "cannot listen on \(address): the name '\(address.host)' is unknown",
                remedy: "use an address of this machine, 127.0.0.1 for itself or 0.0.0.0 for all")
        }
        var failure = EADDRNOTAVAIL
        for family in [AF_INET, AF_INET6] {
            var next = unsafe list
            while let entry = unsafe next {
                unsafe next = unsafe entry.pointee.ai_next
                guard unsafe entry.pointee.ai_family == family else { continue }
                guard let socket = unsafe Self.open(entry.pointee) else {
                    failure = errno
                    continue
                }
                self.address = ListenAddress(host: address.host, port: Self.port(of: socket) ?? address.port)
                descriptor = socket
                return
            }
        }
        throw Self.error(failure, address)
    }

    private static func open(_ entry: addrinfo) -> Descriptor? {
        guard let socket = unsafe Descriptor(socket(entry.ai_family, entry.ai_socktype, entry.ai_protocol)) else {
            return nil
        }
        socket.makePrivateAndNonBlocking()
        var yes: Int32 = 1
        // A port is free again as soon as its server has ended, although old connections linger in the system.
        unsafe setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard unsafe bind(socket.number, entry.ai_addr, entry.ai_addrlen) == 0, listen(socket.number, SOMAXCONN) == 0
        else {
            let failure = errno
            defer { errno = failure }
            return nil
        }
        return socket
    }

    private static func port(of socket: borrowing Descriptor) -> UInt16? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.withMemoryRebound(to: sockaddr.self) { address in
                unsafe getsockname(socket.number, address.baseAddress, &size)
            }
        }
        guard status == 0 else { return nil }
        return unsafe withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET: unsafe UInt16(bigEndian: bytes.loadUnaligned(as: sockaddr_in.self).sin_port)
            case AF_INET6: unsafe UInt16(bigEndian: bytes.loadUnaligned(as: sockaddr_in6.self).sin6_port)
            default: nil
            }
        }
    }

    private static func error(_ number: Int32, _ address: ListenAddress) -> HTTPServerError {
        switch number {
        case EADDRINUSE:
            HTTPServerError(
                .portInUse, "cannot listen on \(address): the port is in use",
                remedy: "stop the other program or choose another port")
        case EACCES, EPERM:
            HTTPServerError(
                .noPermission, "cannot listen on \(address): not allowed",
                remedy: "choose a port above 1023 or run with the rights to use this one")
        case EADDRNOTAVAIL:
            HTTPServerError(
                .unknownHost, "cannot listen on \(address): this machine does not have that address",
                remedy: "use an address of this machine, 127.0.0.1 for itself or 0.0.0.0 for all")
        default:
            HTTPServerError(
                .noResources, unsafe "cannot listen on \(address): \(String(cString: strerror(number)))",
                remedy: "look at the limits of this machine")
        }
    }

    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif
}
