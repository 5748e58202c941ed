import AgentsCore
import Testing

@testable import CompatServer

/// The world's clock is believed, but not right after a step.
@Suite struct ClockWatchTests {
    private static let start = WallTime(seconds: 1_775_649_600)
    private static let hour = Duration.seconds(3600)

    @Test(arguments: [0, 1, 3000, -3000])
    func aClockThatGoesAsItShouldIsTrusted(_ drift: Int64) {
        var state = ClockWatch.State()
        for hours in 0..<100 {
            let now = Self.hour * hours
            // However far apart the looks are, the drift between two of them is small.
            #expect(state.look(Self.start + now + .seconds(hours % 2 == 0 ? 0 : drift), now) == nil)
            #expect(state.isTrusted(at: now))
        }
    }

    @Test func aStepForwardIsDoubtedForADay() {
        var state = ClockWatch.State()
        _ = state.look(Self.start, .zero)
        let step = Duration.seconds(10 * 365 * 86_400)
        #expect(state.look(Self.start + step + Self.hour, Self.hour) == step)
        #expect(!state.isTrusted(at: Self.hour))
        #expect(state.look(Self.start + step + Self.hour * 24, Self.hour * 24) == nil)
        #expect(!state.isTrusted(at: Self.hour * 24))
        #expect(state.isTrusted(at: Self.hour * 25))
    }

    @Test func aStepBackIsTrustedAndTheWayForwardAgainIsNot() {
        var state = ClockWatch.State()
        _ = state.look(Self.start, .zero)
        let step = Duration.seconds(-7 * 86_400)
        #expect(state.look(Self.start + step, .zero) == step)
        #expect(state.isTrusted(at: .zero))
        #expect(state.look(Self.start + Self.hour, Self.hour) == .zero - step)
        #expect(!state.isTrusted(at: Self.hour))
    }

    @Test(arguments: [(0, true), (6, true), (8, false), (4000, false), (-30, true)])
    func aLongPauseBetweenRunsMayBeNone(_ days: Int64, _ isTrusted: Bool) {
        var state = ClockWatch.State()
        let isDoubted = state.resume(after: Self.start, Self.start + .seconds(days * 86_400), .zero)
        #expect(isDoubted == !isTrusted && state.isTrusted(at: .zero) == isTrusted)
        #expect(state.isTrusted(at: .seconds(86_400)))
    }
}
