import Adapters
import AgentsCore
import Testing

@testable import CompatServer

extension TaskStoreConformance {
    /// What stores promise about stages.
    static let life = [
        Self("a task comes from a stage to another only where its life has a way") { store in
            for from in StoredTask.Stage.known {
                for to in StoredTask.Stage.known {
                    let task = try StoredTask.sample("\(from) to \(to)", upstream: "\(from) \(to)", from)
                    try await store.insert(task)
                    var changed = task
                    changed.stage = to
                    changed.record["note"] = "\"changed\""
                    let isLegal = to.origins.contains(from)
                    let update = changed
                    #expect(await code { try await store.update(update) } == (isLegal ? nil : .illegalChange))
                    #expect(try await store.task(task.id) == (isLegal ? changed : task))
                }
            }
        },
        Self("what has ended stays as it is, and is told no more") { store in
            let ended = try StoredTask.sample("own", upstream: "theirs", .ended)
            try await store.insert(ended)
            for stage in StoredTask.Stage.known {
                var other = ended
                other.stage = stage
                other.record.generation.state = .value(.failed)
                let update = other
                #expect(await code { try await store.update(update) } == .illegalChange)
                #expect(
                    await code { try await store.update(update, posting: .sample("c", of: "own")) } == .illegalChange)
                #expect(await code { try await store.update(update, toSend: []) } == .illegalChange)
            }
            #expect(try await store.task("own") == ended)
            #expect(try await store.callback("c") == nil)
        },
        Self("nothing is removed but an intent") { store in
            for stage in StoredTask.Stage.known {
                try await store.insert(StoredTask.sample("\(stage)", upstream: "\(stage)", stage))
                let refusal = await code { try await store.remove("\(stage)") }
                #expect(refusal == (stage == .intent ? nil : .illegalChange))
                #expect(try await (store.task("\(stage)") == nil) == (stage == .intent))
            }
            try await store.insert(StoredTask.sample("deleted", .accepted))
            _ = try await store.delete(.id("deleted"), of: Someone.alice, in: "acedata", at: WallTime(seconds: 1))
            #expect(await code { try await store.remove("deleted") } == .illegalChange)
        },
        Self("a stage that only another version knows is left alone") { store in
            let task = try StoredTask.sample("own", upstream: "theirs", "held")
            try await store.insert(task)
            for stage in StoredTask.Stage.known + ["held"] {
                var other = task
                other.stage = stage
                let update = other
                #expect(await code { try await store.update(update) } == .illegalChange)
            }
            #expect(try await store.task("own") == task)
        },
    ]
}
