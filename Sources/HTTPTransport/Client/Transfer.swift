import AgentsCore
import Synchronization

/// A request on its way through libcurl, and whoever waits for its answer.
///
/// It belongs to the thread that runs libcurl. Others make it, hand it over and may then only ask for its end.
final class Transfer: @unchecked Sendable {
    // Sendable although it changes: it is handed over through a lock, and the flag that others set is atomic.

    /// How a transfer ends.
    typealias Outcome = Result<HTTPResponse, TransportError>

    /// What is sent.
    let request: ClientRequest
    /// When the request has taken too long.
    let deadline: ContinuousClock.Instant
    /// Reads the answer.
    var reader: ResponseReader
    /// Whether libcurl has begun to send the request.
    private(set) var wasSent = false
    private var waiter: CheckedContinuation<Outcome, Never>?
    private let cancelled = Atomic(false)

    /// Creates a transfer that nobody waits for yet.
    init(_ request: ClientRequest, limits: CurlTransport.Limits) {
        self.request = request
        deadline = .now + min(max(request.timeout, .zero), Self.longestTime)
        reader = ResponseReader(
            ResponseReader.Limits(
                bodyBytes: request.maximumResponseBytes, headerBytes: limits.maximumHeaderBytes,
                fields: limits.maximumFields))
    }

    private static let longestTime = Duration.seconds(86_400)

    /// Says who waits; before the transfer is handed over.
    func await(_ waiter: CheckedContinuation<Outcome, Never>) {
        self.waiter = waiter
    }

    /// Asks for the end; from any thread.
    func cancel() {
        cancelled.store(true, ordering: .sequentiallyConsistent)
    }

    /// Whether somebody has asked for the end.
    var isCancelled: Bool { cancelled.load(ordering: .sequentiallyConsistent) }

    /// Allows the request to be sent, but only once.
    ///
    /// libcurl sends a request again by itself when a connection that carried others before dies without an answer. It
    /// asks first.
    ///
    /// - Returns: Whether the request may be sent.
    func permitSending() -> Bool {
        defer { wasSent = true }
        return !wasSent
    }

    /// Ends the transfer; what comes after the first time is ignored.
    func finish(_ outcome: Outcome) {
        waiter?.resume(returning: outcome)
        waiter = nil
    }

    /// Ends the transfer with an error that is none of libcurl's.
    func fail(_ code: TransportError.Code, _ reason: String) {
        finish(.failure(TransportError(code, isUndelivered: !wasSent, reason)))
    }
}
