import Adapters
import AgentsCore
import Testing

@testable import CompatServer

extension TaskStoreConformance {
    /// Texts that a careless store would cut, change or run.
    private static let hostileTexts = [
        "", " ", "\0", "a\0b", "'; DROP TABLE task; --", "\"quoted\"", "%", "_", "*", "?1", "\\", "\u{1F680}\u{200D}",
        "e\u{301}", "\u{E9}", "\u{FEFF}x", "\u{FFFF}", "\u{10FFFF}", "\r\n", String(repeating: "x", count: 100_000),
    ]

    static let contents = [
        TaskStoreConformance("any text is kept as it is") { store in
            for text in hostileTexts {
                let task = try StoredTask.sample(
                    "id" + text, upstream: "u" + text, trace: text, StoredTask.Stage(rawValue: text), note: text)
                try await store.insert(task)
                let keys: [TaskKey] = [.id("id" + text), .id("u" + text), .traceID(text)]
                for found in try await store.find(keys, of: Someone.alice) {
                    #expect(found == task)
                    #expect(found?.id.utf8.elementsEqual(task.id.utf8) == true)
                    #expect(found?.record.line.utf8.elementsEqual(task.record.line.utf8) == true)
                }
            }
            let ids = Set(hostileTexts.map { Array(("id" + $0).utf8) })
            #expect(Set(try await store.allUnfinished(by: 5).map { Array($0.id.utf8) }) == ids)
        },
        TaskStoreConformance("texts that only look alike are different ids") { store in
            try await store.insert(StoredTask.sample("e\u{301}"))
            #expect(try await store.find(.id("\u{E9}"), of: Someone.alice) == nil)
            try await store.insert(StoredTask.sample("\u{E9}"))
            let found = try await store.find(.id("\u{E9}"), of: Someone.alice)
            #expect(found?.id.unicodeScalars.count == 1)
        },
        TaskStoreConformance("a large record is kept, one beyond all measure is refused alone") { store in
            let large = try StoredTask.sample("large", note: String(repeating: "\u{1F680}", count: 1 << 20))
            try await store.insert(large)
            #expect(try await store.find(.id("large"), of: Someone.alice) == large)
            let monstrous = try StoredTask.sample("monstrous", note: String(repeating: "x", count: 33 << 20))
            #expect(await code { try await store.insert(monstrous) } == .tooLarge)
            #expect(try await store.find(.id("monstrous"), of: Someone.alice) == nil)
            try await store.insert(StoredTask.sample("small"))
        },
        TaskStoreConformance("any time is kept to the microsecond") { store in
            for microseconds: Int64 in [0, 1, 1_775_649_600_123_456, .max] {
                var task = try StoredTask.sample()
                task.updatedAt = WallTime(microseconds: microseconds)
                try await store.insert(task)
                #expect(try await store.find(.id(task.id), of: Someone.alice) == task)
            }
        },
        TaskStoreConformance("many at once do not disturb one another") { store in
            let tasks = try (0..<100).map { try StoredTask.sample("\($0)", upstream: "u\($0 / 2)") }
            let refused = await withTaskGroup { group in
                for task in tasks {
                    group.addTask { await code { try await store.insert(task) } }
                }
                return await group.reduce(into: [StoreError.Code]()) { codes, code in
                    if let code { codes.append(code) }
                }
            }
            #expect(refused == Array(repeating: .conflict, count: 50))
            #expect(try await store.unfinished().tasks.count == 50)
        },
        TaskStoreConformance("a closed store refuses, and closing it again does nothing") { store in
            let task = try StoredTask.sample("own")
            await store.close()
            await store.close()
            #expect(await code { try await store.insert(task) } == .closed)
            #expect(await code { try await store.unfinished() } == .closed)
        },
    ]
}
