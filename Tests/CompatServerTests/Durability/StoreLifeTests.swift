import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// The store does what ``TaskLife`` says, in every order of eight events, and refuses what it refuses.
@Suite(.timeLimit(.minutes(1))) struct StoreLifeTests {
    /// What the server asks the store for.
    private enum Request: Hashable {
        case change(TaskLife.Event, Callback.Step?)
        case progress
        case claim, lose
        case note(StoredCallback.State)
        case replay(Callback.Step)

        static let all: [Request] =
            TaskLife.Event.allCases.map { .change($0, [.ended, .givenUp].contains($0) ? .end : nil) } + [
                .progress, .claim, .lose, .note(.delivered), .note(.pending), .note(.dead), .replay(.progress),
                .replay(.end),
            ]
    }

    /// What the life says of a request; nothing if it refuses it.
    private static func apply(_ request: Request, to life: TaskLifeModel) -> TaskLifeModel? {
        var life = life
        switch request {
        case .change(let event, let step):
            do throws(TaskLifeModel.IllegalChange) {
                if event == .outlived && !life.callbacks.isSettled { return nil }
                try life.undergo(event, telling: step)
            } catch {
                return nil
            }
        case .progress:
            do throws(TaskLifeModel.IllegalChange) {
                try life.progress(telling: .progress)
            } catch {
                return nil
            }
        case .claim: if life.callbacks.claim() == nil { return nil }
        case .lose:
            if life.callbacks.underway == nil { return nil }
            life.callbacks.lose()
        case .note(let state):
            if life.callbacks.underway == nil { return nil }
            life.callbacks.note(state)
        case .replay(let step): if !life.callbacks.replay(step) { return nil }
        }
        return life
    }

    /// A task in a store, and the time there.
    private struct Subject {
        let store: SQLiteTaskStore
        let id: String
        var time: Int64 = 1000
        var underway: String?

        /// Asks the store for something.
        ///
        /// - Returns: Whether it was done.
        mutating func ask(_ request: Request, from place: TaskLife.Place) async throws -> Bool {
            time += 1
            switch request {
            case .change(let event, let step): return try await change(event, step, from: place)
            case .progress:
                guard place == .accepted else { return false }
                return try await write(.accepted, .progress)
            case .claim:
                underway = try await store.claimCallbacks(.at(time)).first?.callback.id
                return underway != nil
            case .lose:
                guard underway != nil else { return false }
                underway = nil
                time += 60
            case .note(let state):
                guard let underway else { return false }
                try await store.note(underway, state, due: state == .pending ? time : nil)
                self.underway = nil
            case .replay(let step):
                return try await store.replayCallback("\(id) \(step)", at: WallTime(seconds: time))
            }
            return true
        }

        private func change(
            _ event: TaskLife.Event, _ step: Callback.Step?, from place: TaskLife.Place
        ) async throws -> Bool {
            let moment = WallTime(seconds: time)
            do throws(StoreError) {
                switch event {
                case .submitted: try await store.insert(sample(.intent))
                case .refused:
                    try await store.remove(id)
                    // One that is not there is none to remove.
                    return place != .none
                case .deleted:
                    return try await store.delete(.id(id), of: Someone.alice, in: "acedata", at: moment) != nil
                case .outlived: return try await store.outlive([id], at: moment) == [id]
                case .forgotten: return try await store.forgetDeleted(before: moment + .seconds(1), limit: 9) == 1
                case .accepted, .lost, .queued, .sent, .ended, .givenUp:
                    // Whoever asks for a change has read the task; only the store knows where it stands by now.
                    guard let change = TaskLife.changes.first(where: { $0.event == event }) else { return false }
                    guard let stage = StoredTask.Stage(change.to) else { return false }
                    return try await write(stage, step)
                }
                return true
            } catch {
                #expect([.illegalChange, .unknownTask, .conflict].contains(error.code))
                return false
            }
        }

        private func write(_ stage: StoredTask.Stage, _ step: Callback.Step?) async throws(StoreError) -> Bool {
            if let step {
                _ = try await store.update(sample(stage), posting: .sample("\(id) \(step)", of: id, step, at: time))
            } else {
                try await store.update(sample(stage))
            }
            return true
        }

        private func sample(_ stage: StoredTask.Stage) -> StoredTask {
            guard let task = try? StoredTask.sample(id, stage) else { preconditionFailure("a sample can be read") }
            return task
        }

        /// What the store has of it.
        func found() async throws -> (stage: StoredTask.Stage?, callbacks: [Callback.Step: StoredCallback.State]) {
            var callbacks: [Callback.Step: StoredCallback.State] = [:]
            for step in Callback.Step.allCases { callbacks[step] = try await store.state(of: "\(id) \(step)") }
            return (try await store.task(id)?.stage, callbacks)
        }
    }

    @Test func theStoreFollows() async throws {
        let store = try await SQLiteTaskStore(.memory)
        var level: [TaskLifeModel: [Request]] = [TaskLifeModel(): []]
        var seen: Set<TaskLifeModel> = [TaskLifeModel()]
        var count = 0
        for _ in 0..<8 {
            var next: [TaskLifeModel: [Request]] = [:]
            for (life, way) in level {
                for request in Request.all {
                    let after = Self.apply(request, to: life)
                    // Where a write leads is all that the store knows: some have another name in another stage.
                    if case .change(let event, _) = request, Self.isAlias(event, at: life.place) { continue }
                    count += 1
                    var subject = Subject(store: store, id: "task \(count)")
                    try await Self.walk(way, &subject)
                    let isDone = try await subject.ask(request, from: life.place)
                    let expected = after ?? life
                    let found = try await subject.found()
                    #expect(isDone == (after != nil), "\(request) after \(way)")
                    #expect(found.stage == StoredTask.Stage(expected.place), "\(request) after \(way)")
                    #expect(found.callbacks == expected.callbacks.states, "\(request) after \(way)")
                    try await Self.clear(subject)
                    if let after, seen.insert(after).inserted { next[after] = way + [request] }
                }
            }
            level = next
        }
        #expect(seen.count > 20, "\(seen.count) lives by \(count) ways")
        await store.close()
    }

    /// Whether an event that has no place leads where one leads that has, so that the store cannot tell them apart.
    private static func isAlias(_ event: TaskLife.Event, at place: TaskLife.Place) -> Bool {
        guard TaskLife.place(after: event, from: place) == nil,
            let target = TaskLife.changes.first(where: { $0.event == event })?.to
        else { return false }
        switch event {
        case .accepted, .lost, .queued, .sent, .ended, .givenUp:
            return TaskLife.origins(of: target).contains(place)
        case .deleted, .outlived, .submitted, .refused, .forgotten: return false
        }
    }

    private static func walk(_ way: [Request], _ subject: inout Subject) async throws {
        var life = TaskLifeModel()
        for request in way {
            #expect(try await subject.ask(request, from: life.place))
            life = apply(request, to: life) ?? life
        }
    }

    /// Takes a task out of the way of the next one.
    private static func clear(_ subject: Subject) async throws {
        let time = WallTime(seconds: subject.time)
        _ = try await subject.store.delete(.id(subject.id), of: Someone.alice, in: "acedata", at: time)
        _ = try await subject.store.forgetDeleted(before: time + .seconds(1), limit: 9)
    }
}
