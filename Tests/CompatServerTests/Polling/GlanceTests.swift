import AgentsCore
import Testing

@testable import CompatServer

/// The question before the regular ones, for a caller who wants to know when work begins.
@Suite struct GlanceTests {
    private static func poll(_ isProgressAwaited: Bool, isDueNow: Bool = false) -> PollState {
        PollState(
            PollCadence(for: .video, isProgressAwaited: isProgressAwaited), now: .zero, deadline: .seconds(7200),
            isDueNow: isDueNow)
    }

    @Test func itComesAfterTwoSecondsAndIsFollowedByTheRegularOnes() {
        var poll = Self.poll(true)
        #expect(poll.due == .seconds(2))
        _ = poll.note(.unfinished, at: .seconds(2), jitter: 0)
        #expect(poll.due == .seconds(30))
        _ = poll.note(.unfinished, at: .seconds(30), jitter: 0)
        #expect(poll.due == .seconds(35))
    }

    @Test func withoutACallbackThereIsNone() {
        #expect(Self.poll(false).due == .seconds(30))
        var poll = Self.poll(true, isDueNow: true)
        #expect(poll.due == .zero)
        _ = poll.note(.unfinished, at: .zero, jitter: 0)
        #expect(poll.due == .seconds(5))
    }
}
