import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// What every store promises, whatever it is made of.
///
/// The suite of a store runs each law against an empty store of its own.
struct TaskStoreConformance: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let check: @Sendable (any TaskStore) async throws -> Void

    init(_ testDescription: String, _ check: @escaping @Sendable (any TaskStore) async throws -> Void) {
        self.testDescription = testDescription
        self.check = check
    }

    static let laws =
        finding + changing + life + walking + credentials + contents + listing + deleting + submissions + media + copies
        + probing + retention

    // MARK: Finding

    private static let finding = [
        Self("a task is found by its own id, its id of the Agents API and its trace id") { store in
            let task = try StoredTask.sample("own", upstream: "theirs", trace: "t")
            try await store.insert(task)
            #expect(try await store.find(.id("own"), of: Someone.alice) == task)
            #expect(try await store.find(.id("theirs"), of: Someone.alice) == task)
            #expect(try await store.find(.traceID("t"), of: Someone.alice) == task)
            #expect(try await store.find(.traceID("own"), of: Someone.alice) == nil)
            #expect(try await store.find(.id("t"), of: Someone.alice) == nil)
            #expect(try await store.find(.id("OWN"), of: Someone.alice) == nil)
        },
        Self("another's task looks like one that does not exist") { store in
            try await store.insert(StoredTask.sample("own", upstream: "theirs", trace: "t"))
            for key in [TaskKey.id("own"), .id("theirs"), .traceID("t"), .id("nobody's")] {
                #expect(try await store.find(key, of: Someone.bob) == nil)
            }
        },
        Self("principals may have the same trace ids") { store in
            let tasks = try [Someone.alice, Someone.bob].map { try StoredTask.sample(of: $0, trace: "t") }
            try await store.insert(tasks)
            #expect(try await store.find(.traceID("t"), of: Someone.alice) == tasks[0])
            #expect(try await store.find(.traceID("t"), of: Someone.bob) == tasks[1])
        },
        Self("of several tasks with a trace id the last one is found") { store in
            let late = try StoredTask.sample("late", trace: "t", at: 200)
            let twin = try StoredTask.sample("twin", trace: "t", at: 200)
            try await store.insert([late, StoredTask.sample("early", trace: "t", at: 100)])
            #expect(try await store.find(.traceID("t"), of: Someone.alice) == late)
            try await store.insert(twin)
            #expect(try await store.find(.traceID("t"), of: Someone.alice) == twin)
        },
        Self("an id of a task's own goes before the same id of the Agents API") { store in
            let own = try StoredTask.sample("same")
            try await store.insert([StoredTask.sample("other", upstream: "same"), own])
            #expect(try await store.find(.id("same"), of: Someone.alice) == own)
        },
        Self("many are found in the order in which they were named") { store in
            let tasks = try ["a", "b", "c"].map { try StoredTask.sample($0, upstream: "u-\($0)", trace: "t-\($0)") }
            try await store.insert(tasks)
            let keys: [TaskKey] = [.id("c"), .id("none"), .traceID("t-a"), .id("u-b"), .id("c")]
            let found = try await store.find(keys, of: Someone.alice)
            #expect(found == [tasks[2], nil, tasks[0], tasks[1], tasks[2]])
            #expect(try await store.find([], of: Someone.alice).isEmpty)
        },
    ]

    // MARK: Changing

    private static let changing = [
        Self("an update replaces what can change") { store in
            var task = try StoredTask.sample()
            try await store.insert(task)
            task.upstreamID = "theirs"
            task.stage = .accepted
            task.record.generation.state = .value(.processing)
            task.record["elapsed"] = "1725077411.961"
            task.updatedAt = WallTime(microseconds: 1_775_649_601_000_001)
            try await store.update(task)
            #expect(try await store.find(.id(task.id), of: Someone.alice) == task)
            task.stage = .ended
            try await store.update(task)
            #expect(try await store.find(.id("theirs"), of: Someone.alice) == task)
        },
        Self("what cannot change is left alone by an update") { store in
            let task = try StoredTask.sample("own", trace: "t", at: 100)
            try await store.insert(task)
            try await store.update(StoredTask.sample("own", of: Someone.bob, trace: "other", .ended, at: 200))
            let found = try await store.find(.traceID("t"), of: Someone.alice)
            #expect(found?.stage == .ended)
            #expect(found?.createdAt == task.createdAt)
            #expect(try await store.find(.id("own"), of: Someone.bob) == nil)
        },
        Self("an id belongs to one task, whoever's it is") { store in
            let task = try StoredTask.sample("own", upstream: "theirs")
            try await store.insert(task)
            let sameID = try StoredTask.sample("own", of: Someone.bob)
            let sameUpstreamID = try StoredTask.sample("new", upstream: "theirs", of: Someone.bob)
            #expect(await code { try await store.insert(sameID) } == .conflict)
            #expect(await code { try await store.insert(sameUpstreamID) } == .conflict)
            let other = try StoredTask.sample("other")
            try await store.insert(other)
            let taken = try StoredTask.sample("other", upstream: "theirs")
            #expect(await code { try await store.update(taken) } == .conflict)
            #expect(try await store.find([.id("own"), .id("new")], of: Someone.alice) == [task, nil])
            #expect(try await store.find(.id("other"), of: Someone.alice) == other)
        },
        Self("a task that is not there cannot be updated") { store in
            let task = try StoredTask.sample("own")
            #expect(await code { try await store.update(task) } == .unknownTask)
            #expect(try await store.find(.id("own"), of: Someone.alice) == nil)
        },
        Self("a removed task is gone and its ids are free") { store in
            let task = try StoredTask.sample("own", upstream: "theirs")
            let other = try StoredTask.sample("other", trace: "t")
            try await store.insert([task, other])
            try await store.remove("own")
            try await store.remove("own")
            #expect(try await store.find([.id("own"), .id("theirs")], of: Someone.alice) == [nil, nil])
            #expect(try await store.find(.traceID("t"), of: Someone.alice) == other)
            try await store.insert(task)
            #expect(try await store.find(.id("own"), of: Someone.alice) == task)
        },
    ]

    // MARK: Walking

    private static let walking = [
        Self("every task that has not ended is met once", walk),
        Self("tasks that end while they are walked through hide no other", endWhileWalking),
        Self("an empty store has nothing unfinished") { store in
            let batch = try await store.unfinished()
            #expect(batch == UnfinishedTasks())
        },
        Self("a batch of large records ends early and is not the last") { store in
            let note = String(repeating: "x", count: 3 << 20)
            let tasks = try ["a", "b", "c", "d", "e"].map { try StoredTask.sample($0, note: note) }
            try await store.insert(tasks)
            let batch = try await store.unfinished(limit: 100)
            #expect(1..<5 ~= batch.tasks.count)
            #expect(try await store.allUnfinished(by: 100) == tasks)
        },
    ]

    @Sendable private static func walk(_ store: any TaskStore) async throws {
        let stages: [StoredTask.Stage] = [.intent, .accepted, .inDoubt, .ended, "a later version's"]
        var expected: [StoredTask] = []
        for number in 0..<25 {
            let owner = number.isMultiple(of: 2) ? Someone.alice : Someone.bob
            let task = try StoredTask.sample(of: owner, stages[number % stages.count])
            try await store.insert(task)
            if task.stage != .ended { expected.append(task) }
        }
        expected.sort { $0.id < $1.id }
        for limit in [1, 7, 20, 100] {
            #expect(try await store.allUnfinished(by: limit).sorted { $0.id < $1.id } == expected)
        }
    }

    @Sendable private static func endWhileWalking(_ store: any TaskStore) async throws {
        let tasks = try (10..<30).map { try StoredTask.sample("\($0)") }
        try await store.insert(tasks)
        var met: [String] = []
        var next: String?
        repeat {
            let batch = try await store.unfinished(from: next, limit: 3)
            for task in batch.tasks {
                var ended = task
                ended.stage = .ended
                try await store.update(ended)
                met.append(task.id)
            }
            next = batch.next
        } while next != nil
        #expect(met.sorted() == tasks.map(\.id))
        #expect(try await store.unfinished().tasks.isEmpty)
    }

    // MARK: Credentials

    private static let credentials = [
        Self("a principal's last credential is kept") { store in
            #expect(try await store.credential(of: Someone.alice) == nil)
            try await store.keepCredential([0, 255, 1], for: Someone.alice)
            try await store.keepCredential([], for: Someone.bob)
            #expect(try await store.credential(of: Someone.alice) == [0, 255, 1])
            #expect(try await store.credential(of: Someone.bob) == [])
            try await store.keepCredential([7], for: Someone.alice)
            #expect(try await store.credential(of: Someone.alice) == [7])
        },
        Self("a store belongs to the first secret that claims it") { store in
            try await store.claim(for: Someone.alice)
            try await store.claim(for: Someone.alice)
            #expect(await code { try await store.claim(for: Someone.bob) } == .otherSecret)
            try await store.claim(for: Someone.alice)
        },
    ]
}
