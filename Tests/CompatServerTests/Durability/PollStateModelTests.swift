import AgentsCore
import Testing

@testable import CompatServer

/// Every order of eight events that can befall a question, each with what must hold after it.
@Suite struct PollStateModelTests {
    /// What can happen.
    private enum Event: String, CaseIterable {
        /// It is due, and the answer says this.
        case unfinished, missing, keyRefused, unavailable, toldToWait
        /// A client asks a minute later, if there is no question before.
        case client
    }

    /// A state, and what a reader of the rules would remember of the way to it.
    private struct Situation: Hashable {
        var poll: PollState
        var now = Duration.zero
        /// Answers in a row that did not know the generation.
        var misses = 0
        /// Until when the Agents API wants to be left alone.
        var quiet = Duration.zero
    }

    /// A rule that does not hold.
    private struct Broken: Error {
        let rule: String
    }

    private static let deadline = Duration.seconds(150)
    private static let cadence = PollCadence(for: .image, isProgressAwaited: true)

    /// Does what the poller does about an event; nothing where the task has come to its end.
    private static func apply(_ event: Event, to situation: Situation) throws -> Situation? {
        var next = situation
        switch event {
        case .client:
            next.now = min(next.now + .seconds(60), max(situation.poll.due, situation.now))
            if !next.poll.isFresh(at: next.now) { next.poll.bringForward(at: next.now) }
            return next
        case .unfinished, .missing, .keyRefused, .unavailable, .toldToWait: break
        }
        next.now = max(situation.now, situation.poll.due)
        if next.now >= deadline { return nil }
        if next.now < situation.quiet { throw Broken(rule: "the Agents API is left alone for as long as it says") }
        next.poll.ask(at: next.now)
        let verdict = next.poll.note(finding(of: event), at: next.now, jitter: 0.5)
        next.misses = event == .missing ? situation.misses + 1 : event == .unfinished ? 0 : situation.misses
        if event == .toldToWait { next.quiet = min(next.now + .seconds(40), deadline) }
        let expected: PollState.Verdict =
            next.misses == 3 && event == .missing ? .giveUp(.missing) : event == .keyRefused ? .pause : .goOn
        if verdict != expected { throw Broken(rule: "the verdict is \(expected), not \(verdict)") }
        if expected == .giveUp(.missing) { return nil }
        if next.poll.due <= next.now { throw Broken(rule: "no question follows another at once") }
        if next.poll.due > deadline { throw Broken(rule: "the deadline is not slept through") }
        if next.poll.unfinishedAt != (event == .unfinished ? next.now : situation.poll.unfinishedAt) {
            throw Broken(rule: "only an answer says that a task was unfinished")
        }
        return next
    }

    private static func finding(of event: Event) -> PollState.Finding {
        switch event {
        case .missing: .missing
        case .keyRefused: .keyRefused
        case .unavailable: .unavailable(retryAfter: nil)
        case .toldToWait: .unavailable(retryAfter: .seconds(40))
        default: .unfinished
        }
    }

    @Test func everyOrderOfEightEventsKeepsTheRules() throws {
        let start = Situation(poll: PollState(Self.cadence, now: .zero, deadline: Self.deadline))
        var level: Set<Situation> = [start]
        var seen = level
        var steps = 0
        for _ in 0..<8 {
            var next: Set<Situation> = []
            for situation in level {
                for event in Event.allCases {
                    steps += 1
                    guard let after = try Self.apply(event, to: situation) else { continue }
                    if seen.insert(after).inserted { next.insert(after) }
                }
            }
            level = next
        }
        // The rules are worth little if the ways meet at once, or never.
        #expect((1000...200_000).contains(seen.count), "\(seen.count) situations after \(steps) steps")
    }

    /// Ways that are longer, drawn by chance.
    @Test(arguments: 0..<50)
    func chanceKeepsTheRules(_ seed: Int) throws {
        var draw = Chance(seed: UInt64(seed))
        var situation = Situation(poll: PollState(Self.cadence, now: .zero, deadline: Self.deadline))
        for _ in 0..<200 {
            let event = Event.allCases[Int(draw.next() % UInt64(Event.allCases.count))]
            guard let next = try Self.apply(event, to: situation) else { return }
            #expect(next.now >= situation.now)
            situation = next
        }
    }
}

/// Random numbers that a seed decides (xorshift, Marsaglia 2003).
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
