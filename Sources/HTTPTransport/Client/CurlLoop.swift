import AgentsCore
import Synchronization

/// The thread that runs libcurl, and the way to it.
final class CurlLoop: Sendable {
    private let multi: MultiHandle
    private let inbox = Mutex(Inbox())

    /// What other threads ask of this one.
    private struct Inbox {
        var submitted: [Transfer] = []
        var cancelled: [Transfer] = []
        var isEnding = false
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        var thread: ServiceThread?
    }

    /// Starts a thread.
    ///
    /// Fails if the system has no threads, descriptors or memory left.
    ///
    /// - Parameter limits: What the transport keeps and accepts.
    init?(_ limits: CurlTransport.Limits) {
        guard let multi = MultiHandle(limits) else { return nil }
        self.multi = multi
        let isStarted = inbox.withLock { inbox in
            inbox.thread = ServiceThread.start("curl") { [self] in run(limits) }
            return inbox.thread != nil
        }
        guard isStarted else {
            multi.close()
            return nil
        }
    }

    /// Hands a transfer over.
    func submit(_ transfer: Transfer) {
        let isOpen = inbox.withLock { inbox in
            guard !inbox.isEnding else { return false }
            // Whoever found the inbox empty has woken the thread already.
            let isFirst = inbox.submitted.isEmpty
            inbox.submitted.append(transfer)
            if isFirst { multi.wakeUp() }
            return true
        }
        if !isOpen { transfer.fail(.shutDown, "the transport was shut down") }
    }

    /// Asks for the end of a transfer that has been handed over, or may be later.
    func cancel(_ transfer: Transfer) {
        inbox.withLock { inbox in
            guard !inbox.isEnding else { return }
            inbox.cancelled.append(transfer)
            multi.wakeUp()
        }
    }

    /// Ends the thread without waiting for that.
    func end() {
        let thread = inbox.withLock { inbox in
            if !inbox.isEnding { multi.wakeUp() }
            inbox.isEnding = true
            return inbox.thread.take()
        }
        thread?.detach()
    }

    /// Ends all transfers and the thread.
    func shutDown() async {
        await withCheckedContinuation { waiter in
            let hasEnded = inbox.withLock { inbox in
                if !inbox.isEnding { multi.wakeUp() }
                inbox.isEnding = true
                if !inbox.hasEnded { inbox.waiters.append(waiter) }
                return inbox.hasEnded
            }
            if hasEnded { waiter.resume() }
        }
        // The thread has nothing left to do, so this takes no time.
        inbox.withLock { $0.thread.take() }?.join()
    }

    private func run(_ limits: CurlTransport.Limits) {
        serve(limits)
        // Here and not elsewhere: saying farewell on a broken connection raises a signal on other threads.
        multi.close()
        let waiters = inbox.withLock { inbox in
            inbox.hasEnded = true
            defer { inbox.waiters = [] }
            return inbox.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func serve(_ limits: CurlTransport.Limits) {
        var session = CurlSession(multi, limits: limits)
        while true {
            let (submitted, cancelled, isEnding) = inbox.withLock { inbox in
                defer {
                    inbox.submitted = []
                    inbox.cancelled = []
                }
                return (inbox.submitted, inbox.cancelled, inbox.isEnding)
            }
            for transfer in submitted { session.start(transfer) }
            for transfer in cancelled { session.cancel(transfer) }
            if isEnding { return session.shutDown() }
            session.advance()
            multi.wait(milliseconds: session.patience)
        }
    }
}
