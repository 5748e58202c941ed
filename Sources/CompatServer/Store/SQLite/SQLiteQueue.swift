import HTTPTransport
import Synchronization

/// Threads with a connection each, which take jobs from one mailbox, many at once: a transaction for all of them.
///
/// While a transaction is committed, that is while the disk is waited for, the jobs of the next one gather. So the number of
/// jobs in a second is not bounded by that of commits.
final class SQLiteQueue: Sendable {
    /// What the transactions of a queue are for.
    struct Purpose: Sendable {
        /// Begins a transaction.
        let begin: SQL
        /// The most jobs of a transaction.
        let batch: Int
        /// The most jobs that wait.
        let capacity: Int

        /// Writing: no one else may write meanwhile.
        static let writing = Purpose(begin: "BEGIN IMMEDIATE", batch: 256, capacity: 16_384)
        /// Reading: everything is as it was at the first statement.
        static let reading = Purpose(begin: "BEGIN", batch: 32, capacity: 65_536)
    }

    /// What the queue has done so far.
    struct Counts: Sendable, Equatable {
        /// Jobs whose transactions were committed.
        var jobs = 0
        /// Transactions that were committed.
        var transactions = 0
        /// Whether the store has failed since something was last changed.
        var isFailing = false
    }

    private let purpose: Purpose
    private let mailbox: Mailbox<SQLiteJob>
    private let state = Mutex(State())

    private struct State {
        var counts = Counts()
        var threads = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// Creates a queue without threads.
    init(for purpose: Purpose) {
        self.purpose = purpose
        mailbox = Mailbox(capacity: purpose.capacity)
    }

    deinit {
        mailbox.close()
    }

    /// What the queue has done so far.
    var counts: Counts { state.withLock { $0.counts } }

    /// Jobs that no thread has begun.
    var waitingJobs: Int { mailbox.count }

    /// Starts a thread.
    ///
    /// - Parameter open: Opens the thread's connection, on the thread.
    /// - Throws: ``StoreError`` if that fails.
    func startThread(
        _ open: @escaping @Sendable () throws(StoreError) -> SQLiteDatabase
    ) async throws(StoreError) {
        // The thread does not keep the queue alive, so that a queue that nobody has any more ends its threads.
        let (mailbox, purpose) = (mailbox, purpose)
        let opened: Result<Void, StoreError> = await withCheckedContinuation { continuation in
            state.withLock { $0.threads += 1 }
            let thread = ServiceThread.start("agents-store") { [weak self] in
                Self.serve(mailbox, purpose, open) {
                    continuation.resume(returning: $0)
                } note: {
                    self?.note($0)
                }
                self?.endThread()
            }
            if let thread {
                thread.detach()
            } else {
                endThread()
                continuation.resume(returning: .failure(.noThread))
            }
        }
        try opened.get()
    }

    /// Does work on a connection and waits until it is committed.
    ///
    /// - Parameter work: The work. It runs at most one statement that writes, so that nothing of it is left if it fails.
    /// - Returns: What `work` returns.
    /// - Throws: ``StoreError``.
    func run<Result: Sendable>(
        _ work: @escaping @Sendable (SQLiteDatabase) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let result = await withCheckedContinuation { continuation in
            let job = SQLiteJob(continuation, work)
            switch mailbox.put(job) {
            case .accepted: break
            case .full: job.refuse(.overloaded)
            case .closed: job.refuse(.closed)
            }
        }
        return try result.get()
    }

    /// Does what waits, refuses what comes, and waits until the threads have closed their connections.
    func close() async {
        mailbox.close()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.threads > 0 { state.waiting.append(continuation) }
                return state.threads == 0
            }
            if isOver { continuation.resume() }
        }
    }

    /// Does jobs until the mailbox is closed; the connection is closed when this returns.
    private static func serve(
        _ mailbox: Mailbox<SQLiteJob>, _ purpose: Purpose,
        _ open: () throws(StoreError) -> SQLiteDatabase,
        opened: (Result<Void, StoreError>) -> Void,
        note: (SQLiteBatch.Event) -> Void
    ) {
        let database: SQLiteDatabase
        do throws(StoreError) {
            database = try open()
        } catch {
            return opened(.failure(error))
        }
        opened(.success(()))
        while true {
            let jobs = mailbox.take(upTo: purpose.batch)
            if jobs.isEmpty { return }
            SQLiteBatch(jobs).run(on: database, begin: purpose.begin, note: note)
            let isErasureDue = mailbox.count == 0 && database.isErasureDue(at: .now)
            if isErasureDue || database.log?.isTooLong == true { database.eraseTraces() }
        }
    }

    private func note(_ event: SQLiteBatch.Event) {
        state.withLock { state in
            switch event {
            case .committed(let jobs, let hasChanges):
                state.counts.jobs += jobs
                state.counts.transactions += 1
                // Nothing is written where nothing was changed, so that shows nothing.
                if hasChanges { state.counts.isFailing = false }
            case .failed:
                state.counts.isFailing = true
            }
        }
    }

    private func endThread() {
        let waiting = state.withLock { state in
            state.threads -= 1
            guard state.threads == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
