import AgentsCore

/// How long a job waits and works.
struct Schedule: Sendable, Equatable {
    /// Time in the queue.
    let queued: Duration
    /// Time from the submission to the end; nothing if the job never ends.
    let total: Duration?

    /// The times of a kind of job at real speed.
    static func usual(for kind: Generation.Kind) -> Schedule {
        kind.isVideo
            ? Schedule(queued: .seconds(5), total: .seconds(60)) : Schedule(queued: .seconds(2), total: .seconds(30))
    }

    /// The times of a job with directives.
    ///
    /// - Parameters:
    ///   - kind: What the job makes.
    ///   - directives: What the prompt asks for.
    ///   - speed: What every time is divided by.
    init(for kind: Generation.Kind, _ directives: Directives, speed: Double) {
        let usual = Self.usual(for: kind)
        guard !directives.neverEnds else {
            self.init(queued: usual.queued / speed, total: nil)
            return
        }
        let total = directives.duration ?? usual.total ?? .zero
        // A job that is quicker than usual leaves the queue as much earlier.
        let queued = min(usual.queued, total * (usual.queued / (usual.total ?? usual.queued)))
        self.init(queued: queued / speed, total: total / speed)
    }

    private init(queued: Duration, total: Duration?) {
        (self.queued, self.total) = (queued, total)
    }
}

extension Generation.Kind {
    /// Whether a video is made.
    var isVideo: Bool { self == .video || self == .videoEdit || self == .videoReframe }
}
