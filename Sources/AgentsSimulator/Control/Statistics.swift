import AgentsCore

/// What has happened since the start, or since the last reset.
struct Statistics: Sendable {
    /// How a request ended.
    enum Ending: Hashable, Sendable {
        /// With this status.
        case status(Int)
        /// With the connection closed on purpose.
        case disconnected
        /// With nothing: the client hung up before an answer.
        case unanswered
    }

    /// How many jobs the counts name one by one: of a longer run those that were created last.
    static let maximumPolledJobs = 10_000

    private var endings: [[Ending: Int]] = Array(repeating: [:], count: Endpoint.allCases.count)
    private var inFlight = 0
    private var inFlightPeak = 0
    private var jobsCreated = 0
    private var running = DeadlineQueue()
    private var runningPeak = 0

    /// Counts a request that has begun.
    mutating func begin() {
        inFlight += 1
        inFlightPeak = max(inFlightPeak, inFlight)
    }

    /// Counts a request that has ended.
    mutating func end(_ endpoint: Endpoint, _ ending: Ending) {
        inFlight -= 1
        endings[endpoint.rawValue][ending, default: 0] += 1
    }

    /// Counts a job.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - end: When it ends.
    mutating func addJob(at now: Duration, until end: Duration) {
        jobsCreated += 1
        running.removeReached(by: now)
        running.insert(end)
        runningPeak = max(runningPeak, running.count)
    }

    /// Forgets everything but the requests that have not ended.
    mutating func reset() {
        let inFlight = inFlight
        self = Statistics()
        (self.inFlight, inFlightPeak) = (inFlight, inFlight)
    }

    /// The counts as a JSON document.
    ///
    /// - Parameters:
    ///   - jobs: The jobs that are remembered.
    ///   - now: The time.
    /// - Returns: The document.
    mutating func json(_ jobs: JobTable, at now: Duration) -> [UInt8] {
        running.removeReached(by: now)
        var output = ByteBuffer(capacity: 4096)
        output.append("{\"requests\":{")
        writeRequests(to: &output)
        output.append("},\"jobs_created\":")
        output.append(decimal: jobsCreated)
        output.append(",\"jobs_remembered\":")
        output.append(decimal: jobs.count)
        output.append(",\"concurrent_jobs\":")
        output.append(decimal: running.count)
        output.append(",\"concurrent_jobs_peak\":")
        output.append(decimal: runningPeak)
        output.append(",\"concurrent_requests_peak\":")
        output.append(decimal: inFlightPeak)
        output.append(",\"polls\":{")
        var isFirst = true
        for job in jobs.newest(Self.maximumPolledJobs, where: { $0.polls > 0 }) {
            Self.separate(&isFirst, in: &output)
            output.appendJSON(job.id.description)
            output.append(UInt8(ascii: ":"))
            output.append(decimal: job.polls)
        }
        output.append("}}")
        return output.array()
    }

    private func writeRequests(to output: inout ByteBuffer) {
        var isFirst = true
        for endpoint in Endpoint.allCases where !endings[endpoint.rawValue].isEmpty {
            Self.separate(&isFirst, in: &output)
            output.appendJSON(endpoint.name)
            output.append(":{")
            let counts = endings[endpoint.rawValue].map { ($0.key.name, $0.value) }.sorted { $0.0 < $1.0 }
            var isFirstCount = true
            for (name, count) in counts {
                Self.separate(&isFirstCount, in: &output)
                output.appendJSON(name)
                output.append(UInt8(ascii: ":"))
                output.append(decimal: count)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func separate(_ isFirst: inout Bool, in output: inout ByteBuffer) {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        isFirst = false
    }
}

extension Statistics.Ending {
    /// The name in the counts.
    fileprivate var name: String {
        switch self {
        case .status(let status): String(status)
        case .disconnected: "disconnected"
        case .unanswered: "unanswered"
        }
    }
}
