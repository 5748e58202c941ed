import Adapters
import AgentsCore
import Testing

@testable import CompatServer

extension TaskStoreConformance {
    /// What every store promises about callbacks when the clock is set.
    static let adjusting = [
        Self("a claim of one that is on its way ends when it shall, and so does no other") { store in
            for id in ["a", "b"] { try await store.post(.sample(id, of: id, at: 1000)) }
            #expect(try await store.claimed(.at(1000)) == ["a", "b"])
            try await store.adjustCallbacks(
                underway: ["a", "none"], until: WallTime(seconds: 9000), dueAfter: nil, at: WallTime(seconds: 8000))
            #expect(try await store.claimed(.at(8999)) == ["b"])
            #expect(try await store.claimed(.at(9000)) == ["a"])
        },
        Self("what is due too late is due now, unless it is on its way") { store in
            for id in ["claimed", "noted"] { try await store.post(.sample(id, of: id, at: 500)) }
            #expect(try await store.claimed(.at(500)) == ["claimed", "noted"])
            for (id, time) in [("early", 100), ("late", 900), ("told", 900)] {
                try await store.post(.sample(id, of: id, at: Int64(time)))
            }
            try await store.note("told", .delivered)
            try await store.note("noted", .pending, due: 950)
            try await store.adjustCallbacks(
                underway: ["claimed", "noted"], until: WallTime(seconds: 70), dueAfter: WallTime(seconds: 200),
                at: WallTime(seconds: 50))
            // Its note has come, though whoever sent it does not know that yet.
            #expect(try await store.callback("noted")?.callback.due == WallTime(seconds: 50))
            #expect(try await store.callback("early")?.callback.due == WallTime(seconds: 100))
            #expect(try await store.state(of: "told") == .delivered)
            #expect(try await store.claimed(.at(50)) == ["late", "noted"])
            #expect(try await store.claimed(.at(70)) == ["claimed"])
        },
        Self("a claim that would end in years keeps no other of its task") { store in
            try await store.post(.sample("early", of: "t", .progress, at: 1000))
            #expect(try await store.claimed(.at(1000)) == ["early"])
            try await store.post(.sample("late", of: "t", .end, at: 10))
            #expect(try await store.claimed(.at(10)) == [])
            try await store.adjustCallbacks(
                underway: [], until: WallTime(seconds: 30), dueAfter: WallTime(seconds: 20), at: WallTime(seconds: 10))
            #expect(try await store.claimed(.at(10)) == ["late"])
        },
    ]
}
