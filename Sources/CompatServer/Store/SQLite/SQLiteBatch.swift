/// Jobs that share a transaction.
struct SQLiteBatch {
    /// What happens to a transaction.
    enum Event {
        /// It was committed.
        case committed(jobs: Int, hasChanges: Bool)
        /// The store could not do it.
        case failed
    }

    private var jobs: [SQLiteJob]

    /// Creates a batch.
    init(_ jobs: [SQLiteJob]) {
        self.jobs = jobs
    }

    /// Does the jobs in one transaction, and delivers their results when it is committed.
    ///
    /// A job that fails leaves the others alone. Some faults, such as a full disk, end the whole transaction: then the job
    /// that met the fault fails, and the others are done again without it.
    ///
    /// - Parameters:
    ///   - database: The connection.
    ///   - begin: Begins the transaction.
    ///   - note: Called with what happens to a transaction, before results are delivered.
    consuming func run(on database: SQLiteDatabase, begin: SQL, note: (Event) -> Void) {
        while !jobs.isEmpty {
            let changes = database.totalChanges
            do throws(StoreError) {
                try database.run(begin)
            } catch {
                note(.failed)
                for job in jobs { job.refuse(error) }
                return
            }
            let deliveries = perform(on: database)
            if deliveries.count < jobs.count || !database.isInTransaction {
                note(.failed)
                deliveries.last?(nil)
                jobs.remove(at: deliveries.count - 1)
                continue
            }
            #if DEBUG
                if begin == SQLiteQueue.Purpose.writing.begin { CrashPoints.pass("before a commit") }
            #endif
            let failure = commit(database)
            #if DEBUG
                if begin == SQLiteQueue.Purpose.writing.begin { CrashPoints.pass("after a commit") }
            #endif
            let hasChanges = database.totalChanges != changes
            note(failure == nil ? .committed(jobs: jobs.count, hasChanges: hasChanges) : .failed)
            for delivery in deliveries { delivery(failure) }
            return
        }
    }

    /// Does the jobs up to the first that ends the transaction.
    private func perform(on database: SQLiteDatabase) -> [SQLiteJob.Delivery] {
        var deliveries: [SQLiteJob.Delivery] = []
        for job in jobs {
            deliveries.append(job.perform(database))
            if !database.isInTransaction { break }
        }
        return deliveries
    }

    private func commit(_ database: SQLiteDatabase) -> StoreError? {
        do throws(StoreError) {
            try database.run("COMMIT")
            return nil
        } catch {
            // Rolling back can fail only because the transaction is over already.
            if database.isInTransaction { try? database.run("ROLLBACK") }
            return error
        }
    }
}
