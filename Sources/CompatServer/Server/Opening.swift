import Synchronization

/// Lets calls wait until the server has taken up what an earlier run left.
///
/// The retry of a submission must not overtake the memory of that submission: it would be paid again.
final class Opening: Sendable {
    private struct State {
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// How many wait.
    var waiterCount: Int { state.withLock(\.waiters.count) }

    /// Makes whoever comes from now on wait.
    func close() {
        state.withLock { $0.isClosed = true }
    }

    /// Lets everyone through, those who wait among them.
    func open() {
        let waiters = state.withLock { state in
            defer { state = State() }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until it is open.
    func pass() async {
        guard state.withLock(\.isClosed) else { return }
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                if state.isClosed { state.waiters.append(continuation) }
                return state.isClosed
            }
            if !isClosed { continuation.resume() }
        }
    }
}
