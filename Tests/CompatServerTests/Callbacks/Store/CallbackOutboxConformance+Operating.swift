import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// What every store promises the operator about callbacks.
extension TaskStoreConformance {
    static let callbackOperations = [
        Self("callbacks are listed by pages, the newest first") { store in
            for number in 0..<7 {
                try await store.post(.sample("c\(number)", of: "t\(number)", at: Int64(number / 2)))
            }
            for limit in [1, 3, 7, 100] {
                var ids: [String] = []
                var next: String?
                repeat {
                    let page = try await store.callbacks(in: nil, from: next, limit: limit)
                    #expect(page.callbacks.count <= limit)
                    ids += page.callbacks.map(\.id)
                    next = page.next
                } while next != nil
                #expect(ids == ["c6", "c5", "c4", "c3", "c2", "c1", "c0"])
            }
        },
        Self("callbacks are listed by what became of them") { store in
            for id in ["a", "b", "c"] { try await store.post(.sample(id, of: id)) }
            try await store.note("a", .dead)
            try await store.note("b", .delivered)
            #expect(try await store.callbacks(in: .dead, from: nil, limit: 9).callbacks.map(\.id) == ["a"])
            #expect(try await store.callbacks(in: .delivered, from: nil, limit: 9).callbacks.map(\.id) == ["b"])
            #expect(try await store.callbacks(in: .superseded, from: nil, limit: 9) == CallbackPage())
            #expect(try await store.callbacks(in: nil, from: "nonsense", limit: 9).callbacks.count == 3)
        },
        Self("what was given up or delivered can be sent again, from the start") { store in
            for id in ["dead", "delivered", "pending"] { try await store.post(.sample(id, of: id)) }
            try await store.note("dead", .dead, failures: 11)
            try await store.note("delivered", .delivered, failures: 3)
            let time = WallTime(seconds: 5000)
            #expect(try await store.replayCallback("dead", at: time))
            #expect(try await store.replayCallback("delivered", at: time))
            #expect(try await !store.replayCallback("pending", at: time))
            #expect(try await !store.replayCallback("unknown", at: time))
            #expect(try await store.callback("dead")?.callback.failures == 0)
            #expect(try await store.callback("dead")?.callback.startedAt == time)
            #expect(try await store.callback("dead")?.callback.createdAt == WallTime(seconds: 1000))
            #expect(try await store.claimed(.at(4999)) == ["pending"])
            #expect(try await store.claimed(.at(5000)) == ["dead", "delivered"])
            try await store.note("dead", .delivered, failures: 0, at: 5000)
            #expect(try await store.attempts(of: "dead").map(\.time.seconds) == [1000, 5000])
        },
        Self("a state that is out of date is never sent again") { store in
            try await store.post(.sample("superseded", of: "t1", .progress))
            try await store.post(.sample("delivered", of: "t2", .progress))
            try await store.note("delivered", .delivered)
            for task in ["t1", "t2"] { try await store.post(.sample(of: task, .end)) }
            #expect(try await !store.replayCallback("superseded", at: WallTime(seconds: 1)))
            #expect(try await !store.replayCallback("delivered", at: WallTime(seconds: 1)))
            #expect(
                try await store.replayCallbacks(createdSince: WallTime(seconds: 0), at: WallTime(seconds: 1)) == 0)
        },
        Self("all that were given up since a time can be sent again") { store in
            for (id, time) in [("old", 100), ("young", 200), ("younger", 300), ("fine", 400)] as [(String, Int64)] {
                try await store.post(.sample(id, of: id, at: time))
                try await store.note(id, id == "fine" ? .delivered : .dead)
            }
            let time = WallTime(seconds: 5000)
            #expect(try await store.replayCallbacks(createdSince: WallTime(seconds: 200), at: time) == 2)
            #expect(try await store.claimed(.at(5000)) == ["young", "younger"])
            #expect(try await store.state(of: "old") == .dead)
        },
    ]
}
