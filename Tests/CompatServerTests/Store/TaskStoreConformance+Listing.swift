import Adapters
import AgentsCore
import Testing

@testable import CompatServer

extension TaskStoreConformance {
    private static let dialect = "acedata"
    private static let time = WallTime(seconds: 1_800_000_000)

    /// The ids of a page of Alice's tasks.
    private static func ids(
        _ store: any TaskStore, limit: Int = 100, offset: Int = 0, from: Int64? = nil, until: Int64? = nil
    ) async throws -> [String] {
        let query = TaskQuery(
            limit: limit, offset: offset, createdFrom: from.map(WallTime.init(seconds:)),
            createdUntil: until.map(WallTime.init(seconds:)))
        return try await store.list(query, of: Someone.alice, in: dialect).tasks.map(\.id)
    }

    // MARK: Listing

    static let listing = [
        TaskStoreConformance("tasks are listed by pages, the newest first, and counted if that is asked for") { store in
            let tasks = try (0..<10).map { try StoredTask.sample("t\($0)", .ended, at: 100 + Int64($0)) }
            // The order in which they are stored is not that of their times.
            try await store.insert(tasks.filter { $0.createdAt.seconds % 2 == 0 })
            try await store.insert(tasks.filter { $0.createdAt.seconds % 2 == 1 })
            let newestFirst = Array(tasks.reversed())
            for limit in [1, 3, 10, 11] {
                var offset = 0
                var met: [StoredTask] = []
                while true {
                    let query = TaskQuery(limit: limit, offset: offset, isCounted: true)
                    let page = try await store.list(query, of: Someone.alice, in: dialect)
                    #expect(page.tasks.count == min(limit, 10 - offset))
                    #expect(page.total == 10)
                    #expect(page.hasMore == (offset + page.tasks.count < 10))
                    met += page.tasks
                    offset += page.tasks.count
                    if !page.hasMore { break }
                }
                #expect(met == newestFirst)
            }
            let uncounted = try await store.list(TaskQuery(limit: 4), of: Someone.alice, in: dialect)
            #expect(uncounted.total == nil)
            for offset in [10, 11, .max] {
                let beyond = TaskQuery(limit: 5, offset: offset, isCounted: true)
                #expect(
                    try await store.list(beyond, of: Someone.alice, in: dialect) == ListedTasks(total: 10))
            }
        },
        TaskStoreConformance("of several tasks of a moment the one stored last comes first") { store in
            for id in ["b", "c", "a"] { try await store.insert(StoredTask.sample(id, .ended)) }
            #expect(try await ids(store) == ["a", "c", "b"])
            #expect(try await ids(store, limit: 1, offset: 1) == ["c"])
        },
        TaskStoreConformance("nobody lists another's tasks, or those of another dialect") { store in
            try await store.insert([
                StoredTask.sample("own"), StoredTask.sample("hers", of: Someone.bob, .accepted),
                StoredTask.sample("mine", .accepted),
            ])
            #expect(try await ids(store) == ["mine"])
            #expect(try await store.list(TaskQuery(limit: 9), of: Someone.alice, in: "x") == ListedTasks())
            #expect(try await store.list(TaskQuery(limit: 9), of: Someone.bob, in: dialect).tasks.map(\.id) == ["hers"])
        },
        TaskStoreConformance("an intent is not listed before something came of it") { store in
            for stage: StoredTask.Stage in [.waiting, .accepted, .inDoubt, .ended] {
                var task = try StoredTask.sample("own \(stage)", of: Someone.bob)
                try await store.insert(task)
                let query = TaskQuery(limit: 1)
                #expect(try await store.list(query, of: Someone.bob, in: dialect).tasks.map(\.id) != [task.id])
                task.stage = stage
                try await store.update(task)
                #expect(try await store.list(query, of: Someone.bob, in: dialect).tasks == [task])
            }
            try await store.insert(StoredTask.sample("own", "a later version's"))
            #expect(try await ids(store) == ["own"])
        },
        TaskStoreConformance("a window of times has both its ends") { store in
            for second in Int64(1)...5 { try await store.insert(StoredTask.sample("\(second)", .ended, at: second)) }
            #expect(try await ids(store, from: 2, until: 4) == ["4", "3", "2"])
            #expect(try await ids(store, limit: 1, offset: 1, from: 2, until: 4) == ["3"])
            #expect(try await ids(store, from: 4) == ["5", "4"])
            #expect(try await ids(store, until: 1) == ["1"])
            #expect(try await ids(store, from: 4, until: 2).isEmpty)
            let window = TaskQuery(
                limit: 1, createdFrom: WallTime(seconds: 2), createdUntil: WallTime(seconds: 4), isCounted: true)
            let page = try await store.list(window, of: Someone.alice, in: dialect)
            #expect((page.total, page.hasMore) == (3, true))
        },
        TaskStoreConformance("a page of large records ends early and says so") { store in
            let note = String(repeating: "x", count: 3 << 20)
            let tasks = try ["a", "b", "c", "d", "e"].map { try StoredTask.sample($0, .ended, note: note) }
            try await store.insert(tasks)
            let page = try await store.list(TaskQuery(limit: 100), of: Someone.alice, in: dialect)
            #expect(1..<5 ~= page.tasks.count)
            #expect(page.hasMore)
            let rest = TaskQuery(limit: 100, offset: page.tasks.count)
            let others = try await store.list(rest, of: Someone.alice, in: dialect)
            #expect((page.tasks + others.tasks).map(\.id) == ["e", "d", "c", "b", "a"])
            #expect(!others.hasMore)
        },
        TaskStoreConformance("no page is larger than the store allows, whatever the limit") { store in
            try await store.insert(StoredTask.sample("own", .ended))
            for limit in [-1, 0] { #expect(try await ids(store, limit: limit).isEmpty) }
            #expect(try await ids(store, limit: .max, offset: -1) == ["own"])
        },
    ]

