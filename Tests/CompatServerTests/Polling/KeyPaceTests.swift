import Testing

@testable import CompatServer

@Suite struct KeyPaceTests {
    private static let limits = KeyPace.Limits(concurrency: 8, rate: 100)

    /// Sends as many questions as may go out at a moment.
    private static func fill(_ pace: inout KeyPace, at now: Duration) -> Int {
        var count = 0
        while let moment = pace.nextMoment, moment <= now {
            pace.begin(at: now, limits)
            count += 1
        }
        return count
    }

    @Test func `A key begins with a few questions and is given more with each round of answers, up to a bound`() {
        var pace = KeyPace()
        var rooms: [Int] = []
        for round in 0..<9 {
            let now = Duration.seconds(10 * (round + 1))
            rooms.append(Self.fill(&pace, at: now))
            while pace.running > 0 { pace.end(.answered, at: now, jitter: 0.5, Self.limits) }
        }
        #expect(rooms.first == 4)
        #expect(rooms == rooms.sorted())
        #expect(rooms.last == 8)
    }

    @Test func `Questions keep their distance, and catch up no more than a moment`() {
        var pace = KeyPace()
        var sent = 0
        for millisecond in 0..<2000 {
            let now = Duration.seconds(100) + .milliseconds(millisecond)
            while let moment = pace.nextMoment, moment <= now {
                pace.begin(at: now, Self.limits)
                pace.end(.answered, at: now, jitter: 0.5, Self.limits)
                sent += 1
            }
        }
        // A quarter of a second's worth at once, and then a hundred a second.
        #expect((224...226).contains(sent), "\(sent)")
    }

    @Test
    func `A key that is told to ask less is left alone, gets half, and is told once however many questions hear it`() {
        var pace = KeyPace()
        #expect(Self.fill(&pace, at: .seconds(10)) == 4)
        for _ in 0..<4 { pace.end(.limited(retryAfter: .seconds(30)), at: .seconds(11), jitter: 0.5, Self.limits) }
        #expect(pace.nextMoment == .seconds(41))
        #expect(Self.fill(&pace, at: .seconds(40)) == 0)
        #expect(Self.fill(&pace, at: .seconds(41)) == 2)
    }

    @Test func `Refusals in a row make the pause longer, up to a minute and a quarter`() {
        var pace = KeyPace()
        var (now, pauses) = (Duration.seconds(10), [Duration]())
        for _ in 0..<9 {
            pace.begin(at: now, Self.limits)
            pace.end(.limited(retryAfter: nil), at: now, jitter: 1, Self.limits)
            let next = pace.nextMoment ?? now
            pauses.append(next - now)
            now = next
        }
        #expect(pauses.prefix(3) == [.milliseconds(1250), .milliseconds(2500), .seconds(5)])
        #expect(pauses.last == .seconds(75))
        pace.begin(at: now, Self.limits)
        pace.end(.answered, at: now, jitter: 1, Self.limits)
        pace.begin(at: now, Self.limits)
        pace.end(.limited(retryAfter: nil), at: now, jitter: 1, Self.limits)
        #expect(pace.nextMoment == now + .milliseconds(1250))
    }

    @Test func `A key that is not accepted is tried with one question when somebody brings it`() {
        var pace = KeyPace()
        #expect(Self.fill(&pace, at: .seconds(10)) == 4)
        for _ in 0..<4 { pace.end(.refused, at: .seconds(11), jitter: 0, Self.limits) }
        #expect(pace.isRefused && pace.nextMoment == nil && pace.earliest(from: .seconds(99)) == nil)
        pace.retry()
        #expect(Self.fill(&pace, at: .seconds(20)) == 1)
        pace.end(.answered, at: .seconds(21), jitter: 0, Self.limits)
        #expect(Self.fill(&pace, at: .seconds(21)) == 2)
    }

    @Test func `A key that nobody has brought is not used`() {
        #expect(KeyPace(isRefused: true).nextMoment == nil)
    }
}
