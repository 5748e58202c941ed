import Adapters
import AgentsCore
import Foundation
import Testing

@testable import CompatServer

/// How jobs share transactions, and what they may hold up.
@Suite struct SQLiteQueueTests {
    /// Keeps the thread of a queue inside a transaction until it is opened.
    final class Gate: Sendable {
        private let isClosed = DispatchSemaphore(value: 0)
        private let isReached = DispatchSemaphore(value: 0)

        func open() { isClosed.signal() }

        /// Sends a job into the gate.
        func hold(_ queue: SQLiteQueue) -> Task<Void, any Error> {
            Task {
                try await queue.run { [self] database throws(StoreError) in
                    try database.run("UPDATE task SET stage = 'held'")
                    isReached.signal()
                    isClosed.wait()
                }
            }
        }

        /// Waits until the job is there.
        func reached() async {
            while isReached.wait(timeout: .now()) == .timedOut { await Task.yield() }
        }
    }

    @Test func writesThatComeTogetherShareACommit() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        let gate = Gate()
        let held = gate.hold(store.writer)
        await gate.reached()
        let before = store.statistics
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask { try await store.insert(StoredTask.sample("\(number)")) }
            }
            while store.statistics.waitingWrites < 200 { await Task.yield() }
            gate.open()
            try await group.waitForAll()
        }
        try await held.value
        let after = store.statistics
        #expect(after.writes - before.writes == 201)
        #expect(after.commits - before.commits == 2)
        #expect(try await store.unfinished().tasks.count == 200)
        await store.close()
    }

    @Test func readersDoNotWaitForAWriter() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        let task = try StoredTask.sample("own")
        try await store.insert(task)
        let gate = Gate()
        let held = gate.hold(store.writer)
        await gate.reached()
        // The writer is in the midst of a transaction, which nobody sees.
        for _ in 0..<100 { #expect(try await store.find(.id("own"), of: Someone.alice) == task) }
        #expect(try await store.unfinished().tasks == [task])
        gate.open()
        try await held.value
        #expect(try await store.find(.id("own"), of: Someone.alice)?.stage == "held")
        await store.close()
    }

    @Test func whatFailsLeavesTheRestOfItsTransactionAlone() async throws {
        let store = try await SQLiteTaskStore(.memory)
        let gate = Gate()
        let held = gate.hold(store.writer)
        await gate.reached()
        let tasks = try ["a", "b", "a", "c"].map { try StoredTask.sample($0) }
        let codes = await Self.insertTogether(tasks, into: store, behind: gate)
        try await held.value
        #expect(codes.compactMap { $0 } == [.conflict])
        #expect(try await store.unfinished().tasks.map(\.id) == ["a", "b", "c"])
        await store.close()
    }

    @Test func aFullDiskFailsOnlyWhatDoesNotFit() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        try await store.writer.run { database throws(StoreError) in try database.run("PRAGMA max_page_count = 64") }
        let gate = Gate()
        let held = gate.hold(store.writer)
        await gate.reached()
        let large = String(repeating: "x", count: 1 << 20)
        let tasks = try (0..<9).map { try StoredTask.sample("\($0)", note: $0 == 4 ? large : "") }
        let codes = await Self.insertTogether(tasks, into: store, behind: gate)
        try await held.value
        #expect(codes == (0..<9).map { $0 == 4 ? .full : nil })
        #expect(try await store.unfinished().tasks.map(\.id) == ["0", "1", "2", "3", "5", "6", "7", "8"])
        await store.close()
    }

    @Test func aTransactionThatCannotBeCommittedFailsWhole() async throws {
        let store = try await SQLiteTaskStore(.memory)
        try await store.writer.run { database throws(StoreError) in
            try database.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        }
        try await store.writer.run { database throws(StoreError) in
            try database.run("CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")
        }
        let failure = await code {
            try await store.writer.run { database throws(StoreError) in
                // Noticed only when it is committed.
                try database.run("INSERT INTO child VALUES (1)")
            }
        }
        #expect(failure == .unavailable)
        #expect(store.statistics.isFailing)
        // Where nothing is written, that it succeeds shows nothing.
        try await store.note(.complete, of: "nobody's")
        #expect(store.statistics.isFailing)
        try await store.insert(StoredTask.sample("own"))
        #expect(!store.statistics.isFailing)
        try await store.tryWriting()
        let children = try await store.reader.run { database throws(StoreError) in
            try database.first("SELECT count(*) FROM child") { $0.integer(0) }
        }
        #expect(children == 0)
        await store.close()
    }

    @Test func whatWaitsIsDoneBeforeTheStoreCloses() async throws {
        let folder = try StoreFolder()
        let store = try await SQLiteTaskStore(.file(folder))
        let gate = Gate()
        let held = gate.hold(store.writer)
        await gate.reached()
        let insertion = Task { try await store.insert(StoredTask.sample("own")) }
        while store.statistics.waitingWrites < 1 { await Task.yield() }
        let closing = Task { await store.close() }
        gate.open()
        await closing.value
        try await insertion.value
        try await held.value
        #expect(folder.names == ["tasks.db"])
    }

    @Test func aCancelledCallerStillWrites() async throws {
        let store = try await SQLiteTaskStore(.memory)
        let insertion = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await store.insert(StoredTask.sample("own"))
        }
        try await insertion.value
        #expect(try await store.find(.id("own"), of: Someone.alice) != nil)
        await store.close()
    }

    @Test func tooManyThatWaitAreRefused() async throws {
        let queue = SQLiteQueue(for: SQLiteQueue.Purpose(begin: "BEGIN", batch: 1, capacity: 1))
        let waiting = Task { try await queue.run { _ throws(StoreError) in 1 } }
        while queue.waitingJobs < 1 { await Task.yield() }
        #expect(
            await code { try await queue.run { _ throws(StoreError) in 2 } } == .overloaded)
        try await queue.startThread { () throws(StoreError) in
            try SQLiteDatabase(path: ":memory:", busyTimeout: .zero)
        }
        #expect(try await waiting.value == 1)
        await queue.close()
    }

    /// Inserts tasks in their order within one transaction.
    static func insertTogether(
        _ tasks: [StoredTask], into store: SQLiteTaskStore, behind gate: Gate
    ) async -> [StoreError.Code?] {
        var insertions: [Task<StoreError.Code?, Never>] = []
        for (index, task) in tasks.enumerated() {
            insertions.append(Task { await code { try await store.insert(task) } })
            while store.statistics.waitingWrites <= index { await Task.yield() }
        }
        gate.open()
        var codes: [StoreError.Code?] = []
        for insertion in insertions { codes.append(await insertion.value) }
        return codes
    }
}
