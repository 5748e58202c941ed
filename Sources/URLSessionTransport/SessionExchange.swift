import AgentsCore
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A request on its way through Foundation, and whoever waits for its answer.
///
/// It ends once: with an answer, a failure, the end of its time or its task's cancellation, whatever comes first.
final class SessionExchange: Sendable {
    /// How an exchange ends.
    typealias Outcome = Result<HTTPResponse, TransportError>

    private struct State {
        var response: HTTPURLResponse?
        var body: [UInt8] = []
        /// Why the exchange was ended here, if it was.
        var verdict: TransportError?
        var hasBegun = false
        var waiter: CheckedContinuation<Outcome, Never>?
    }

    private let state = Mutex(State())
    private let maximumBytes: Int

    /// Creates an exchange.
    ///
    /// - Parameter maximumBytes: The most bytes of a body that are accepted.
    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Sends a request and waits for the end.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - session: What sends it; its delegate is a ``SessionDelegate``.
    ///   - timeout: How long it may take.
    /// - Returns: How it ended.
    func run(_ request: URLRequest, in session: URLSession, timeout: Duration) async -> Outcome {
        guard !Task.isCancelled else {
            return .failure(TransportError(.cancelled, isUndelivered: true, "the task was cancelled"))
        }
        let task = session.dataTask(with: request)
        guard let delegate = session.delegate as? SessionDelegate else {
            return .failure(TransportError(.shutDown, isUndelivered: true, "the session has ended"))
        }
        delegate.add(self, for: task)
        let timer = Task {
            // No time is not all time.
            try? await Task.sleep(for: min(max(timeout, .milliseconds(1)), .seconds(86_400)))
            end(task, .timedOut, "no whole answer in time")
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in begin(task, waiter) }
        } onCancel: {
            end(task, .cancelled, "the task was cancelled")
        }
    }

    private func begin(_ task: URLSessionTask, _ waiter: CheckedContinuation<Outcome, Never>) {
        let verdict = state.withLock { state in
            state.hasBegun = state.verdict == nil
            if state.hasBegun { state.waiter = waiter }
            return state.verdict
        }
        if let verdict {
            waiter.resume(returning: .failure(verdict))
        } else {
            task.resume()
        }
    }

    /// Ends the exchange at once; Foundation learns of it, but nobody waits for its word.
    private func end(_ task: URLSessionTask, _ code: TransportError.Code, _ reason: String) {
        let (waiter, verdict) = state.withLock { state in
            let verdict = state.verdict ?? TransportError(code, isUndelivered: !state.hasBegun, reason)
            state.verdict = verdict
            defer { state.waiter = nil }
            return (state.waiter, verdict)
        }
        waiter?.resume(returning: .failure(verdict))
        task.cancel()
    }

    /// Takes the head of an answer.
    func receive(_ response: URLResponse) {
        state.withLock { $0.response = response as? HTTPURLResponse }
    }

    /// Takes a piece of the body.
    ///
    /// - Parameters:
    ///   - data: The piece.
    ///   - task: Its task, which ends if the body is too large.
    func receive(_ data: Data, of task: URLSessionTask) {
        let isTooLarge = state.withLock { state in
            guard data.count <= maximumBytes - state.body.count else { return true }
            state.body.append(contentsOf: data)
            return false
        }
        guard isTooLarge else { return }
        end(task, .responseTooLarge, "the answer is larger than allowed")
    }

    /// Takes the end.
    ///
    /// - Parameters:
    ///   - error: Foundation's error, if there was one.
    ///   - sentBytes: Bytes of the request's body that were sent.
    func finish(_ error: (any Error)?, sentBytes: Int64) {
        let (waiter, outcome) = state.withLock { state in
            defer { state.waiter = nil }
            return (state.waiter, Self.outcome(state, error, sentBytes))
        }
        waiter?.resume(returning: outcome)
    }

    private static func outcome(_ state: State, _ error: (any Error)?, _ sentBytes: Int64) -> Outcome {
        if let verdict = state.verdict { return .failure(verdict) }
        if let error { return .failure(TransportError(error, sentBytes: sentBytes)) }
        guard let response = state.response else {
            return .failure(
                TransportError(.connectionLost, isUndelivered: false, "the connection ended without an answer"))
        }
        return .success(HTTPResponse(response, body: state.body))
    }
}

extension HTTPResponse {
    /// An answer as Foundation has it: fields of one name are one, and those that frame the body are left out.
    fileprivate init(_ response: HTTPURLResponse, body: [UInt8]) {
        self.init(response.statusCode, body: body)
        let fields = response.allHeaderFields.compactMap { name, value in
            (name as? String).flatMap { name in (value as? String).map { (name, $0) } }
        }
        for (name, value) in fields.sorted(by: { $0.0 < $1.0 }) where !FieldSyntax.isFraming(name) {
            self.fields.append(name, value)
        }
    }
}
