package import AgentsCore
import HTTPTransport
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Asks the system, which waits for its answer in a call: each name on a thread of its own, and no longer than a while.
///
/// A call cannot be ended from outside. One that is waited for no more goes on, and counts, until the system gives up.
package final class SystemResolver: NameResolver {
    private let clock: any ServerClock
    private let patience: Duration
    private let maximumCalls: Int
    private let calls = Atomic(0)

    /// Creates a resolver.
    ///
    /// - Parameters:
    ///   - clock: The time.
    ///   - patience: How long an answer is waited for.
    ///   - maximumCalls: The most names that are looked up at once.
    package init(
        clock: any ServerClock = SystemClock(), patience: Duration = .seconds(5), maximumCalls: Int = 32
    ) {
        self.clock = clock
        self.patience = patience
        self.maximumCalls = maximumCalls
    }

    /// The addresses of a name, as the system orders them.
    ///
    /// - Parameter name: The name.
    /// - Returns: Addresses in their usual form, one at least.
    /// - Throws: ``ResolverError`` if there are none.
    package func addresses(of name: String) async throws(ResolverError) -> [String] {
        guard calls.add(1, ordering: .relaxed).newValue <= maximumCalls else {
            calls.subtract(1, ordering: .relaxed)
            throw .busy
        }
        let (answers, answer) = AsyncStream.makeStream(
            of: Result<[String], ResolverError>.self, bufferingPolicy: .bufferingOldest(1))
        let thread = ServiceThread.start("resolve") { [self] in
            answer.yield(Self.lookUp(name))
            answer.finish()
            calls.subtract(1, ordering: .relaxed)
        }
        guard let thread else {
            calls.subtract(1, ordering: .relaxed)
            throw .busy
        }
        thread.detach()
        let expiry = Task { [clock, patience] in
            try? await clock.sleep(for: patience)
            answer.finish()
        }
        defer { expiry.cancel() }
        var arrivals = answers.makeAsyncIterator()
        guard let result = await arrivals.next() else { throw .unavailable }
        return try result.get()
    }

    private static func lookUp(_ name: String) -> Result<[String], ResolverError> {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_protocol = Int32(IPPROTO_TCP)
        #if canImport(Darwin)
            unsafe hints.ai_socktype = SOCK_STREAM
        #else
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        switch unsafe getaddrinfo(name, nil, &hints, &list) {
        case 0: break
        case EAI_NONAME: return .failure(.unknownName)
        default: return .failure(.unavailable)
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = unsafe list
        while let current = unsafe entry, addresses.count < 64 {
            if let address = unsafe address(of: current.pointee), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe entry = current.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.unknownName) : .success(addresses)
    }

    private static func address(of entry: addrinfo) -> String? {
        guard let socket = unsafe entry.ai_addr else { return nil }
        let bytes = unsafe UnsafeRawBufferPointer(start: socket, count: Int(entry.ai_addrlen))
        // Where the address stands in the system's structures, which is the same wherever this runs.
        let place: Range<Int>
        switch unsafe entry.ai_family {
        case AF_INET: place = 4..<8
        case AF_INET6: place = 8..<24
        default: return nil
        }
        guard bytes.count >= place.upperBound else { return nil }
        return unsafe IPAddress(bytes: Array(bytes[place]))?.description
    }
}
