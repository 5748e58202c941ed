/// Whose question goes out next: of all keys that have room, the task that has been due the longest.
///
/// Pure: it is told the time, what is due and what came of each question. Places are those of tasks and of keys; an entry
/// that does not hold any more is for the caller to see.
struct PollAgenda: Sendable {
    /// The questions of one key.
    private struct Lane: Sendable {
        var queue = DueQueue<UInt32>()
        var pace = KeyPace()
        /// The moment of the lane's entry among all lanes.
        var moment: Duration?
    }

    /// A question that may go out.
    struct Turn: Sendable, Equatable {
        /// The place of the task.
        let task: UInt32
        /// When the question was due.
        let due: Duration
    }

    let limits: KeyPace.Limits
    private var lanes: [Lane] = []
    private var moments = DueQueue<UInt32>()

    /// Creates an agenda on which nothing stands.
    init(_ limits: KeyPace.Limits = KeyPace.Limits()) {
        self.limits = limits
    }

    /// When the next question may go out; nothing if none may before something else happens.
    mutating func nextMoment() -> Duration? {
        while let first = moments.first {
            if lanes[Int(first.item)].moment == first.due { return first.due }
            _ = moments.popDue(at: first.due)
        }
        return nil
    }

    /// How long the question has been due that has been due the longest, questions that must wait not counted.
    func lateness(at now: Duration) -> Duration {
        let moments = lanes.lazy.compactMap { lane in lane.queue.first.flatMap { lane.pace.earliest(from: $0.due) } }
        return max(now - (moments.min() ?? now), .zero)
    }

    /// Begins anew with a key, whose place may have been another's.
    ///
    /// - Parameters:
    ///   - key: Its place.
    ///   - isKnown: Whether there is a key to ask with.
    mutating func open(_ key: UInt32, isKnown: Bool) {
        while lanes.count <= Int(key) { lanes.append(Lane()) }
        lanes[Int(key)] = Lane(pace: KeyPace(isRefused: !isKnown))
    }

    /// Notes when a task is due.
    mutating func insert(_ task: UInt32, of key: UInt32, due: Duration, at now: Duration) {
        lanes[Int(key)].queue.insert(.init(due: due, task))
        arrange(key, at: now)
    }

    /// The next question that may go out; it is taken off.
    mutating func next(at now: Duration) -> Turn? {
        while let entry = moments.popDue(at: now) {
            let key = Int(entry.item)
            // Only the latest entry of a lane holds.
            guard lanes[key].moment == entry.due else { continue }
            lanes[key].moment = nil
            let turn = lanes[key].pace.nextMoment == nil ? nil : lanes[key].queue.popDue(at: now)
            arrange(entry.item, at: now)
            if let turn { return Turn(task: turn.item, due: turn.due) }
        }
        return nil
    }

    /// A question goes out with a key.
    mutating func begin(_ key: UInt32, at now: Duration) {
        lanes[Int(key)].pace.begin(at: now, limits)
        arrange(key, at: now)
    }

    /// A question with a key has come to its end.
    mutating func end(_ key: UInt32, _ finding: KeyPace.Finding, at now: Duration, jitter: Double) {
        lanes[Int(key)].pace.end(finding, at: now, jitter: jitter, limits)
        arrange(key, at: now)
    }

    /// Whether a key is not accepted, or not there.
    func isRefused(_ key: UInt32) -> Bool { lanes[Int(key)].pace.isRefused }

    /// Whether a client's question may wait for its turn, because the key is neither refused nor told to wait.
    func hasRoomSoon(_ key: UInt32, at now: Duration) -> Bool {
        lanes[Int(key)].pace.earliest(from: now).map { $0 <= now + PollState.freshness } ?? false
    }

    /// Somebody has brought a key.
    mutating func retry(_ key: UInt32, at now: Duration) {
        lanes[Int(key)].pace.retry()
        arrange(key, at: now)
    }

    /// Puts a lane where its first question belongs: among those that may go out, by the time since which it is due.
    private mutating func arrange(_ key: UInt32, at now: Duration) {
        let lane = lanes[Int(key)]
        let moment = lane.queue.first.flatMap { first in
            lane.pace.nextMoment.map { $0 <= now ? first.due : max($0, first.due) }
        }
        guard moment != lane.moment else { return }
        lanes[Int(key)].moment = moment
        if let moment { moments.insert(.init(due: moment, key)) }
    }
}
