import AgentsCore
import CCurl

/// The transfers that libcurl is busy with, and those that wait for their turn, on the thread that runs it.
///
/// libcurl can keep requests waiting too, but takes no notice of their time then.
struct CurlSession: ~Copyable {
    private let multi: MultiHandle
    private let limits: CurlTransport.Limits
    private var active: [ObjectIdentifier: (transfer: Transfer, handle: EasyHandle)] = [:]
    private var waiting: [Transfer] = []
    private var spare: [EasyHandle] = []

    /// Creates a session without transfers.
    init(_ multi: MultiHandle, limits: CurlTransport.Limits) {
        self.multi = multi
        self.limits = limits
    }

    /// Milliseconds after which to go on although nothing has happened.
    var patience: Int32 { waiting.isEmpty ? 60_000 : 50 }

    /// Begins a transfer, or lets it wait.
    mutating func start(_ transfer: Transfer) {
        if active.count < limits.maximumRequests { begin(transfer) } else { waiting.append(transfer) }
    }

    /// Ends a transfer that nobody waits for any more, if it has begun or waits.
    mutating func cancel(_ transfer: Transfer) {
        let index = waiting.firstIndex { $0 === transfer }
        if let index { waiting.remove(at: index) }
        if release(transfer) != nil || index != nil { Self.fail(transfer) }
    }

    /// Sends and receives what can be without waiting, and ends what is complete.
    mutating func advance() {
        multi.perform()
        while let (transfer, code) = multi.nextFinished() {
            if let detail = release(transfer) { finish(transfer, code, detail) }
        }
        guard !waiting.isEmpty else { return }
        expire()
        let room = max(0, limits.maximumRequests - active.count)
        for transfer in waiting.prefix(room) { begin(transfer) }
        waiting.removeFirst(min(room, waiting.count))
    }

    /// Ends all transfers.
    mutating func shutDown() {
        for transfer in active.values.map(\.transfer) + waiting {
            _ = release(transfer)
            transfer.fail(.shutDown, "the transport was shut down")
        }
    }

    private mutating func begin(_ transfer: Transfer) {
        guard !transfer.isCancelled else { return Self.fail(transfer) }
        guard let handle = spare.popLast() ?? EasyHandle() else {
            return transfer.fail(.unreachable, "memory has run out")
        }
        guard handle.prepare(transfer, limits: limits) else {
            return transfer.fail(.unreachable, "memory has run out")
        }
        guard multi.add(handle) else { return transfer.fail(.unreachable, "libcurl takes no more requests") }
        active[ObjectIdentifier(transfer)] = (transfer, handle)
    }

    private mutating func expire() {
        let now = ContinuousClock.now
        waiting.removeAll { transfer in
            guard transfer.deadline <= now else { return false }
            transfer.fail(.timedOut, "too many other requests were on their way")
            return true
        }
    }

    private func finish(_ transfer: Transfer, _ code: CURLcode, _ detail: String) {
        if transfer.reader.isTooLarge {
            transfer.fail(.responseTooLarge, "the answer is larger than allowed")
        } else if code != CURLE_OK {
            transfer.finish(.failure(TransportError(code, detail, wasSent: transfer.wasSent)))
        } else if !transfer.reader.hasHead {
            transfer.fail(.connectionLost, "the connection ended in the middle of the answer")
        } else {
            transfer.finish(.success(transfer.reader.response))
        }
    }

    /// Frees a transfer's handle; returns libcurl's last words on it.
    private mutating func release(_ transfer: Transfer) -> String? {
        guard let (_, handle) = active.removeValue(forKey: ObjectIdentifier(transfer)) else { return nil }
        multi.remove(handle)
        let detail = handle.detail
        handle.reset()
        if spare.count < limits.maximumIdleConnections { spare.append(handle) }
        return detail
    }

    private static func fail(_ transfer: Transfer) {
        transfer.fail(.cancelled, "the task was cancelled")
    }
}
