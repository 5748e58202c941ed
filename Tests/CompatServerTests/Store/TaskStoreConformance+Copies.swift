import Adapters
import AgentsCore
import Testing

@testable import CompatServer

// Laws about tasks whose files are copied.

extension TaskStoreConformance {
    private static func uncopied(_ store: any TaskStore, limit: Int = 10) async throws -> [String] {
        try await store.uncopiedTasks(after: nil, limit: limit).map(\.id)
    }

    static let copies = [
        TaskStoreConformance("ended tasks are copied, the oldest first, page by page") { store in
            try await store.insert([
                .sample("late", .ended, at: 30), .sample("b", .ended, at: 20), .sample("a", .ended, at: 20),
                .sample("early", of: Someone.bob, .ended, at: 10), .sample("open", .accepted, at: 5),
            ])
            #expect(try await uncopied(store) == ["early", "a", "b", "late"])
            var found: [String] = []
            var last: TaskPlace?
            while case let page = try await store.uncopiedTasks(after: last, limit: 2), !page.isEmpty {
                found += page.map(\.id)
                last = page.last
            }
            #expect(found == ["early", "a", "b", "late"])
        },
        TaskStoreConformance("what is complete is not copied again, and what was begun is") { store in
            try await store.insert([.sample("one", .ended, at: 1), .sample("two", .ended, at: 2)])
            try await store.note(.begun, of: "one")
            try await store.note(.complete, of: "two")
            #expect(try await uncopied(store) == ["one"])
            try await store.note(.complete, of: "one")
            #expect(try await uncopied(store).isEmpty)
            try await store.note(.begun, of: "nobody's")
        },
        TaskStoreConformance("copies of deleted tasks are known until they are removed") { store in
            for (index, state) in [MediaCopyState.none, .begun, .complete].enumerated() {
                try await store.insert(StoredTask.sample("\(index)", .ended))
                try await store.note(state, of: "\(index)")
            }
            #expect(try await store.deletedTasksWithCopies(after: nil, limit: 9).isEmpty)
            for index in 0..<3 {
                _ = try await store.delete(.id("\(index)"), of: Someone.alice, in: "acedata", at: WallTime(seconds: 9))
            }
            #expect(try await uncopied(store).isEmpty)
            #expect(try await Set(store.deletedTasksWithCopies(after: nil, limit: 9)) == ["1", "2"])
            #expect(try await store.deletedTasksWithCopies(after: nil, limit: 1) == ["1"])
            #expect(try await store.deletedTasksWithCopies(after: "1", limit: 1) == ["2"])
            #expect(try await store.deletedTasksWithCopies(after: "2", limit: 1).isEmpty)
            try await store.note(.removed, of: "1")
            #expect(try await store.deletedTasksWithCopies(after: nil, limit: 9) == ["2"])
        },
    ]
}
