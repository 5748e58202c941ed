import AgentsCore
import CMicroHTTPD
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A client's connection, from accepting to closing it.
///
/// Three threads meet here: the one that serves all connections, the one that watches them, and whichever ran the
/// handler. What they share is under one lock, and so is every call that must not meet the connection's end: suspending,
/// resuming, and anything done to the descriptor.
@safe
final class Connection: @unchecked Sendable {
    // Sendable although it holds a pointer: it is used on the serving thread, or under the lock while the connection is
    // suspended and therefore alive.

    /// Tells connections apart for as long as the server runs.
    let id: UInt64
    private let pointer: OpaquePointer
    private let descriptor: Int32
    private let service: Service
    private let exchange: Mutex<Exchange>

    /// A connection that has just begun.
    init(_ pointer: OpaquePointer, descriptor: Int32, id: UInt64, service: Service) {
        self.id = id
        unsafe self.pointer = pointer
        self.descriptor = descriptor
        self.service = service
        var exchange = Exchange()
        exchange.deadline = .now + service.limits.idleTimeout
        self.exchange = Mutex(exchange)
    }

    /// What is accepted.
    var limits: HTTPServer.Limits { service.limits }

    // MARK: On the serving thread

    /// The first line of a request has arrived.
    func begin(_ target: RequestTarget) {
        let deadline = ContinuousClock.now + service.limits.requestTimeout
        exchange.withLock { $0.begin(HTTPRequest(.get, target.path, query: target.query), until: deadline) }
    }

    /// The fields of a request have arrived.
    func accept(_ method: HTTPMethod, _ head: RequestHead) -> MHD_Result {
        let step = exchange.withLock { exchange in
            exchange.request.method = method
            return exchange.accept(head, limits: service.limits)
        }
        return follow(step)
    }

    /// A piece of a request's body has arrived.
    func receive(_ bytes: UnsafeRawBufferPointer) -> MHD_Result {
        let step = exchange.withLock { unsafe $0.receive(bytes, limits: service.limits) }
        guard case .answer(.refusal(let refusal)) = step else { return follow(step) }
        refuseInMidBody(refusal)
        return .YES
    }

    /// The whole request has arrived, or the connection runs again.
    func complete() -> MHD_Result {
        let (step, request) = exchange.withLock { exchange in
            let step = exchange.complete(isStopping: service.isStopping, limits: service.limits)
            guard case .handle = step else { return (step, HTTPRequest?.none) }
            defer { exchange.request.body = [] }
            return (step, exchange.request)
        }
        if let request { return handle(request) }
        return follow(step)
    }

    /// The answer has been sent, or the request has come to nothing.
    ///
    /// - Parameter isStalled: Whether that is because the client has taken nothing for too long.
    func end(isStalled: Bool) {
        let now = ContinuousClock.now
        let wasCounted = exchange.withLock { exchange in
            if isStalled && !exchange.isClosed { dropUnfetched() }
            return exchange.reset(until: now + service.limits.idleTimeout, hungUp: now + Self.lingerTime)
        }
        if wasCounted { service.ended() }
    }

    /// The descriptor is about to be closed.
    func close() {
        exchange.withLock { $0.isClosed = true }
    }

    /// Begins to handle a request, and suspends the connection unless it is answered already.
    private func handle(_ request: HTTPRequest) -> MHD_Result {
        service.began()
        let task = start(request)
        let (step, isHungUp) = exchange.withLock { exchange in
            if exchange.phase == .handling {
                unsafe MHD_suspend_connection(pointer)
                service.suspended()
                exchange.isSuspended = true
                exchange.task = task
                return (Exchange.Step.handle, exchange.isHungUp)
            }
            return (exchange.complete(isStopping: service.isStopping, limits: service.limits), false)
        }
        if isHungUp { task.cancel() }
        return follow(step)
    }

    private func start(_ request: HTTPRequest) -> Task<Void, Never> {
        let work = { @Sendable in self.finish(with: await self.service.handler.respond(to: request)) }
        // Changing threads costs more than most requests do before they wait for something.
        return request.body.count <= Self.smallBody ? Task.immediate(operation: work) : Task(operation: work)
    }

