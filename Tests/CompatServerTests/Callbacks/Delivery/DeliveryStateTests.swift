import Adapters
import Testing

@testable import CompatServer

@Suite struct DeliveryStateTests {
    private static let refused = DeliveryState.Finding.answered(status: 500, retryAfter: nil)

    @Test func theLegacyBurstIsFollowedByTheDurableSchedule() {
        var delivery = DeliveryState(.exactly200)
        var waits: [Duration] = []
        while case .retry(let wait) = delivery.note(.unanswered, jitter: 0.5) { waits.append(wait) }
        #expect(
            waits == [
                .milliseconds(100), .milliseconds(100), .milliseconds(100), .seconds(5), .seconds(300), .seconds(1800),
                .seconds(7200), .seconds(18_000), .seconds(36_000), .seconds(36_000),
            ])
        #expect(delivery.failures == 11)
        #expect(delivery.failures == DeliverySchedule().attempts)
        #expect(delivery.note(.unanswered, jitter: 0.5) == .giveUp)
    }

    @Test(
        arguments: [
            (0.0, 4.0, 240.0), (0.5, 5.0, 300.0), (1.0, 6.0, 360.0), (-3.0, 4.0, 240.0), (7.0, 6.0, 360.0),
        ])
    func durableWaitsAreSpreadByAFifth(_ jitter: Double, _ first: Double, _ second: Double) {
        let schedule = DeliverySchedule()
        #expect(schedule.wait(after: 1, jitter: jitter) == .milliseconds(100))
        #expect(schedule.wait(after: 4, jitter: jitter).map { abs($0 / .seconds(1) - first) < 1e-6 } == true)
        #expect(schedule.wait(after: 5, jitter: jitter).map { abs($0 / .seconds(1) - second) < 1e-6 } == true)
        #expect(schedule.wait(after: 11, jitter: jitter) == nil)
        #expect(schedule.wait(after: .max, jitter: jitter) == nil)
        #expect(schedule.wait(after: 0, jitter: jitter) == .milliseconds(100))
    }

    @Test(
        arguments: [
            (.exactly200, 200, true), (.exactly200, 201, false), (.exactly200, 204, false), (.exactly200, 301, false),
            (.exactly200, 500, false), (.any2xx, 200, true), (.any2xx, 204, true), (.any2xx, 299, true),
            (.any2xx, 300, false), (.any2xx, 307, false), (.any2xx, 199, false), (.any2xx, 404, false),
        ] as [(Callback.Acceptance, Int, Bool)])
    func eachDialectHasStatusesThatCount(_ acceptance: Callback.Acceptance, _ status: Int, _ isTaken: Bool) {
        var delivery = DeliveryState(acceptance)
        let verdict = delivery.note(.answered(status: status, retryAfter: .seconds(9)), jitter: 0)
        #expect(verdict == (isTaken ? .delivered : .retry(after: .seconds(9))))
        #expect(delivery.failures == (isTaken ? 0 : 1))
    }

    @Test func aReceiverThatWantsMoreTimeGetsIt() {
        var delivery = DeliveryState(.exactly200, failures: 3)
        #expect(
            delivery.note(.answered(status: 503, retryAfter: .seconds(60)), jitter: 0.5)
                == .retry(after: .seconds(60)))
        #expect(
            delivery.note(.answered(status: 503, retryAfter: .seconds(60)), jitter: 0.5)
                == .retry(after: .seconds(300)))
        var last = DeliveryState(.exactly200, failures: 10)
        #expect(last.note(.answered(status: 503, retryAfter: .seconds(60)), jitter: 0.5) == .giveUp)
    }
}
