import Adapters
import AgentsCore
import Testing

@testable import CompatServer

extension TaskStoreConformance {
    private static func ended(_ id: String, at seconds: Int64) throws -> StoredTask {
        var task = try StoredTask.sample(id, upstream: "u-\(id)", trace: "t-\(id)", .ended, note: "hidden", at: 1)
        task.updatedAt = WallTime(seconds: seconds)
        return task
    }

    private static func end(_ seconds: Int64) -> TaskPlace { .last(at: WallTime(seconds: seconds)) }

    /// What stores promise about tasks that are let go.
    static let retention = [
        Self("ended tasks are walked in the order in which they ended") { store in
            for (id, time) in [("c", 30), ("a", 10), ("b2", 20), ("b1", 20), ("d", 40)] {
                try await store.insert(Self.ended(id, at: Int64(time)))
            }
            try await store.insert([StoredTask.sample("live", .accepted, at: 1), StoredTask.sample("gone", .accepted)])
            _ = try await store.delete(.id("gone"), of: Someone.alice, in: "acedata", at: WallTime(seconds: 1))
            for limit in [1, 2, 9] {
                var met: [TaskPlace] = []
                while true {
                    let tasks = try await store.endedTasks(after: met.last, upTo: end(30), limit: limit)
                    if tasks.isEmpty { break }
                    #expect(tasks.count <= limit)
                    met += tasks
                }
                #expect(met.map(\.id) == ["a", "b1", "b2", "c"])
                #expect(met.map(\.time.seconds) == [10, 20, 20, 30])
            }
            #expect(try await store.lastEnd() == WallTime(seconds: 40))
        },
        Self("a task of a history is never let go, nor is it forgotten that it was deleted") { store in
            let record = try StoredTask.sample("kept").record
            var other = record
            other.generation.id = "deleted"
            for record in [record, other] {
                try await store.insert(
                    StoredTask(importing: record, for: Someone.alice, at: WallTime(seconds: 50)))
            }
            try await store.insert(Self.ended("own", at: 10))
            #expect(try await store.endedTasks(after: nil, upTo: end(90), limit: 9).map(\.id) == ["own"])
            #expect(try await store.endedTask(before: nil, by: 1)?.id == "own")
            #expect(try await store.endedTask(before: nil, by: 2) == nil)
            #expect(try await store.lastEnd() == WallTime(seconds: 10))
            for id in ["deleted", "own"] {
                _ = try await store.delete(.id(id), of: Someone.alice, in: "acedata", at: WallTime(seconds: 60))
            }
            #expect(try await store.forgetDeleted(before: WallTime(seconds: 90), limit: 9) == 1)
        },
        Self("a task is found from its distance to the last") { store in
            #expect(try await store.lastEnd() == nil)
            for number in 0..<10 { try await store.insert(Self.ended("\(number)", at: 5)) }
            #expect(try await store.endedTask(before: nil, by: 1)?.id == "9")
            let third = try await store.endedTask(before: nil, by: 3)
            #expect(third?.id == "7")
            #expect(try await store.endedTask(before: third, by: 7)?.id == "0")
            #expect(try await store.endedTask(before: third, by: 8) == nil)
            #expect(try await store.endedTask(before: nil, by: .max) == nil)
        },
        Self("what is let go is deleted as its client would have done it") { store in
            let neighbour = try Self.ended("other", at: 10)
            try await store.insert([Self.ended("own", at: 10), neighbour])
            #expect(try await store.outlive(["own", "none", "\"']"], at: WallTime(seconds: 99)) == ["own"])
            #expect(try await store.outlive(["own"], at: WallTime(seconds: 99)) == [])
            for key in [TaskKey.id("own"), .id("u-own"), .traceID("t-own"), .traceID("")] {
                #expect(try await store.find(key, of: Someone.alice) == nil)
            }
            #expect(try await store.task("own") == nil)
            let page = try await store.list(TaskQuery(limit: 9, isCounted: true), of: Someone.alice, in: "acedata")
            #expect(page.tasks == [neighbour] && page.total == 1)
            #expect(try await store.endedTasks(after: nil, upTo: end(99), limit: 9).map(\.id) == ["other"])
            let thief = try Self.ended("own", at: 1)
            #expect(await code { try await store.insert(thief) } == .conflict)
        },
        Self("what has not ended, or is still to be told, is not let go") { store in
            for stage in StoredTask.Stage.known where stage != .ended {
                try await store.insert(StoredTask.sample("\(stage)", stage))
            }
            #expect(
                try await store.outlive(StoredTask.Stage.known.map(\.rawValue), at: WallTime(seconds: 9)) == [])
            for state in StoredCallback.State.known {
                var task = try StoredTask.sample("\(state)", .accepted)
                try await store.insert(task)
                task.stage = .ended
                #expect(try await store.update(task, posting: .sample("c-\(state)", of: task.id)))
                if state != .pending && state != .superseded { try await store.note("c-\(state)", state) }
            }
            let ids = StoredCallback.State.known.map(\.rawValue)
            #expect(try await store.outlive(ids, at: WallTime(seconds: 9)).sorted() == ["dead", "delivered"])
            #expect(try await store.callback("c-dead") == nil)
            #expect(try await store.callback("c-pending") != nil)
        },
        Self("tombstones are forgotten when they are old, unless copies are left") { store in
            for (id, time) in [("a", 10), ("b", 20), ("c", 30)] {
                try await store.insert(StoredTask.sample(id, .ended), from: .sample(id, key: UInt8(time)))
                if id == "b" { try await store.note(.complete, of: id) }
                _ = try await store.delete(
                    .id(id), of: Someone.alice, in: "acedata", at: WallTime(seconds: Int64(time)))
            }
            try await store.insert(StoredTask.sample("live", .accepted))
            #expect(try await store.forgetDeleted(before: WallTime(seconds: 10), limit: 9) == 0)
            #expect(try await store.forgetDeleted(before: WallTime(seconds: 99), limit: 1) == 1)
            #expect(try await store.submission(withKey: Someone.principal(10), of: Someone.alice) == nil)
            #expect(try await store.submission(withKey: Someone.principal(30), of: Someone.alice) != nil)
            #expect(try await store.forgetDeleted(before: WallTime(seconds: 99), limit: 9) == 1)
            #expect(try await store.deletedTasksWithCopies(after: nil, limit: 9) == ["b"])
            try await store.note(.removed, of: "b")
            #expect(try await store.forgetDeleted(before: WallTime(seconds: 99), limit: 9) == 1)
            // Their ids are nobody's then.
            for id in ["a", "b", "c"] { try await store.insert(StoredTask.sample(id)) }
            #expect(try await store.task("live") != nil)
        },
    ]
}
