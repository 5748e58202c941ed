import Adapters
import AgentsCore
import Testing

@testable import CompatServer

// Laws about tasks that are found by what they made.

extension TaskStoreConformance {
    private static let url = "https://storage.example.com/v.mp4?X-Amz-Signature=a&b=\"c\""

    private static func task(
        _ id: String, of principal: Fingerprint = Someone.alice, making url: String? = url, at time: Int64 = 100
    ) throws -> StoredTask {
        var task = try StoredTask.sample(id, of: principal, .ended, at: time)
        guard let url else { return task }
        task.record.generation.output = .value([
            Generation.Output(type: "image", url: "https://storage.example.com/i.jpg"),
            Generation.Output(type: "video", url: .value(url)),
        ])
        return task
    }

    static let media = [
        TaskStoreConformance("a task is found by the address of any file that it made") { store in
            let task = try task("own")
            try await store.insert([
                try Self.task("other", making: url + "x"), task, try Self.task("none", making: nil),
            ])
            #expect(try await store.find(.mediaURL(url), of: Someone.alice) == task)
            #expect(try await store.find(.mediaURL(url + "y"), of: Someone.alice) == nil)
            #expect(try await store.find(.mediaURL(""), of: Someone.alice) == nil)
            #expect(try await store.find(.mediaURL("own"), of: Someone.alice) == nil)
            #expect(try await store.find(.mediaURL("https://storage.example.com/i.jpg"), of: Someone.alice) != nil)
        },
        TaskStoreConformance("of several tasks with the same file, the one that was submitted last is found") { store in
            try await store.insert([
                try task("old", at: 5), try task("new", at: 7), try task("older", at: 3),
            ])
            #expect(try await store.find(.mediaURL(url), of: Someone.alice)?.id == "new")
        },
        TaskStoreConformance("another's files, and those of deleted tasks, lead nowhere") { store in
            try await store.insert([try task("own"), try task("bob's", of: Someone.bob)])
            #expect(try await store.find(.mediaURL(url), of: Someone.bob)?.id == "bob's")
            _ = try await store.delete(.id("own"), of: Someone.alice, in: "acedata", at: WallTime(seconds: 9))
            #expect(try await store.find(.mediaURL(url), of: Someone.alice) == nil)
        },
        TaskStoreConformance("an address elsewhere in a record is not that of a file") { store in
            var task = try task("own", making: nil)
            task.record["request"] = "{\"url\":\(url.jsonString)}"
            try await store.insert(task)
            #expect(try await store.find(.mediaURL(url), of: Someone.alice) == nil)
        },
        TaskStoreConformance("tasks that are too large together are refused, and one that is named often is not") {
            store in
            let large = String(repeating: "x", count: 5 << 20)
            for number in 0..<4 {
                var task = try StoredTask.sample("t\(number)", .ended)
                task.record["note"] = "\"\(large)\""
                try await store.insert(task)
            }
            let names = (0..<4).map { TaskKey.id("t\($0)") }
            #expect(await code { try await store.find(names, of: Someone.alice) } == .tooLarge)
            let same = try await store.find(Array(repeating: names[0], count: 100), of: Someone.alice)
            #expect(same.count == 100 && same.allSatisfy { $0?.id == "t0" })
            #expect(try await store.find(Array(names.prefix(3)), of: Someone.alice).map(\.?.id) == ["t0", "t1", "t2"])
        },
    ]
}
