import AgentsCore

/// What changes while the simulator runs.
struct SimulatorState: Sendable {
    /// The jobs.
    var jobs: JobTable
    /// The files.
    var files: FileTable
    /// The clients and their limits.
    var clients: ClientTable
    /// The counts.
    var statistics = Statistics()
    /// The faults to come.
    var faults = FaultPlan()
    /// How many URLs were made.
    var serial: UInt64 = 0
    private let options: SimulatorOptions

    /// A start without anything.
    init(_ options: SimulatorOptions) {
        self.options = options
        jobs = JobTable(capacity: options.rememberedJobs)
        files = FileTable(capacity: options.rememberedFiles)
        clients = ClientTable(limits: options.limits)
    }

    /// Counts a request and decides what befalls it.
    mutating func begin(_ endpoint: Endpoint) -> FaultPlan.Fault? {
        statistics.begin()
        return faults.next(for: endpoint)
    }

    /// Forgets jobs, files, clients, counts and faults.
    mutating func reset() {
        jobs = JobTable(capacity: options.rememberedJobs)
        files = FileTable(capacity: options.rememberedFiles)
        clients = ClientTable(limits: options.limits)
        statistics.reset()
        faults = FaultPlan()
    }

    /// The counts as a JSON document.
    mutating func json(at now: Duration) -> [UInt8] {
        statistics.json(jobs, at: now)
    }
}

/// One moment on both clocks.
struct Moment: Sendable {
    /// The time as it is measured.
    let measured: Duration
    /// The time as it is told.
    let wall: WallTime

    /// The present moment.
    init(_ clock: any ServerClock) {
        measured = clock.now
        wall = clock.wallTime
    }
}

/// What becomes of a request.
enum SimulatorResult: Sendable {
    /// It is answered.
    case response(HTTPResponse)
    /// The connection is closed.
    case disconnect
    /// Nothing, until the client gives up.
    case stall
}
