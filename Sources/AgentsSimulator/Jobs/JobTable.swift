/// The jobs that are remembered.
///
/// A long run must not fill the memory: beyond a bound the oldest jobs that have ended are forgotten, and beyond twice
/// the bound the oldest whatever their state.
struct JobTable: Sendable {
    private var jobs: [Identifier: Job] = [:]
    /// The identifiers by age, behind a part that was already taken.
    private var order: [Identifier] = []
    private var oldest = 0
    private let capacity: Int

    /// Creates an empty table.
    ///
    /// - Parameter capacity: How many jobs are remembered.
    init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    /// Jobs that are remembered.
    var count: Int { jobs.count }

    /// The job of an identifier, if it is remembered.
    subscript(_ id: Identifier) -> Job? { jobs[id] }

    /// Some of the jobs in the order in which they were accepted, but for those that were long-lived.
    ///
    /// - Parameters:
    ///   - count: How many at most; those that were accepted last.
    ///   - isWanted: Which jobs count.
    /// - Returns: The jobs.
    func newest(_ count: Int, where isWanted: (Job) -> Bool) -> [Job] {
        var found: [Job] = []
        for id in order[oldest...].reversed() {
            if found.count == count { break }
            if let job = jobs[id], isWanted(job) { found.append(job) }
        }
        return found.reversed()
    }

    /// Remembers a job.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - now: The time, which says which of the others have ended.
    mutating func insert(_ job: Job, at now: Duration) {
        jobs[job.id] = job
        order.append(job.id)
        if jobs.count > capacity { forget(at: now) }
    }

    /// Counts a question about a job of a client.
    ///
    /// - Returns: The job, if it is remembered and the client's.
    mutating func poll(_ id: Identifier, by client: ClientID) -> Job? {
        guard let index = jobs.index(forKey: id), jobs.values[index].client == client else { return nil }
        jobs.values[index].polls += 1
        return jobs.values[index]
    }

    /// Forgets one job, in a number of steps that does not grow with the table.
    private mutating func forget(at now: Duration) {
        for _ in 0..<8 {
            let id = order[oldest]
            oldest += 1
            if jobs.count > 2 * capacity || jobs[id]?.isTerminal(at: now) ?? true {
                jobs[id] = nil
                break
            }
            order.append(id)
        }
        if oldest > order.count / 2 {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}
