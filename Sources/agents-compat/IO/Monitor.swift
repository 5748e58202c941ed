#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A value that several threads use in turns, and whose changes they can wait for.
final class Monitor<Value: ~Copyable>: @unchecked Sendable {
    // Sendable although the value may not be: it is touched only by the thread that holds the lock.
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    /// Creates a monitor; nobody else may hold on to what the value refers to.
    init(_ value: consuming Value) {
        self.value = value
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// Uses the value alone, in a way that nobody waits for.
    ///
    /// Waking a thread that finds nothing to do costs more than converting a dozen records.
    func use<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body(&value)
    }

    /// Uses the value alone, and wakes those who wait if `body` says that it is for them.
    func change(_ body: (inout Value) -> Bool) {
        pthread_mutex_lock(lock)
        let isForOthers = body(&value)
        pthread_mutex_unlock(lock)
        if isForOthers { pthread_cond_broadcast(changed) }
    }

    /// Uses the value alone, again after each change, until `body` has a result; what it takes away, nobody waits for.
    func wait<Result>(_ body: (inout Value) -> Result?) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while true {
            if let result = body(&value) { return result }
            pthread_cond_wait(changed, lock)
        }
    }
}