    // MARK: Deleting

    static let deleting = [
        TaskStoreConformance("a deleted task is found, listed and followed no more, and not deleted again") { store in
            let task = try StoredTask.sample("own", upstream: "theirs", trace: "t", .accepted)
            let other = try StoredTask.sample("other", trace: "t", .accepted, at: 100)
            try await store.insert([task, other])
            #expect(try await store.delete(.id("own"), of: Someone.alice, in: dialect, at: time) == "own")
            for key in [TaskKey.id("own"), .id("theirs"), .traceID("")] {
                #expect(try await store.find(key, of: Someone.alice) == nil)
                #expect(try await store.delete(key, of: Someone.alice, in: dialect, at: time) == nil)
            }
            #expect(try await store.find(.traceID("t"), of: Someone.alice) == other)
            #expect(try await ids(store) == ["other"])
            #expect(try await store.unfinished().tasks == [other])
            let counted = TaskQuery(limit: 1, isCounted: true)
            #expect(try await store.list(counted, of: Someone.alice, in: dialect).total == 1)
        },
        TaskStoreConformance("a task is deleted by any of its names, an ended one too") { store in
            for (number, stage) in [StoredTask.Stage.accepted, .inDoubt, .ended].enumerated() {
                let task = try StoredTask.sample("t\(number)", upstream: "u\(number)", trace: "r\(number)", stage)
                let key = [TaskKey.id(task.id), .id("u\(number)"), .traceID("r\(number)")][number]
                try await store.insert(task)
                #expect(try await store.delete(key, of: Someone.alice, in: dialect, at: time) == task.id)
                #expect(try await store.find(.id(task.id), of: Someone.alice) == nil)
            }
        },
        TaskStoreConformance("nobody deletes another's task, or one of another dialect") { store in
            let task = try StoredTask.sample("own", upstream: "theirs", trace: "t", .accepted)
            try await store.insert(task)
            for key in [TaskKey.id("own"), .id("theirs"), .traceID("t"), .id("none")] {
                #expect(try await store.delete(key, of: Someone.bob, in: dialect, at: time) == nil)
                #expect(try await store.delete(key, of: Someone.alice, in: "x", at: time) == nil)
            }
            #expect(try await store.find(.id("own"), of: Someone.alice) == task)
        },
        TaskStoreConformance("an update that comes too late brings no deleted task back") { store in
            var task = try StoredTask.sample("own", upstream: "theirs", .accepted)
            try await store.insert(task)
            _ = try await store.delete(.id("own"), of: Someone.alice, in: dialect, at: time)
            task.stage = .ended
            let late = task
            #expect(await code { try await store.update(late) } == .unknownTask)
            #expect(try await store.find(.id("own"), of: Someone.alice) == nil)
            #expect(try await ids(store).isEmpty)
        },
        TaskStoreConformance("the ids of a deleted task stay taken") { store in
            let task = try StoredTask.sample("own", upstream: "theirs", .ended)
            try await store.insert(task)
            _ = try await store.delete(.id("own"), of: Someone.alice, in: dialect, at: time)
            #expect(await code { try await store.insert(task) } == .conflict)
            let thief = try StoredTask.sample("new", upstream: "theirs", of: Someone.bob)
            #expect(await code { try await store.insert(thief) } == .conflict)
        },
        TaskStoreConformance("of several who delete a task one has deleted it") { store in
            try await store.insert(StoredTask.sample("own", .accepted))
            let winners = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await store.delete(.id("own"), of: Someone.alice, in: dialect, at: time)
                    }
                }
                return try await group.reduce(into: 0) { count, id in count += id == nil ? 0 : 1 }
            }
            #expect(winners == 1)
        },
    ]
}
