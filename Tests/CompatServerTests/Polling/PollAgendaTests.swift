import Testing

@testable import CompatServer

@Suite struct PollAgendaTests {
    private static func agenda(keys: UInt32, _ limits: KeyPace.Limits = KeyPace.Limits()) -> PollAgenda {
        var agenda = PollAgenda(limits)
        for key in 0..<keys { agenda.open(key, isKnown: true) }
        return agenda
    }

    @Test func `What has been due the longest goes first, whatever its key`() {
        var agenda = Self.agenda(keys: 7)
        for task in (0..<200 as Range<UInt32>).shuffled() {
            agenda.insert(task, of: task % 7, due: .milliseconds(Int(task)), at: .zero)
        }
        var order: [UInt32] = []
        while let turn = agenda.next(at: .seconds(100)) { order.append(turn.task) }
        #expect(order == Array(0..<200))
    }

    @Test func `What is not due waits, and its moment is known`() {
        var agenda = Self.agenda(keys: 2)
        agenda.insert(1, of: 0, due: .seconds(20), at: .zero)
        agenda.insert(2, of: 1, due: .seconds(10), at: .zero)
        #expect(agenda.nextMoment() == .seconds(10))
        #expect(agenda.next(at: .seconds(9)) == nil)
        #expect(agenda.next(at: .seconds(10))?.task == 2)
        #expect(agenda.next(at: .seconds(10)) == nil)
        #expect(agenda.next(at: .seconds(20))?.task == 1)
    }

    @Test func `A key without room does not keep others waiting, and goes on where it was`() {
        var agenda = Self.agenda(keys: 2)
        for task in 0..<10 as Range<UInt32> { agenda.insert(task, of: 0, due: .zero, at: .zero) }
        agenda.insert(99, of: 1, due: .seconds(1), at: .zero)
        var first: [UInt32] = []
        while let turn = agenda.next(at: .seconds(5)) {
            agenda.begin(turn.task == 99 ? 1 : 0, at: .seconds(5))
            first.append(turn.task)
        }
        #expect(first.count == 5 && first.last == 99)
        agenda.end(0, .answered, at: .seconds(6), jitter: 0.5)
        #expect(agenda.next(at: .seconds(6)) != nil)
    }

    @Test func `A key that is told to wait is not late, one that cannot keep up is`() {
        var agenda = Self.agenda(keys: 2)
        agenda.insert(1, of: 0, due: .seconds(10), at: .zero)
        #expect(agenda.lateness(at: .seconds(14)) == .seconds(4))
        agenda.begin(0, at: .seconds(14))
        agenda.end(0, .limited(retryAfter: .seconds(60)), at: .seconds(14), jitter: 0.5)
        #expect(agenda.lateness(at: .seconds(70)) == .zero)
        #expect(agenda.next(at: .seconds(73)) == nil)
        #expect(agenda.next(at: .seconds(74))?.task == 1)
    }

    @Test func `Tasks of a key that is not accepted wait until it is brought, and go on in their order`() {
        var agenda = Self.agenda(keys: 1)
        agenda.begin(0, at: .zero)
        for task in 0..<3 as Range<UInt32> { agenda.insert(task, of: 0, due: .seconds(Int64(task) + 1), at: .zero) }
        agenda.end(0, .refused, at: .zero, jitter: 0.5)
        #expect(agenda.isRefused(0) && agenda.nextMoment() == nil && agenda.next(at: .seconds(99)) == nil)
        #expect(!agenda.hasRoomSoon(0, at: .seconds(99)))
        agenda.retry(0, at: .seconds(99))
        #expect(agenda.next(at: .seconds(99))?.task == 0)
    }
}
