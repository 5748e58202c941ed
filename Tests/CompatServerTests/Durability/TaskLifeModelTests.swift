import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// Every order of eight events that can befall a task, each with what must hold after it; and longer ones, drawn by chance.
@Suite struct TaskLifeModelTests {
    /// What can happen, from the client's side to the receiver's.
    enum Event: String, CaseIterable {
        case submit
        /// What comes of sending it.
        case accept, refuse, lose, noRoom
        /// It stands in line.
        case turn, lineOver
        /// What the Agents API says when it is asked.
        case unfinished, missing, keyRefused, unavailable, completed, failed
        /// A key is brought, or time is up.
        case key, deadline
        case clientDeletes, restart
        /// The callback.
        case claim, taken, notTaken, givenUp, claimOver, replay
        /// Retention.
        case outlive, forget
    }

    /// A rule that does not hold.
    struct Broken: Error {
        let rule: String
    }

    /// A task whose client wants to be called, and what an onlooker would remember of it.
    struct Situation: Hashable {
        var life = TaskLifeModel()
        /// Whether it has been submitted: a task comes but once.
        var isBorn = false
        /// Whether a request is on its way to the Agents API.
        var isUnderway = false
        /// Whether the client was told that it is queued.
        var isPromised = false
        /// Generations that the Agents API may have made of it.
        var payments = 0
        var poll: PollState?
        /// Whether the key to ask with was refused; nobody asks before it is brought again.
        var isKeyRefused = false
        /// Steps that the receiver was sent, the highest of them.
        var told = 0
    }

    private static let deadline = Duration.seconds(7200)
    private static let asked = PollState(PollCadence(for: .video), now: .zero, deadline: deadline)

    /// Does what the server does about an event; nothing where it cannot happen.
    static func apply(_ event: Event, to situation: Situation) throws -> Situation? {
        var next = situation
        switch event {
        case .submit:
            guard !situation.isBorn else { return nil }
            try next.life.undergo(.submitted)
            next.isBorn = true
            try next.send()
        case .accept, .refuse, .lose, .noRoom:
            guard situation.isUnderway else { return nil }
            next.isUnderway = false
            // The client may have deleted it meanwhile; then the answer is nobody's.
            guard situation.life.place != .deleted else { return next }
            try next.answer(event)
        case .turn:
            guard situation.life.place == .waiting else { return nil }
            try next.life.undergo(.sent)
            try next.send()
        case .lineOver:
            guard situation.life.place == .waiting else { return nil }
            try next.life.undergo(.givenUp, telling: .end)
        case .unfinished, .missing, .keyRefused, .unavailable, .completed, .failed:
            guard situation.life.place == .accepted, !situation.isKeyRefused else { return nil }
            try next.poll(event)
        case .key:
            guard situation.isKeyRefused else { return nil }
            next.isKeyRefused = false
        case .deadline:
            guard [.accepted, .inDoubt].contains(situation.life.place) else { return nil }
            try next.life.undergo(.givenUp, telling: .end)
        case .clientDeletes:
            // Nobody knows of an intent that was promised to nobody.
            guard ![.none, .deleted].contains(situation.life.place),
                situation.life.place != .intent || situation.isPromised
            else { return nil }
            try next.life.undergo(.deleted)
        case .restart:
            next.isUnderway = false
            if situation.life.place == .intent { try next.life.undergo(.lost) }
            next.poll = situation.life.place == .accepted ? asked : nil
            next.isKeyRefused = false
        case .claim, .taken, .notTaken, .givenUp, .claimOver, .replay:
            return try next.deliver(event) ? next : nil
        case .outlive:
            guard situation.life.place == .ended, situation.life.callbacks.isSettled else { return nil }
            try next.life.undergo(.outlived)
        case .forget:
            guard situation.life.place == .deleted, !situation.isUnderway else { return nil }
            try next.life.undergo(.forgotten)
        }
        if next.life.place != .accepted { (next.poll, next.isKeyRefused) = (nil, false) }
        return next
    }

    // MARK: What must hold

