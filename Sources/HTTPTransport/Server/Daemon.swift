import AgentsCore
import CMicroHTTPD

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// libmicrohttpd at work: one thread that reads requests and writes answers.
@safe
final class Daemon: @unchecked Sendable {
    // Sendable although it holds a pointer: it is set once, and the functions called on it may be called anywhere.

    private let service: Service
    private let pointer: OpaquePointer
    private let context: Unmanaged<Context>

    /// What the functions that libmicrohttpd calls know.
    private final class Context: Sendable {
        let service: Service
        let watcher: Watcher

        init(_ service: Service, _ watcher: Watcher) {
            self.service = service
            self.watcher = watcher
        }
    }

    /// Starts a daemon that is given its connections with ``take(_:)``.
    ///
    /// Fails if the system has no threads, descriptors or memory left.
    ///
    /// - Parameters:
    ///   - service: What connections share.
    ///   - watcher: Watches them.
    init?(_ service: Service, _ watcher: Watcher) {
        let context = unsafe Unmanaged.passRetained(Context(service, watcher))
        var callbacks = unsafe compat_mhd_callbacks(
            access: { _, connection, _, method, version, upload, size, state in
                unsafe Daemon.access(connection, method, version, upload, size, state)
            },
            completed: { _, connection, _, code in
                unsafe Daemon.connection(connection)?.end(isStalled: code == .REQUEST_TERMINATED_TIMEOUT_REACHED)
            },
            connection: { context, connection, socketContext, event in
                unsafe Daemon.notify(context, connection, socketContext, event)
            },
            target: { _, target, connection in
                unsafe Daemon.begin(target, connection)
            },
            unescape: { _, _, text in
                // Escapes stay as they are: an escaped slash would become one, an escaped zero the end of the path.
                unsafe text.map { unsafe strlen($0) } ?? 0
            },
            context: context.toOpaque())
        let flags =
            MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue | MHD_USE_ITC.rawValue
            | MHD_USE_NO_LISTEN_SOCKET.rawValue
        let limits = service.limits
        // The memory of a connection holds the request's head, a record for each of its fields, and the answer's head.
        let pointer = unsafe compat_mhd_start(
            UInt32(flags), &callbacks, UInt32(limits.maximumConnections + 64),
            limits.maximumHeaderBytes + (16 << 10))
        guard let pointer = unsafe pointer else {
            unsafe context.release()
            return nil
        }
        self.service = service
        unsafe self.pointer = pointer
        unsafe self.context = context
    }

    /// Takes over a connection, or closes it if there is no room.
    func take(_ arrival: Arrival) {
        service.arrived()
        let isTaken = unsafe arrival.withClient { address, size in
            unsafe MHD_add_connection(pointer, arrival.descriptor, address, size) == .YES
        }
        if !isTaken { service.left() }
    }

    /// Closes all connections and ends; once only, when no connection is suspended.
    func stop() {
        unsafe MHD_stop_daemon(pointer)
        unsafe context.release()
    }
}

// MARK: - What libmicrohttpd calls, on its own thread

extension Daemon {
    private static func connection(_ pointer: OpaquePointer?) -> Connection? {
        guard let context = unsafe pointer.flatMap({ unsafe compat_mhd_context($0) }) else { return nil }
        return unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
    }

    /// A connection begins or ends.
    private static func notify(
        _ context: UnsafeMutableRawPointer?, _ pointer: OpaquePointer?,
        _ socketContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ event: MHD_ConnectionNotificationCode
    ) {
        guard let context = unsafe context, let pointer = unsafe pointer, let socketContext = unsafe socketContext
        else {
            return
        }
        let shared = unsafe Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
        if event == .CONNECTION_NOTIFY_CLOSED {
            guard let own = unsafe socketContext.pointee else { return }
            unsafe socketContext.pointee = nil
            let connection = unsafe Unmanaged<Connection>.fromOpaque(own).takeRetainedValue()
            shared.service.remove(connection)
            return
        }
        let descriptor = unsafe compat_mhd_descriptor(pointer)
        let connection = unsafe Connection(
            pointer, descriptor: descriptor, id: shared.service.makeID(), service: shared.service)
        unsafe socketContext.pointee = Unmanaged.passRetained(connection).toOpaque()
        shared.service.add(connection)
        shared.watcher.watch(descriptor, as: connection.id)
    }

    /// A request's first line has arrived; what is returned comes back with its fields.
    private static func begin(_ target: UnsafePointer<CChar>?, _ pointer: OpaquePointer?) -> UnsafeMutableRawPointer? {
        guard let target = unsafe target, let connection = unsafe connection(pointer) else { return nil }
        let length = unsafe strlen(target)
        let bytes = unsafe UnsafeBufferPointer(start: target, count: length)
        connection.begin(RequestTarget(unsafe String(decoding: UnsafeRawBufferPointer(bytes), as: UTF8.self)))
        return unsafe UnsafeMutableRawPointer(mutating: target + length + 1)
    }

    /// A request's fields, a piece of its body or its end has arrived, or a suspended connection runs again.
    private static func access(
        _ pointer: OpaquePointer?, _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?,
        _ upload: UnsafePointer<CChar>?, _ size: UnsafeMutablePointer<Int>?,
        _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    ) -> MHD_Result {
        guard let pointer = unsafe pointer, let connection = unsafe connection(pointer), let size = unsafe size,
            let state = unsafe state, let method = unsafe method, let version = unsafe version
        else { return .NO }
        if let targetEnd = unsafe state.pointee {
            // The first call of a request. A target with a zero byte in it would end there instead of at the version.
            unsafe state.pointee = nil
            let isWhole = unsafe targetEnd == UnsafeRawPointer(version)
            let head =
                unsafe isWhole
                ? RequestHead(of: pointer, from: method, version: version, limits: connection.limits)
                : RequestHead(refused: .malformed)
            return unsafe connection.accept(HTTPMethod(rawValue: String(cString: method)), head)
        }
        guard let upload = unsafe upload, unsafe size.pointee > 0 else { return connection.complete() }
        let piece = unsafe UnsafeRawBufferPointer(start: upload, count: size.pointee)
        unsafe size.pointee = 0
        return unsafe connection.receive(piece)
    }
}
