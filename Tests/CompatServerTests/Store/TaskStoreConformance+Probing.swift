import Adapters
import AgentsCore
import Testing

@testable import CompatServer

// Laws about what is read from videos.

extension TaskStoreConformance {
    private static let finding = VideoFinding(
        size: PixelSize(width: 1552, height: 656), thumbnail: PixelSize(width: 1280, height: 541))

    private static func unprobed(
        _ store: any TaskStore, since start: Int64 = 0, _ files: ProbedFiles = .all
    ) async throws -> [String] {
        try await store.unprobedTasks(after: nil, since: WallTime(seconds: start), files, limit: 10).map(\.id)
    }

    static let probing = [
        TaskStoreConformance("ended tasks are looked into, the oldest first, page by page") { store in
            try await store.insert([
                .sample("late", .ended, at: 30), .sample("b", .ended, at: 20), .sample("a", .ended, at: 20),
                .sample("early", of: Someone.bob, .ended, at: 10), .sample("open", .accepted, at: 25),
            ])
            #expect(try await unprobed(store) == ["early", "a", "b", "late"])
            #expect(try await unprobed(store, since: 20) == ["a", "b", "late"])
            #expect(try await unprobed(store, since: 31).isEmpty)
            var found: [String] = []
            var last: TaskPlace?
            while case let page = try await store.unprobedTasks(
                after: last, since: WallTime(seconds: 5), .all, limit: 2), !page.isEmpty
            {
                found += page.map(\.id)
                last = page.last
            }
            #expect(found == ["early", "a", "b", "late"])
        },
        TaskStoreConformance("where copies are kept, those are looked into when they are complete") { store in
            try await store.insert([.sample("one", .ended), .sample("two", .ended)])
            try await store.note(.begun, of: "one")
            try await store.note(.complete, of: "two")
            #expect(try await unprobed(store, .copied) == ["two"])
            #expect(try await unprobed(store, .all) == ["one", "two"])
        },
        TaskStoreConformance("what was found is there with the task, however it is looked for") { store in
            try await store.insert(StoredTask.sample("one", upstream: "u", trace: "t", .ended))
            try await store.keep(finding, thumbnail: [1, 2, 3], of: "one")
            #expect(try await store.task("one")?.video == finding)
            #expect(try await store.find(.id("u"), of: Someone.alice)?.video == finding)
            let page = try await store.list(TaskQuery(limit: 1), of: Someone.alice, in: "acedata")
            #expect(page.tasks.map(\.video) == [finding])
            #expect(try await store.thumbnail(of: "one") == [1, 2, 3])
            #expect(try await unprobed(store).isEmpty)
        },
        TaskStoreConformance("what is stored of a task afterwards leaves what was found") { store in
            var task = try StoredTask.sample("one", .accepted)
            try await store.insert(task)
            try await store.keep(finding, thumbnail: [1], of: "one")
            (task.stage, task.updatedAt) = (.ended, WallTime(seconds: 7))
            try await store.update(task)
            #expect(try await store.task("one")?.video == finding)
            #expect(try await store.thumbnail(of: "one") == [1])
        },
        TaskStoreConformance("that nothing can be known is known, too") { store in
            try await store.insert([.sample("one", .ended), .sample("two", .ended)])
            try await store.keep(nil, thumbnail: nil, of: "one")
            try await store.keep(VideoFinding(size: PixelSize(width: 3, height: 4)), thumbnail: [1], of: "two")
            #expect(try await unprobed(store).isEmpty)
            #expect(try await store.task("one")?.video == nil)
            #expect(try await store.task("two")?.video == VideoFinding(size: PixelSize(width: 3, height: 4)))
            for id in ["one", "two", "nobody's"] { #expect(try await store.thumbnail(of: id) == nil) }
        },
        TaskStoreConformance("what was found goes with its task, and none comes after it") { store in
            try await store.insert([.sample("one", .ended), .sample("two", .ended)])
            try await store.keep(finding, thumbnail: [1], of: "one")
            for id in ["one", "two"] {
                _ = try await store.delete(.id(id), of: Someone.alice, in: "acedata", at: WallTime(seconds: 9))
            }
            try await store.keep(finding, thumbnail: [1], of: "two")
            for id in ["one", "two"] { #expect(try await store.thumbnail(of: id) == nil) }
            #expect(try await unprobed(store).isEmpty)
        },
    ]
}
