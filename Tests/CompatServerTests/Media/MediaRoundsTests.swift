import AgentsCore
import Synchronization
import Testing

@testable import CompatServer

/// What is done with tasks that end, whatever it is.
@Suite(.timeLimit(.minutes(1))) struct MediaRoundsTests {
    /// Fails with a task once.
    private final class Chore: MediaChore {
        let concurrency = 1
        let complaint: StaticString = "once more"
        let leftover: StaticString = "something is left"
        private let attempts = Atomic(0)

        var isDone: Bool { attempts.load(ordering: .relaxed) > 1 }

        func tidy() {}

        func tasks(after last: TaskPlace?, limit: Int) -> [TaskPlace] {
            isDone ? [] : [TaskPlace(id: "task", time: WallTime(seconds: 1))]
        }

        func deletedTasks(after last: String?, limit: Int) -> [String] { [] }

        func perform(_ id: String, after failures: Int) -> String? {
            attempts.add(1, ordering: .relaxed).newValue == 1 ? "not yet" : nil
        }

        func discard(_ id: String) -> String? { nil }
    }

    /// A clock that goes on whenever it is read.
    private final class CreepingClock: ServerClock {
        private let step: Duration
        private let reads = Atomic(0)

        init(_ step: Duration) {
            self.step = step
        }

        var now: Duration { step * reads.add(1, ordering: .relaxed).oldValue }
        var wallTime: WallTime { WallTime(seconds: 1) }

        func sleep(for duration: Duration) async throws(CancellationError) {}
        func sleep(until deadline: Duration) async throws(CancellationError) {}
    }

    /// The next try comes due while somebody looks: after it was left out, and before the alarm is set.
    @Test func aTryThatComesDueDuringALookIsNotForgotten() async throws {
        let chore = Chore()
        let rounds = MediaRounds(chore, clock: CreepingClock(.milliseconds(29_900)), log: .silent)
        await rounds.wake()
        try await eventually { chore.isDone }
        await rounds.stop()
    }
}