    /// Checks what must hold in every situation, and between one and the next.
    static func check(_ before: Situation, _ event: Event, _ after: Situation) throws {
        func hold(_ rule: String, _ holds: Bool) throws {
            if !holds { throw Broken(rule: "\(rule): \(event) in \(before)") }
        }
        let (life, place) = (after.life, after.life.place)
        try hold("it is paid once at most", after.payments <= 1)
        if before.life.place == .ended { try hold("an end is for ever", [.ended, .deleted].contains(place)) }
        if before.life.place == .deleted { try hold("no deleted one comes back", [.deleted, .none].contains(place)) }
        try hold(
            "an end is told with it, and nothing else is", (life.callbacks.states[.end] != nil) == (place == .ended))
        if place == .ended {
            let other = life.callbacks.states[.progress]
            try hold("nothing stale is left to be told", other == nil || other == .delivered || other == .superseded)
        }
        try hold("no step is told after a later one", after.told >= before.told)
        if place == .none || place == .deleted {
            try hold("nothing is told of what is gone", life.callbacks == CallbackLife())
        }
        // What has no place is refused and changes nothing.
        for event in TaskLife.Event.allCases {
            var other = life
            let isRefused = (try? other.undergo(event)) == nil
            let listed = TaskLife.place(after: event, from: place)
            try hold("what is not listed is refused", isRefused == (listed == nil))
            try hold("a refused change changes nothing", isRefused ? other == life : other.place == listed)
        }
        // Time alone brings everything to its end.
        var end = after
        for event in [Event.lose, .lineOver, .deadline] { end = try apply(event, to: end) ?? end }
        try hold("deadlines end everything", [.none, .ended, .deleted].contains(end.life.place))
    }

    @Test func everyOrderOfEightEventsKeepsThePromises() throws {
        var level: Set<Situation> = [Situation()]
        var seen = level
        var steps = 0
        var changes: Set<TaskLife.Change> = []
        for _ in 0..<8 {
            var next: Set<Situation> = []
            for situation in level {
                for event in Event.allCases {
                    guard let after = try Self.apply(event, to: situation) else { continue }
                    steps += 1
                    try Self.check(situation, event, after)
                    let (from, to) = (situation.life.place, after.life.place)
                    changes.formUnion(TaskLife.changes.filter { $0.from == from && $0.to == to })
                    if seen.insert(after).inserted { next.insert(after) }
                }
            }
            level = next
        }
        #expect(changes.count == TaskLife.changes.count, "every change happens within eight events")
        // The rules are worth little if the ways meet at once, or never.
        #expect((200...100_000).contains(seen.count), "\(seen.count) situations after \(steps) steps")
    }

    @Test(arguments: 0..<100)
    func chanceKeepsThePromises(_ seed: Int) throws {
        var draw = Chance(seed: UInt64(seed))
        var situation = Situation()
        for _ in 0..<300 {
            let event = Event.allCases[Int(draw.next() % UInt64(Event.allCases.count))]
            guard let next = try Self.apply(event, to: situation) else { continue }
            try Self.check(situation, event, next)
            situation = next
        }
    }
}

extension TaskLifeModelTests.Situation {
    private typealias Broken = TaskLifeModelTests.Broken

    fileprivate mutating func send() throws {
        if payments > 0 { throw Broken(rule: "what may be paid is not sent again") }
        if life.place != .intent { throw Broken(rule: "nothing is sent that is not written down") }
        isUnderway = true
        payments += 1
    }

    fileprivate mutating func answer(_ event: TaskLifeModelTests.Event) throws {
        switch event {
        case .accept:
            try life.undergo(.accepted)
            poll = PollState(PollCadence(for: .video), now: .zero, deadline: .seconds(7200))
        case .lose: try life.undergo(.lost)
        case .noRoom:
            payments -= 1
            isPromised = true
            try life.undergo(.queued)
        default:
            payments -= 1
            if isPromised { try life.undergo(.givenUp, telling: .end) } else { try life.undergo(.refused) }
        }
    }

    fileprivate mutating func poll(_ event: TaskLifeModelTests.Event) throws {
        let finding: PollState.Finding
        switch event {
        case .completed, .failed: return try life.undergo(.ended, telling: .end)
        case .missing: finding = .missing
        case .keyRefused: finding = .keyRefused
        case .unavailable: finding = .unavailable(retryAfter: nil)
        default:
            finding = .unfinished
            try life.progress(telling: .progress)
        }
        // Time stands still, so that only the answers count.
        switch poll?.note(finding, at: .zero, jitter: 0.5) {
        case .giveUp: try life.undergo(.givenUp, telling: .end)
        case .pause: isKeyRefused = true
        case .goOn, nil: break
        }
    }

    /// What happens to a callback; whether it can.
    fileprivate mutating func deliver(_ event: TaskLifeModelTests.Event) throws -> Bool {
        switch event {
        case .claim:
            guard let step = life.callbacks.claim() else { return false }
            if step.rawValue < told { throw Broken(rule: "no step is told after a later one") }
            told = step.rawValue
            return true
        case .replay:
            return Callback.Step.allCases.contains { life.callbacks.replay($0) }
        default:
            guard life.callbacks.underway != nil else { return false }
            switch event {
            case .taken: life.callbacks.note(.delivered)
            case .notTaken: life.callbacks.note(.pending)
            case .givenUp: life.callbacks.note(.dead)
            default: life.callbacks.lose()
            }
            return true
        }
    }
}
