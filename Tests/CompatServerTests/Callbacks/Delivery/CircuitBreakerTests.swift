import Testing

@testable import CompatServer

@Suite struct CircuitBreakerTests {
    private func broken(at now: Duration) -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 0..<CircuitBreaker.threshold { breaker.note(isUp: false, at: now) }
        return breaker
    }

    @Test func failuresInARowStopAndATimeLaterOneIsLetThrough() {
        var breaker = CircuitBreaker()
        for _ in 1..<CircuitBreaker.threshold {
            breaker.note(isUp: false, at: .zero)
            #expect(breaker.capacity(at: .zero, limit: 4) == 4)
        }
        breaker.note(isUp: false, at: .zero)
        #expect(breaker.capacity(at: .seconds(29), limit: 4) == 0)
        #expect(breaker.reopening == .seconds(30))
        #expect(breaker.capacity(at: .seconds(30), limit: 4) == 1)
    }

    @Test func aSuccessForgetsEverything() {
        var breaker = broken(at: .zero)
        #expect(!breaker.isUntroubled)
        breaker.note(isUp: true, at: .seconds(31))
        #expect(breaker == CircuitBreaker())
        #expect(breaker.isUntroubled)
        #expect(breaker.capacity(at: .zero, limit: 4) == 4)
    }

    @Test func oneSuccessAmongFailuresKeepsTheWayOpen() {
        var breaker = CircuitBreaker()
        for _ in 0..<5 {
            for _ in 1..<CircuitBreaker.threshold { breaker.note(isUp: false, at: .zero) }
            breaker.note(isUp: true, at: .zero)
        }
        #expect(breaker.isUntroubled)
    }

    @Test func pausesGrowUpToABound() {
        var breaker = broken(at: .zero)
        var pauses: [Duration] = []
        for _ in 0..<20 {
            guard let start = breaker.reopening else { break }
            breaker.note(isUp: false, at: start)
            pauses.append((breaker.reopening ?? .zero) - start)
        }
        #expect(pauses.prefix(4) == [.seconds(60), .seconds(120), .seconds(240), .seconds(300)])
        #expect(pauses.count == 20 && pauses.last == CircuitBreaker.longestPause)
    }

    @Test func whatWasOnItsWayMakesAPauseNoLonger() {
        var breaker = broken(at: .zero)
        breaker.note(isUp: false, at: .seconds(5))
        breaker.note(isUp: false, at: .seconds(6))
        #expect(breaker.reopening == .seconds(30))
    }
}