    private func follow(_ step: Exchange.Step) -> MHD_Result {
        switch step {
        case .read, .handle: .YES
        case .close: .NO
        case .answer(let answer): send(answer)
        }
    }

    private func send(_ answer: Exchange.Answer) -> MHD_Result {
        let response: PreparedResponse? =
            switch answer {
            case .prepared(let response): response
            case .response(let response): PreparedResponse(response)
            case .refusal(let refusal): PreparedResponse(refusalAnswer(refusal))
            case .disconnect: nil
            }
        guard let response else { return .NO }
        let deadline = ContinuousClock.now + service.limits.responseTimeout + response.fetchingTime
        let isCounted = exchange.withLock { exchange in
            exchange.deadline = deadline
            defer { exchange.isCounted = true }
            return exchange.isCounted
        }
        if !isCounted { service.began() }
        return unsafe response.queue(on: pointer, isLast: service.isStopping, limits: service.limits) ? .YES : .NO
    }

    // MARK: On any thread

    /// The handler has answered.
    private func finish(with reply: HTTPReply) {
        switch reply {
        case .response(let response): resume(with: PreparedResponse(response).map { .prepared($0) } ?? .disconnect)
        case .file(let response, let file, let range):
            resume(with: PreparedResponse(response, file, range).map { .prepared($0) } ?? .disconnect)
        case .disconnect: resume(with: .disconnect)
        }
    }

    private func resume(with answer: Exchange.Answer) {
        let wasSuspended = exchange.withLock { exchange in
            guard exchange.phase == .handling else { return false }
            exchange.phase = .answered
            exchange.answer = answer
            defer { exchange.isSuspended = false }
            return exchange.isSuspended
        }
        guard wasSuspended else { return }
        unsafe MHD_resume_connection(pointer)
        service.resumed()
    }

    /// The client has closed its side.
    func hangUp() {
        let task = exchange.withLock { exchange in
            exchange.isHungUp = true
            // libmicrohttpd misses the end of the stream when it comes together with other bytes. All that will ever come
            // is here; what is no whole request soon will be none.
            if exchange.isArriving { exchange.deadline = .now + Exchange.lastReading }
            return exchange.task
        }
        task?.cancel()
    }

    /// Cancels what the handler does.
    func cancel() {
        exchange.withLock { $0.task }?.cancel()
    }

    /// Closes the connection without waiting for the handler.
    func abandon() {
        resume(with: .disconnect)
    }

    /// Ends what takes too long.
    func expire(at time: ContinuousClock.Instant) {
        let isBodyLate = exchange.withLock { exchange in
            guard let deadline = exchange.deadline, deadline <= time, !exchange.isClosed else { return false }
            if !exchange.isHungUp && (exchange.phase == .body || exchange.phase == .excess) { return true }
            // It may still be reading what arrived with the end, and has to be told again then.
            exchange.deadline = exchange.isHungUp ? time : nil
            if exchange.phase == .sending { dropUnfetched() }
            // The serving thread sees the end of the stream and closes the connection.
            shutdown(descriptor, Int32(SHUT_RDWR))
            return false
        }
        if isBodyLate { refuseInMidBody(.bodyTooSlow) }
    }

    /// Lets the system drop, with the end of the connection, what a client has not fetched: it must not stay in its memory.
    private func dropUnfetched() {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private func refuseInMidBody(_ refusal: HTTPRefusal) {
        let head = exchange.withLock { $0.request }
        let answer = RawResponse(refusalAnswer(refusal), to: head.method)
        exchange.withLock { exchange in
            guard !exchange.isClosed, exchange.phase == .body || exchange.phase == .excess else { return }
            exchange.phase = .lingering
            exchange.deadline = .now + Self.lingerTime
            exchange.request.body = []
            answer.write(to: descriptor)
        }
    }

    private func refusalAnswer(_ refusal: HTTPRefusal) -> HTTPResponse {
        var head = exchange.withLock { $0.request }
        head.body = []
        return service.handler.refuse(head, refusal)
    }

    /// The most bytes of a body with which a request is handled at once.
    private static let smallBody = 64 << 10

    /// How long a connection stays open that is only waiting for its end.
    private static let lingerTime = Duration.seconds(1)
}
