import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// What every store promises about callbacks.
extension TaskStoreConformance {
    static let outbox = posting + claiming + noting + adjusting

    // MARK: Posting

    private static let posting = [
        Self("a callback is stored with the change that it tells") { store in
            var task = try StoredTask.sample("t")
            try await store.insert(task)
            task.stage = .ended
            let callback = OutgoingCallback.sample("c", of: "t")
            #expect(try await store.update(task, posting: callback))
            #expect(try await store.find(.id("t"), of: Someone.alice)?.stage == .ended)
            #expect(try await store.callback("c") == callback)
            #expect(try await store.callback("other") == nil)
        },
        Self("if the change fails there is no callback") { store in
            let task = try StoredTask.sample("t")
            let callback = OutgoingCallback.sample("c", of: "t")
            #expect(await code { try await store.update(task, posting: callback) } == .unknownTask)
            #expect(try await store.callback("c") == nil)
        },
        Self("if the callback cannot be stored the change is not") { store in
            try await store.post(.sample("same", of: "other"))
            var task = try StoredTask.sample("t")
            try await store.insert(task)
            task.stage = .ended
            let changed = task
            #expect(
                await code { try await store.update(changed, posting: .sample("same", of: "t")) } == .conflict)
            #expect(try await store.find(.id("t"), of: Someone.alice)?.stage == .intent)
            #expect(try await store.callback("same")?.callback.taskID == "other")
        },
        Self("a step is told once, and none after a later one") { store in
            #expect(try await store.post(.sample("a", of: "t", .progress)))
            #expect(try await !store.post(.sample("b", of: "t", .progress)))
            #expect(try await store.post(.sample("c", of: "t", .end)))
            #expect(try await !store.post(.sample("d", of: "t", .end)))
            #expect(try await !store.post(.sample("e", of: "t", .progress)))
            let stored = try await store.callbacks(in: nil, from: nil, limit: 9).callbacks
            #expect(stored.map(\.id).sorted() == ["a", "c"])
        },
        Self("a later step supersedes what was not delivered, of its task alone") { store in
            for (id, task) in [("waiting", "t1"), ("dead", "t2"), ("delivered", "t3"), ("other", "t4")] {
                try await store.post(.sample(id, of: task, .progress))
            }
            try await store.note("dead", .dead)
            try await store.note("delivered", .delivered)
            for task in ["t1", "t2", "t3"] { try await store.post(.sample(of: task, .end)) }
            #expect(try await store.state(of: "waiting") == .superseded)
            #expect(try await store.state(of: "dead") == .superseded)
            #expect(try await store.state(of: "delivered") == .delivered)
            #expect(try await store.state(of: "other") == .pending)
            #expect(try await store.callback("waiting")?.callback.due == nil)
        },
        Self("callbacks go with their task") { store in
            try await store.post(.sample("a", of: "t1"))
            try await store.post(.sample("b", of: "t2"))
            try await store.note("a", .pending, due: 2000)
            try await store.remove("t1")
            #expect(try await store.callback("a") == nil)
            #expect(try await store.attempts(of: "a").isEmpty)
            #expect(
                try await store.delete(
                    .id("t2"), of: Someone.alice, in: "acedata", at: WallTime(seconds: 1)) == "t2")
            #expect(try await store.callback("b") == nil)
            #expect(try await store.nextCallback(except: []) == nil)
        },
    ]

    // MARK: Claiming

    private static let claiming = [
        Self("what is due is handed out once, and again when the claim is over") { store in
            let callback = OutgoingCallback.sample("c", of: "t", at: 1000)
            try await store.post(callback)
            #expect(try await store.claimed(.at(999)) == [])
            let claimed = try await store.claimCallbacks(.at(1000))
            #expect(claimed.map(\.body) == [callback.body])
            #expect(claimed.first?.callback.url == callback.callback.url)
            #expect(try await store.claimed(.at(1059)) == [])
            #expect(try await store.nextCallback(except: []) == WallTime(seconds: 1060))
            #expect(try await store.claimed(.at(1060)) == ["c"])
        },
        Self("those that are due for the longest time come first") { store in
            for number in 0..<20 {
                try await store.post(.sample("c\(number)", of: "t\(number)", at: Int64(1000 - number)))
            }
            #expect(try await store.claimed(.at(2000, limit: 3)) == ["c19", "c18", "c17"])
            #expect(try await store.claimed(.at(2000, limit: 2)) == ["c16", "c15"])
            #expect(try await store.claimed(.at(2000, limit: 100)).count == 15)
        },
        Self("receivers that are busy get nothing and hide nobody") { store in
            try await store.post(.sample("a", of: "t1", to: "busy.example", at: 10))
            try await store.post(.sample("b", of: "t2", to: "calm.example", at: 20))
            #expect(try await store.nextCallback(except: ["busy.example"]) == WallTime(seconds: 20))
            #expect(try await store.nextCallback(except: []) == WallTime(seconds: 10))
            #expect(try await store.claimed(.at(1000, limit: 1, except: ["busy.example", "\"']"])) == ["b"])
            #expect(try await store.claimed(.at(1000)) == ["a"])
        },
        Self("of a task one callback is on its way at a time") { store in
            try await store.post(.sample("early", of: "t", .progress))
            #expect(try await store.claimed(.at(1000)) == ["early"])
            try await store.post(.sample("late", of: "t", .end))
            #expect(try await store.claimed(.at(1001)) == [])
            try await store.note("early", .pending, due: 1002)
            #expect(try await store.state(of: "early") == .superseded)
            #expect(try await store.claimed(.at(1002)) == ["late"])
        },
        Self("a claim that nobody ends keeps the task's next callback only for its time") { store in
            try await store.post(.sample("early", of: "t", .progress))
            #expect(try await store.claimed(.at(1000)) == ["early"])
            try await store.post(.sample("late", of: "t", .end))
            #expect(try await store.claimed(.at(1059)) == [])
            #expect(try await store.claimed(.at(1060)) == ["late"])
        },
        Self("a task that whoever claims is busy with gets nothing, also when its claim is over") { store in
            try await store.post(.sample("early", of: "t", .progress))
            #expect(try await store.claimed(.at(1000)) == ["early"])
            try await store.post(.sample("late", of: "t", .end))
            try await store.post(.sample("other", of: "u"))
            let time = WallTime(seconds: 2000)
            let claim = CallbackClaim(at: time, until: time + .seconds(60), limit: 10, tasks: ["t", "\"']"])
            #expect(try await store.claimed(claim) == ["other"])
            #expect(try await store.claimed(.at(2000)) == ["late"])
        },
        Self("what is taken back is due again, unless it was superseded") { store in
            try await store.post(.sample("a", of: "t1"))
            try await store.post(.sample("b", of: "t2", .progress))
            #expect(try await store.claimed(.at(1000)) == ["a", "b"])
            try await store.post(.sample("c", of: "t2", .end))
            try await store.releaseCallbacks(["a", "b", "unknown"], due: WallTime(seconds: 1001))
            #expect(try await store.claimed(.at(1000)) == ["c"])
            #expect(try await store.claimed(.at(1001)) == ["a"])
            #expect(try await store.state(of: "b") == .superseded)
        },
    ]

    // MARK: Noting

    private static let noting = [
        Self("attempts are kept in their order, and what follows from them") { store in
            try await store.post(.sample("c", of: "t"))
            _ = try await store.claimCallbacks(.at(1000))
            let attempts = [
                CallbackAttempt.sample(nil, "timed_out", at: 1000), .sample(503, at: 1005), .sample(200, at: 1010),
            ]
            try await store.note(attempts[0], of: "c", state: .pending, failures: 1, due: WallTime(seconds: 1005))
            #expect(try await store.callback("c")?.callback.failures == 1)
            #expect(try await store.claimed(.at(1004)) == [])
            #expect(try await store.claimed(.at(1005)) == ["c"])
            try await store.note(attempts[1], of: "c", state: .pending, failures: 2, due: WallTime(seconds: 1010))
            try await store.note(attempts[2], of: "c", state: .delivered, failures: 2, due: nil)
            #expect(try await store.attempts(of: "c") == attempts)
            #expect(try await store.state(of: "c") == .delivered)
            #expect(try await store.claimed(.at(9000)) == [])
            #expect(try await store.nextCallback(except: []) == nil)
        },
        Self("an attempt of a callback that is gone is no fault") { store in
            try await store.note("gone", .delivered)
            #expect(try await store.attempts(of: "gone").isEmpty)
        },
        Self("a superseded callback stays so, unless it was delivered") { store in
            for (task, verdict) in [("t1", StoredCallback.State.pending), ("t2", .dead), ("t3", .delivered)] {
                try await store.post(.sample(task, of: task, .progress))
                _ = try await store.claimCallbacks(.at(1000))
                try await store.post(.sample(of: task, .end, at: 2000))
                try await store.note(task, verdict, due: verdict == .pending ? 1001 : nil)
                #expect(try await store.state(of: task) == (verdict == .delivered ? .delivered : .superseded))
                #expect(try await store.callback(task)?.callback.due == nil)
                #expect(try await store.attempts(of: task).count == 1)
            }
            #expect(try await store.claimed(.at(1500)) == [])
        },
        Self("what is tried for too long is given up, but not while it is on its way") { store in
            try await store.post(.sample("old", of: "t1", at: 10))
            try await store.post(.sample("claimed", of: "t2", at: 9))
            try await store.post(.sample("young", of: "t3", at: 20))
            #expect(try await store.claimed(.at(9)) == ["claimed"])
            #expect(try await store.expireCallbacks(startedBefore: WallTime(seconds: 15)) == 1)
            #expect(try await store.state(of: "old") == .dead)
            #expect(try await store.state(of: "claimed") == .pending)
            #expect(try await store.state(of: "young") == .pending)
        },
    ]
}
