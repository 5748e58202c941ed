import AgentsCore
import Testing

@testable import CompatServer

@Suite struct PollStateTests {
    private static let video = PollCadence(for: .video)
    private static let day = Duration.seconds(86_400)

    @Test(arguments: [
        (Generation.Kind.image, 20, 2), (.imageEdit, 20, 2), (.layering, 20, 2), (.video, 30, 5), (.videoEdit, 30, 5),
        ("something-new", 30, 5),
    ])
    func `Images are asked after sooner and more often than videos`(kind: Generation.Kind, first: Int, interval: Int) {
        let cadence = PollCadence(for: kind)
        #expect(cadence.first == .seconds(first))
        #expect(cadence.interval == .seconds(interval))
        #expect(PollCadence(for: kind, speed: 10).interval == .seconds(interval) / 10)
    }

    @Test func `An unfinished answer brings the next question after the interval`() {
        var state = PollState(Self.video, now: .seconds(100), deadline: Self.day)
        #expect(state.due == .seconds(130))
        #expect(state.note(.unfinished, at: .seconds(131), jitter: 0.5) == .goOn)
        #expect(state.due == .seconds(136))
    }

    @Test func `Failures back off, spread by jitter, and never fail the task`() {
        var state = PollState(Self.video, now: .zero, deadline: Self.day)
        var waits: [Duration] = []
        var now = Duration.seconds(30)
        for _ in 0..<8 {
            #expect(state.note(.unavailable(retryAfter: nil), at: now, jitter: 0.5) == .goOn)
            waits.append(state.due - now)
            now = state.due
        }
        #expect(waits == [5, 10, 20, 40, 60, 60, 60, 60].map { .seconds($0) })
        #expect(state.note(.unavailable(retryAfter: nil), at: now, jitter: 0) == .goOn)
        #expect(state.due - now == .seconds(45))
        #expect(state.note(.unfinished, at: now, jitter: 0) == .goOn)
        #expect(state.due - now == .seconds(5))
    }

    @Test func `A time before which not to ask holds for clients too`() {
        var state = PollState(Self.video, now: .zero, deadline: Self.day)
        _ = state.note(.unavailable(retryAfter: .seconds(90)), at: .seconds(30), jitter: 0)
        #expect(state.due == .seconds(120))
        state.bringForward(at: .seconds(40))
        #expect(state.due == .seconds(120))
    }

    @Test func `A client brings the question forward, but what is known for less than a second is fresh`() {
        var state = PollState(Self.video, now: .zero, deadline: Self.day)
        #expect(state.isFresh(at: .milliseconds(999)))
        #expect(!state.isFresh(at: .seconds(1)))
        state.bringForward(at: .seconds(2))
        #expect(state.due == .seconds(2))
        state.ask(at: .seconds(2))
        #expect(state.isFresh(at: .milliseconds(2500)))
    }

    @Test func `The third time in a row that nobody knows the task fails it`() {
        var state = PollState(Self.video, now: .zero, deadline: Self.day)
        #expect(state.note(.missing, at: .seconds(30), jitter: 0) == .goOn)
        #expect(state.note(.missing, at: .seconds(35), jitter: 0) == .goOn)
        #expect(state.note(.unfinished, at: .seconds(40), jitter: 0) == .goOn)
        #expect(state.note(.missing, at: .seconds(45), jitter: 0) == .goOn)
        #expect(state.note(.missing, at: .seconds(50), jitter: 0) == .goOn)
        #expect(state.note(.missing, at: .seconds(55), jitter: 0) == .giveUp(.missing))
    }

    @Test func `A refused key is told, and the task stays as it is`() {
        var state = PollState(Self.video, now: .zero, deadline: Self.day)
        #expect(state.note(.keyRefused, at: .seconds(30), jitter: 0) == .pause)
        #expect(state.due == .seconds(35))
        #expect(state.note(.unfinished, at: .seconds(50), jitter: 0) == .goOn)
    }

    @Test func `The last time at which a task was unfinished is when the question went out`() {
        var state = PollState(Self.video, now: .seconds(10), deadline: Self.day, silence: .seconds(3))
        #expect(state.unfinishedAt == .seconds(7))
        state.ask(at: .seconds(40))
        _ = state.note(.unavailable(retryAfter: nil), at: .seconds(41), jitter: 0)
        #expect(state.unfinishedAt == .seconds(7))
        state.ask(at: .seconds(46))
        _ = state.note(.unfinished, at: .seconds(47), jitter: 0)
        #expect(state.unfinishedAt == .seconds(46))
    }

    @Test func `A question that is put off comes later, and not after the deadline`() {
        var state = PollState(Self.video, now: .seconds(7), deadline: .seconds(60), isDueNow: true)
        state.putOff(until: .seconds(20))
        #expect(state.due == .seconds(20))
        state.putOff(until: .seconds(90))
        #expect(state.due == .seconds(60))
        state.bringForward(at: .seconds(9))
        #expect(state.due == .seconds(9))
    }

    @Test(arguments: [
        PollState.Finding.unfinished, .missing, .keyRefused, .unavailable(retryAfter: nil),
        .unavailable(retryAfter: .seconds(3600)),
    ])
    func `At the deadline the task is given up, whatever the answer`(finding: PollState.Finding) {
        var state = PollState(Self.video, now: .zero, deadline: .seconds(60))
        _ = state.note(finding, at: .seconds(30), jitter: 0)
        #expect(state.due <= .seconds(60))
        #expect(state.note(finding, at: .seconds(60), jitter: 0) == .giveUp(.overdue))
        // Where giving up could not be stored, the next try is not at once.
        #expect(state.due > .seconds(60))
    }

    @Test func `After a restart the question is due at once`() {
        let state = PollState(Self.video, now: .seconds(7), deadline: Self.day, isDueNow: true)
        #expect(state.due == .seconds(7))
        #expect(!state.isFresh(at: .seconds(7)))
    }
}
