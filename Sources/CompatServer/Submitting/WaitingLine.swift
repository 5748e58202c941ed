/// Submissions that the Agents API has no room for yet, each principal's in the order in which they came.
///
/// The legacy services allowed more unfinished generations than the Agents API does, so what is refused for want of room
/// waits here instead. Pure: it is told what happens and when, and says what to send next. One submission of a principal is
/// on its way at a time, so that none overtakes another.
struct WaitingLine: Sendable {
    /// The most submissions of a principal that wait.
    static let capacity = 100
    /// How long a submission waits.
    static let patience = Duration.seconds(600)
    /// How long to wait for room if nobody says so.
    static let usualPause = Duration.seconds(60)
    /// The longest pause: room may come earlier than the Agents API thinks.
    private static let longestPause = Duration.seconds(120)

    private struct Place: Sendable {
        let id: String
        let deadline: Duration
        /// Whether it is not to be sent yet.
        var isHeld: Bool
    }

    private struct Line: Sendable {
        var places: [Place] = []
        /// Before when nothing is sent.
        var pause: Duration
        /// The submission on its way.
        var sending: String?
        /// Whether a generation has ended since that was sent: the refusal it meets may be out of date.
        var hasNewRoom = false

        /// The submission whose turn it is; nothing while one is on its way, or is held.
        var next: String? {
            sending == nil ? places.first.flatMap { $0.isHeld ? nil : $0.id } : nil
        }

        /// Those who can have waited for too long: of one on its way, or held, that is not known.
        var patients: [Place] { places.filter { $0.id != sending && !$0.isHeld } }
    }

    private var lines: [Fingerprint: Line] = [:]
    private var principals: [String: Fingerprint] = [:]

    /// Submissions that wait, those on their way among them.
    var count: Int { principals.count }

    /// Whether anybody of a principal waits, so that who comes now has to stand behind.
    func isOccupied(by principal: Fingerprint) -> Bool {
        lines[principal] != nil
    }

    /// Puts a submission into its principal's line: at the end, or before those that have waited for less.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - principal: Whose it is.
    ///   - now: The time.
    ///   - age: How long it has been waiting already, as after a restart.
    ///   - isHeld: Whether it, and who stands behind it, is not to be sent before ``release(_:)``.
    /// - Returns: Whether there was a place.
    mutating func enter(
        _ id: String, of principal: Fingerprint, at now: Duration, age: Duration = .zero, isHeld: Bool = false
    ) -> Bool {
        var line = lines[principal] ?? Line(pause: now)
        guard line.places.count < Self.capacity, principals[id] == nil else { return false }
        let deadline = now + Self.patience - age
        line.places.insert(
            Place(id: id, deadline: deadline, isHeld: isHeld),
            at: line.places.firstIndex { $0.deadline > deadline } ?? line.places.count)
        lines[principal] = line
        principals[id] = principal
        return true
    }

    /// Lets a submission be sent that was held.
    mutating func release(_ id: String) {
        guard let principal = principals[id], var line = lines[principal] else { return }
        for index in line.places.indices where line.places[index].id == id { line.places[index].isHeld = false }
        lines[principal] = line
    }

    /// The Agents API had no room for a submission: nothing of its principal is sent for a while.
    ///
    /// If it was the one on its way, it is the first again; another one goes on.
    ///
    /// - Parameters:
    ///   - id: The task's own id.
    ///   - duration: How long; nothing if nobody says so.
    ///   - now: The time.
    mutating func pause(_ id: String, for duration: Duration?, at now: Duration) {
        guard let principal = principals[id], var line = lines[principal] else { return }
        let pause = line.hasNewRoom ? .zero : min(duration ?? Self.usualPause, Self.longestPause)
        line.pause = max(line.pause, now + pause)
        if line.sending == id { line.sending = nil }
        lines[principal] = line
    }

    /// A generation of the principal has ended, so there may be room.
    mutating func makeRoom(for principal: Fingerprint, at now: Duration) {
        guard let line = lines[principal] else { return }
        lines[principal]?.pause = min(line.pause, now)
        lines[principal]?.hasNewRoom = line.sending != nil
    }

    /// Takes a submission out: it was accepted, refused, given up or deleted.
    ///
    /// - Parameter id: The task's own id.
    /// - Returns: Whether it stood in a line.
    @discardableResult
    mutating func leave(_ id: String) -> Bool {
        guard let principal = principals.removeValue(forKey: id), var line = lines[principal] else { return false }
        line.places.removeAll { $0.id == id }
        if line.sending == id { line.sending = nil }
        lines[principal] = line.places.isEmpty ? nil : line
        return true
    }

    /// The submissions to send now: the first of each principal who may send.
    ///
    /// They are on their way from then on.
    mutating func due(at now: Duration) -> [String] {
        var due: [String] = []
        for (principal, line) in lines where line.pause <= now {
            guard let first = line.next else { continue }
            lines[principal]?.sending = first
            lines[principal]?.hasNewRoom = false
            due.append(first)
        }
        return due
    }

    /// The submissions that have waited for too long.
    ///
    /// Those on their way are not among them: their fate is not known yet.
    func overdue(at now: Duration) -> [String] {
        lines.values.flatMap { line in line.patients.filter { $0.deadline <= now }.map(\.id) }
    }

    /// When something is due or overdue next; nothing if nobody waits.
    var nextMoment: Duration? {
        lines.values.flatMap { line in
            let expiries = line.patients.map(\.deadline)
            return line.next == nil ? expiries : expiries + [line.pause]
        }.min()
    }
}
