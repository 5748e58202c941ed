import Adapters
import AgentsCore
import Testing

@testable import CompatServer

extension TaskStoreConformance {
    /// What stores promise about submissions.
    static let submissions = [
        Self("a submission is stored together with its task, or not at all") { store in
            let task = try StoredTask.sample("own")
            try await store.insert(task, from: .sample("own", key: 7))
            #expect(try await store.task("own") == task)
            #expect(try await store.submission(withKey: Someone.principal(7), of: Someone.alice)?.task == "own")
            await #expect(throws: StoreError.self) {
                try await store.insert(StoredTask.sample("own"), from: .sample("own", key: 8))
            }
            #expect(try await store.submission(withKey: Someone.principal(8), of: Someone.alice) == nil)
        },
        Self("a key is one submission's alone") { store in
            try await store.insert(StoredTask.sample("first"), from: .sample("first", key: 7))
            let error = await #expect(throws: StoreError.self) {
                try await store.insert(StoredTask.sample("second"), from: .sample("second", key: 7))
            }
            #expect(error?.code == .conflict)
            #expect(try await store.task("second") == nil, "nothing of it was kept")
            try await store.insert(
                StoredTask.sample("other", of: Someone.bob), from: .sample("other", of: Someone.bob, key: 7))
            #expect(try await store.submission(withKey: Someone.principal(7), of: Someone.bob)?.task == "other")
            for name in ["a", "b"] { try await store.insert(StoredTask.sample(name), from: .sample(name)) }
        },
        Self("a submission goes with its task") { store in
            try await store.insert(StoredTask.sample("own"), from: .sample("own", key: 7))
            try await store.remove("own")
            #expect(try await store.submission(withKey: Someone.principal(7), of: Someone.alice) == nil)
        },
        Self("submissions whose answers are not known to be there are found, oldest first") { store in
            for (name, time) in [("late", 300), ("early", 100), ("told", 200), ("old", 10)] {
                try await store.insert(StoredTask.sample(name), from: .sample(name, at: Int64(time)))
            }
            try await store.note(.delivered, of: "told", at: WallTime(seconds: 201))
            try await store.note(.failed, of: "late", at: WallTime(seconds: 301))
            try await store.note(.delivered, of: "nobody", at: WallTime(seconds: 1))
            let found = try await store.unansweredSubmissions(since: WallTime(seconds: 100), limit: 10)
            #expect(found.map(\.task) == ["early", "late"])
            #expect(found.map(\.answer) == [.pending, .failed])
            #expect(found.map(\.answeredAt) == [nil, WallTime(seconds: 301)])
            #expect(try await store.unansweredSubmissions(since: WallTime(seconds: 0), limit: 2).count == 2)
        },
        Self("submissions whose answers were delivered lately are found as well") { store in
            for (name, time) in [("early", 100), ("late", 200)] {
                try await store.insert(StoredTask.sample(name), from: .sample(name, at: 90))
                try await store.note(.delivered, of: name, at: WallTime(seconds: Int64(time)))
            }
            for (time, names) in [(100, ["early", "late"]), (101, ["late"]), (201, [])] {
                let found = try await store.unansweredSubmissions(
                    since: WallTime(seconds: 90), orDeliveredSince: WallTime(seconds: Int64(time)), limit: 9)
                #expect(found.map(\.task).sorted() == names)
            }
        },
        Self("that answers have left does not undo what was noted of them later") { store in
            for name in ["joined", "left"] {
                try await store.insert(StoredTask.sample(name), from: .sample(name, at: 90))
            }
            try await store.note(.pending, of: "joined", at: WallTime(seconds: 101))
            try await store.noteDelivered(["joined": WallTime(seconds: 100), "left": WallTime(seconds: 100)])
            let found = try await store.unansweredSubmissions(since: WallTime(seconds: 0), limit: 9)
            #expect(found.map(\.task) == ["joined"] && found.map(\.answer) == [.pending])
            try await store.noteDelivered(["joined": WallTime(seconds: 101)])
            #expect(try await store.unansweredSubmissions(since: WallTime(seconds: 0), limit: 9).isEmpty)
        },
        Self("old submissions are forgotten, their tasks are not") { store in
            for (name, time) in [("late", 300), ("early", 100)] {
                try await store.insert(StoredTask.sample(name), from: .sample(name, at: Int64(time)))
            }
            #expect(try await store.forgetSubmissions(before: WallTime(seconds: 300)) == 1)
            #expect(
                try await store.unansweredSubmissions(since: WallTime(seconds: 0), limit: 9).map(\.task) == ["late"])
            #expect(try await store.task("early") != nil)
        },
        Self("what is to be sent later is kept, until its task is deleted") { store in
            var task = try StoredTask.sample("own")
            try await store.insert(task, from: .sample("own"))
            #expect(try await store.request(of: "own") == nil)
            task.stage = .waiting
            try await store.update(task, toSend: Array("{\"prompt\":\"a\"}".utf8))
            #expect(try await store.request(of: "own") == Array("{\"prompt\":\"a\"}".utf8))
            #expect(try await store.task("own")?.stage == .waiting)
            _ = try await store.delete(
                .id("own"), of: Someone.alice, in: task.dialect, at: WallTime(seconds: 1_775_649_999))
            #expect(try await store.request(of: "own") == nil)
            await #expect(throws: StoreError.self) { try await store.update(StoredTask.sample("none"), toSend: []) }
        },
    ]
}

extension StoredSubmission {
    /// A submission of a task.
    static func sample(
        _ task: String, of principal: Fingerprint = Someone.alice, key: UInt8? = nil, at seconds: Int64 = 1_775_649_600
    ) -> StoredSubmission {
        StoredSubmission(
            task: task, principal: principal, content: Someone.principal(9), key: key.map(Someone.principal),
            time: WallTime(seconds: seconds))
    }
}
