import Testing

@testable import CompatServer

@Suite struct WaitingLineTests {
    private let alice = Someone.alice
    private let bob = Someone.bob

    private func line(_ ids: String...) -> WaitingLine {
        var line = WaitingLine()
        for id in ids { #expect(line.enter(id, of: alice, at: .zero) == true) }
        return line
    }

    @Test func theFirstGoesFirstAndAlone() {
        var line = line("a", "b")
        #expect(line.due(at: .zero) == ["a"])
        #expect(line.due(at: .seconds(1)).isEmpty, "one is on its way")
        line.leave("a")
        #expect(line.due(at: .seconds(1)) == ["b"])
    }

    @Test func whatFindsNoRoomIsTheFirstAgainAfterAPause() {
        var line = line("a", "b")
        _ = line.due(at: .zero)
        line.pause("a", for: .seconds(30), at: .zero)
        #expect(line.due(at: .seconds(29)).isEmpty)
        #expect(line.nextMoment == .seconds(30))
        #expect(line.due(at: .seconds(30)) == ["a"])
    }

    @Test func roomEndsThePause() {
        var line = line("a")
        _ = line.due(at: .zero)
        line.pause("a", for: nil, at: .zero)
        #expect(line.nextMoment == WaitingLine.usualPause)
        line.makeRoom(for: bob, at: .seconds(3))
        #expect(line.due(at: .seconds(3)).isEmpty)
        line.makeRoom(for: alice, at: .seconds(5))
        #expect(line.due(at: .seconds(5)) == ["a"])
    }

    @Test func aRefusalThatRoomHasOvertakenDoesNotCount() {
        var line = line("a")
        _ = line.due(at: .zero)
        line.makeRoom(for: alice, at: .seconds(1))
        line.pause("a", for: .seconds(60), at: .seconds(2))
        #expect(line.due(at: .seconds(2)) == ["a"])
        line.pause("a", for: .seconds(60), at: .seconds(3))
        #expect(line.due(at: .seconds(3)).isEmpty, "once is enough")
    }

    @Test func theRefusalOfAnotherLeavesOnItsWayWhatIs() {
        var line = line("a")
        #expect(line.due(at: .zero) == ["a"])
        // It was sent before, and is refused only now.
        #expect(line.enter("b", of: alice, at: .seconds(1)) == true)
        line.pause("b", for: .seconds(1), at: .seconds(1))
        #expect(line.nextMoment == .seconds(1) + WaitingLine.patience, "nothing is sent")
        line.makeRoom(for: alice, at: .seconds(3))
        #expect(line.due(at: .seconds(700)).isEmpty)
        #expect(line.overdue(at: .seconds(700)) == ["b"], "the first may be accepted")
    }

    @Test func aPauseIsNotShortenedByAnotherRefusal() {
        var line = line("a", "b")
        line.pause("a", for: .seconds(60), at: .zero)
        line.pause("b", for: .seconds(1), at: .zero)
        #expect(line.due(at: .seconds(59)).isEmpty)
        #expect(line.due(at: .seconds(60)) == ["a"])
    }

    @Test func whatIsHeldIsNotSentAndNotOvertaken() {
        var line = WaitingLine()
        #expect(line.enter("a", of: alice, at: .zero, isHeld: true) == true)
        #expect(line.enter("b", of: alice, at: .zero) == true)
        line.makeRoom(for: alice, at: .seconds(1))
        #expect(line.due(at: .seconds(1)).isEmpty)
        #expect(line.overdue(at: .seconds(600)) == ["b"])
        line.release("a")
        #expect(line.overdue(at: .seconds(600)) == ["a", "b"])
        #expect(line.due(at: .seconds(2)) == ["a"])
    }

    @Test func nobodyIsPausedForHours() {
        var line = line("a")
        line.pause("a", for: .seconds(86_400), at: .zero)
        #expect(line.due(at: .seconds(120)) == ["a"])
    }

    @Test func principalsDoNotWaitForEachOther() {
        var line = line("a")
        #expect(line.enter("b", of: bob, at: .zero) == true)
        line.pause("a", for: .seconds(30), at: .zero)
        #expect(line.due(at: .zero) == ["b"])
    }

    @Test func aLineIsBounded() {
        var line = WaitingLine()
        for number in 0..<WaitingLine.capacity { #expect(line.enter("\(number)", of: alice, at: .zero) == true) }
        #expect(line.enter("more", of: alice, at: .zero) == false)
        #expect(line.enter("more", of: bob, at: .zero) == true)
        #expect(line.enter("more", of: alice, at: .zero) == false, "nobody stands in two lines")
        line.leave("0")
        #expect(line.enter("later", of: alice, at: .zero) == true)
        #expect(line.count == WaitingLine.capacity + 1)
    }

    @Test func whoHasWaitedLongerStandsInFront() {
        var line = WaitingLine()
        for (id, age) in [("b", 20), ("a", 30), ("d", 0), ("c", 10)] {
            #expect(line.enter(id, of: alice, at: .zero, age: .seconds(age)) == true)
        }
        for id in ["a", "b", "c", "d"] {
            #expect(line.due(at: .zero) == [id])
            line.leave(id)
        }
    }

    @Test func whoHasWaitedTooLongIsTold() {
        var line = WaitingLine()
        #expect(line.enter("old", of: alice, at: .zero, age: .seconds(590)) == true)
        #expect(line.enter("new", of: alice, at: .zero) == true)
        #expect(line.overdue(at: .seconds(9)).isEmpty)
        #expect(line.overdue(at: .seconds(10)) == ["old"])
        _ = line.due(at: .seconds(10))
        #expect(line.overdue(at: .seconds(10)).isEmpty, "it is on its way, and may be accepted")
    }

    @Test func anEmptyLineIsNone() {
        var line = line("a")
        #expect(line.isOccupied(by: alice))
        #expect(line.leave("a") == true)
        #expect(line.leave("a") == false)
        #expect(!line.isOccupied(by: alice))
        #expect(line.nextMoment == nil && line.count == 0)
    }
}
