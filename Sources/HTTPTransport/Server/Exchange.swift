import AgentsCore

/// A request and its answer as far as they have come on one connection.
///
/// A state machine without IO: the connection tells it what arrives and does what it is told.
struct Exchange: Sendable {
    /// What the connection is busy with.
    enum Phase: Sendable, Equatable {
        /// Nothing; the next request has not begun, or its first line is not complete.
        case idle
        /// The request's fields.
        case head
        /// The request's body.
        case body
        /// The rest of a body that is too long to be kept.
        case excess
        /// Whatever the client still sends behind an answer that ends the connection.
        case lingering
        /// The handler has the request.
        case handling
        /// There is an answer, to be queued when the connection runs again.
        case answered
        /// The answer is on its way.
        case sending
    }

    /// What becomes of the connection.
    enum Step: Sendable {
        /// It goes on reading.
        case read
        /// It waits for the handler.
        case handle
        /// It sends an answer.
        case answer(Answer)
        /// It is closed.
        case close
    }

    /// What a request is answered.
    enum Answer: Sendable {
        /// This.
        case response(HTTPResponse)
        /// What a handler's answer was made into.
        case prepared(PreparedResponse)
        /// Why the server refuses it.
        case refusal(HTTPRefusal)
        /// Nothing; the connection is closed.
        case disconnect
    }

    /// What the connection is busy with.
    var phase = Phase.idle
    /// The request as far as it has arrived.
    var request = HTTPRequest(.get, "")
    /// When the phase has taken too long.
    var deadline: ContinuousClock.Instant?
    /// The answer, in phase `answered`.
    var answer: Answer?
    /// What answers the request, in phase `handling`.
    var task: Task<Void, Never>?
    /// Whether the connection waits for the handler, so that an answer must set it going again.
    var isSuspended = false
    /// Whether the client has closed its side.
    var isHungUp = false
    /// Whether the server counts the request among those that it waits for when it stops.
    var isCounted = false
    /// Whether the connection is gone; nothing may be done to its descriptor then, which may be another's already.
    var isClosed = false
    private var received = 0

    /// How long it takes at most to read what a client that has hung up sent before.
    static let lastReading = Duration.milliseconds(100)

    /// Whether a request has arrived in part, or not at all.
    var isArriving: Bool {
        switch phase {
        case .idle, .head, .body, .excess: true
        case .lingering, .handling, .answered, .sending: false
        }
    }

    /// A request's first line has arrived.
    mutating func begin(_ request: HTTPRequest, until deadline: ContinuousClock.Instant) {
        self.request = request
        // Of a client that has hung up everything is here already.
        self.deadline = isHungUp ? .now + Self.lastReading : deadline
        received = 0
        phase = .head
    }

    /// A request's fields have arrived.
    ///
    /// - Parameters:
    ///   - head: What they say.
    ///   - limits: What is accepted.
    /// - Returns: What to do.
    mutating func accept(_ head: RequestHead, limits: HTTPServer.Limits) -> Step {
        request.fields = head.fields
        switch head.framing {
        case .malformed: return finish(.response(HTTPResponse(400)))
        case .tooLarge: return finish(.response(HTTPResponse(431)))
        case .ambiguous: return finish(.refusal(.ambiguousFraming))
        case .body(let length):
            phase = .body
            guard let length else { return .read }
            guard length <= limits.maximumBodyBytes else {
                // A client that waits to be told to send can be answered at once.
                if head.expectsContinue { return finish(.refusal(.bodyTooLarge(limit: limits.maximumBodyBytes))) }
                phase = .excess
                return .read
            }
            request.body.reserveCapacity(min(length, 1 << 16))
            return .read
        }
    }

    /// A piece of the body has arrived.
    ///
    /// - Parameters:
    ///   - bytes: The piece.
    ///   - limits: What is accepted.
    /// - Returns: What to do; `answer` means that the answer must not wait for the end of the body.
    mutating func receive(_ bytes: UnsafeRawBufferPointer, limits: HTTPServer.Limits) -> Step {
        guard phase == .body || phase == .excess else { return phase == .lingering ? .read : .close }
        received += bytes.count
        if phase == .body && received > limits.maximumBodyBytes {
            phase = .excess
            request.body = []
        }
        if phase == .body {
            unsafe request.body.append(contentsOf: bytes)
            return .read
        }
        guard received > limits.maximumBodyBytes + limits.drainedBytes else { return .read }
        return .answer(.refusal(.bodyTooLarge(limit: limits.maximumBodyBytes)))
    }

    /// The whole request has arrived, or the connection runs again after the handler.
    ///
    /// - Parameters:
    ///   - isStopping: Whether the server takes no more requests.
    ///   - limits: What is accepted.
    /// - Returns: What to do.
    mutating func complete(isStopping: Bool, limits: HTTPServer.Limits) -> Step {
        switch phase {
        case .answered:
            guard let answer else { return .close }
            return finish(answer)
        case .excess: return finish(.refusal(.bodyTooLarge(limit: limits.maximumBodyBytes)))
        case .body:
            if isStopping { return finish(.refusal(.shuttingDown)) }
            phase = .handling
            isCounted = true
            deadline = nil
            return .handle
        case .idle, .head, .lingering, .handling, .sending: return .close
        }
    }

    /// The answer has been sent, or the request has come to nothing.
    ///
    /// - Parameters:
    ///   - idle: When the next request must have begun.
    ///   - hungUp: The same where the client has closed its side and can at most have sent requests before.
    /// - Returns: Whether the request was counted.
    mutating func reset(until idle: ContinuousClock.Instant, hungUp: ContinuousClock.Instant) -> Bool {
        defer { isCounted = false }
        phase = .idle
        request = HTTPRequest(.get, "")
        deadline = isHungUp ? hungUp : idle
        answer = nil
        task = nil
        return isCounted
    }

    private mutating func finish(_ answer: Answer) -> Step {
        self.answer = nil
        task = nil
        phase = .sending
        if case .disconnect = answer { return .close }
        return .answer(answer)
    }
}
