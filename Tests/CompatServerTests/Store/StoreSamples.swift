import Adapters
import AgentsCore
import Foundation
import Testing

@testable import CompatServer

/// A folder that is gone when the test is over.
final class StoreFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "agents-compat.\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of a file in it.
    func path(_ name: String) -> String { url.appending(path: name).path }

    /// The files in it, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    }

    /// Writes a file.
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
        try Data(bytes).write(to: url.appending(path: name))
    }

    /// Writes over a file that others have open.
    func overwrite(_ name: String, _ bytes: some Sequence<UInt8>) throws {
        let file = try FileHandle(forWritingTo: url.appending(path: name))
        try file.write(contentsOf: Data(bytes))
        try file.close()
    }

    /// The bytes of a file.
    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url.appending(path: name)))
    }

    /// Whether a file has a text somewhere in it; one that is gone has none.
    func holds(_ text: String, in name: String) throws -> Bool {
        guard names.contains(name) else { return false }
        return try Data(contentsOf: url.appending(path: name)).range(of: Data(text.utf8)) != nil
    }

    /// The rights of a file.
    func permissions(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
    }
}

extension StoreLocation {
    /// A file of a folder.
    static func file(_ folder: StoreFolder, _ name: String = "tasks.db") -> StoreLocation {
        .sqlite(path: folder.path(name))
    }
}

/// Principals of the tests.
enum Someone {
    static let alice = principal(1)
    static let bob = principal(2)

    static func principal(_ number: UInt8) -> Fingerprint {
        guard let principal = Fingerprint(bytes: [UInt8](repeating: number, count: 32)) else {
            preconditionFailure("32 bytes are a fingerprint")
        }
        return principal
    }
}

extension StoredTask {
    /// A task of the tests.
    static func sample(
        _ id: String = randomUUID(), upstream upstreamID: String? = nil, of principal: Fingerprint = Someone.alice,
        trace traceID: String = "trace", _ stage: Stage = .intent, note: String = "", at time: Int64 = 1_775_649_600
    ) throws -> StoredTask {
        let line = #"{"id":"g","state":"queued","provenance":{"dialect":"acedata","shape":"task","residue":{"x":1}}}"#
        var record = try TaskRecord(line: line.utf8)
        record.generation.id = id
        record["note"] = try String(decoding: JSONEncoder().encode(note), as: UTF8.self)
        return StoredTask(
            id: id, upstreamID: upstreamID, dialect: "acedata", principal: principal, operation: "POST /luma/videos",
            traceID: traceID, stage: stage, record: record, createdAt: WallTime(seconds: time),
            updatedAt: WallTime(microseconds: time * 1_000_000 + 123_456))
    }
}

extension TaskStore {
    /// Inserts tasks one after another.
    func insert(_ tasks: [StoredTask]) async throws(StoreError) {
        for task in tasks { try await insert(task) }
    }

    /// Submissions whose answers are not known to be there, however lately they were delivered.
    func unansweredSubmissions(since time: WallTime, limit: Int) async throws(StoreError) -> [StoredSubmission] {
        try await unansweredSubmissions(since: time, orDeliveredSince: WallTime(microseconds: .max), limit: limit)
    }

    /// Every unfinished task, by batches of a size.
    func allUnfinished(by limit: Int) async throws(StoreError) -> [StoredTask] {
        var tasks: [StoredTask] = []
        var next: String?
        repeat {
            let batch = try await unfinished(from: next, limit: limit)
            #expect(batch.tasks.count <= limit)
            tasks += batch.tasks
            next = batch.next
        } while next != nil
        return tasks
    }
}

/// The code of the store's error that an action throws.
func code<Result>(of action: () async throws -> Result) async -> StoreError.Code? {
    do {
        _ = try await action()
        return nil
    } catch {
        return (error as? StoreError)?.code
    }
}
