import HTTPTransport

/// A thread that waits for the disk, so that none of those that everybody shares has to.
final class DiskQueue: Sendable {
    private let mailbox = Mailbox<@Sendable () -> Void>(capacity: 4096)

    /// Starts the thread.
    init() {
        let mailbox = mailbox
        let thread = ServiceThread.start("agents-media") {
            while case let jobs = mailbox.take(upTo: 1), !jobs.isEmpty {
                for job in jobs { job() }
            }
        }
        // Without a thread nothing is taken, and everybody hears of it.
        if let thread { thread.detach() } else { mailbox.close() }
    }

    deinit {
        mailbox.close()
    }

    /// Does work on the thread.
    ///
    /// - Parameter work: The work.
    /// - Returns: What `work` returns.
    /// - Throws: What `work` throws, or that there is no room for more work.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(SystemError) -> Value
    ) async throws(SystemError) -> Value {
        let result: Result<Value, SystemError> = await withCheckedContinuation { continuation in
            let acceptance = mailbox.put {
                do throws(SystemError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            if acceptance != .accepted { continuation.resume(returning: .failure(.noRoom)) }
        }
        return try result.get()
    }
}
