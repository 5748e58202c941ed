import Dispatch
import Synchronization

/// The one place where the command line's thread waits for asynchronous work.
enum Blocking {
    /// Runs asynchronous work to its end.
    ///
    /// - Parameter work: The work; it runs on the threads of Swift's concurrency, none of which waits here.
    /// - Returns: What `work` returns.
    /// - Throws: What `work` throws.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let box = Box<Value>()
        Task.detached {
            do {
                let value = try await work()
                box.result.withLock { $0 = .success(value) }
            } catch {
                box.result.withLock { $0 = .failure(error) }
            }
            done.signal()
        }
        done.wait()
        guard let result = box.result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }

    private final class Box<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }
}
