#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Hands messages to threads that wait for them.
@safe final class Mailbox<Message: Sendable>: @unchecked Sendable {
    // Sendable because every access to what changes happens under the lock, whose address must not change: hence pointers.

    /// What became of a message.
    enum Acceptance {
        /// A thread will get it.
        case accepted
        /// Too many wait already.
        case full
        /// Nobody takes messages any more.
        case closed
    }

    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    private let capacity: Int
    private var messages: [Message] = []
    private var isClosed = false

    /// Creates an empty mailbox that holds up to `capacity` messages.
    init(capacity: Int) {
        self.capacity = capacity
        unsafe lock = .allocate(capacity: 1)
        unsafe arrival = .allocate(capacity: 1)
        unsafe pthread_mutex_init(lock, nil)
        unsafe pthread_cond_init(arrival, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(arrival)
        unsafe pthread_mutex_destroy(lock)
        unsafe arrival.deallocate()
        unsafe lock.deallocate()
    }

    /// Messages that no thread has taken yet.
    var count: Int { locked { messages.count } }

    /// Adds a message and wakes a thread.
    func put(_ message: Message) -> Acceptance {
        locked {
            if isClosed { return .closed }
            if messages.count >= capacity { return .full }
            messages.append(message)
            unsafe pthread_cond_signal(arrival)
            return .accepted
        }
    }

    /// Waits for messages and takes up to `limit` of them, oldest first; none once the mailbox is closed and empty.
    func take(upTo limit: Int) -> [Message] {
        locked {
            while messages.isEmpty && !isClosed { unsafe pthread_cond_wait(arrival, lock) }
            let taken = Array(messages.prefix(limit))
            messages.removeFirst(taken.count)
            return taken
        }
    }

    /// Takes no more messages; those that wait are still handed out.
    func close() {
        locked {
            isClosed = true
            unsafe pthread_cond_broadcast(arrival)
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return body()
    }
}
