import Adapters
import AgentsCore
import AgentsSimulator
import Foundation
import HTTPTransport
import Testing

@testable import CompatServer

/// Files are there for as long as their tasks.
@Suite(.timeLimit(.minutes(1))) struct MediaArchiveTests {
    private static let publicURL = "http://server"
    private let folder: StoreFolder
    private let copies: MediaCopies

    init() throws {
        folder = try StoreFolder()
        copies = try MediaCopies(in: folder.path("media"), .untilDeleted)
    }

    private func start(
        _ runs: ServerRuns, upstream: (any ClientTransport)? = nil
    ) async throws -> CompatServer {
        try await runs.start(publicURL: Self.publicURL, copies: copies, upstream: upstream)
    }

    private func settled(_ runs: ServerRuns, _ server: CompatServer) async throws {
        try await eventually { try await runs.store.uncopiedTasks(after: nil, limit: 1).isEmpty }
    }

    @Test func aVideoIsCopiedWhenItEndsAndServedForEver() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let (_, link) = try await runs.video(on: server)
        try await settled(runs, server)
        runs.clock.advance(by: .seconds(1_000_000))
        _ = await runs.simulator.respond(to: HTTPRequest(.post, "/_simulator/reset"))
        let response = try await runs.follow(link, to: server)
        #expect(response.status == 200 && response.fields["Content-Type"] == "video/mp4")
        #expect(Array(response.body[4..<8]) == Array("ftyp".utf8))
        await server.stop()
    }

    @Test func untilItIsCopiedTheLinkLeadsToTheStorage() async throws {
        let runs = try await ServerRuns()
        let cutOff = SwitchedTransport(InProcessTransport(handler: runs.simulator))
        cutOff.isStorageCutOff = true
        let server = try await start(runs, upstream: cutOff)
        let (_, link) = try await runs.video(on: server)
        #expect(try await runs.follow(link, to: server).status == 302)
        #expect(try await runs.store.uncopiedTasks(after: nil, limit: 1).count == 1)
        await server.stop()

        // The next run copies what this one could not.
        let next = try await start(runs)
        try await settled(runs, next)
        #expect(try await runs.follow(link, to: next).status == 200)
        await next.stop()
    }

    @Test func whatCannotBeCopiedIsTriedAgain() async throws {
        let runs = try await ServerRuns()
        let gate = SwitchedTransport(InProcessTransport(handler: runs.simulator))
        gate.isStorageCutOff = true
        let server = try await start(runs, upstream: gate)
        let (_, link) = try await runs.video(on: server)
        try await eventually { gate.refused > 0 }
        gate.isStorageCutOff = false
        try await eventually {
            runs.clock.advance(by: .seconds(31))
            return try await runs.follow(link, to: server).status == 200
        }
        await server.stop()
    }

    @Test func deletingRemovesTheCopy() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let (id, link) = try await runs.video(on: server)
        try await settled(runs, server)
        let task = try #require(MediaLinksProbe.task(of: link))
        let path = folder.path("media/\(task.prefix(2))/\(task)")
        #expect(try MediaFolder.names(in: path).sorted() == ["0.mp4", "0.sha256"])
        try await runs.delete(id, on: server)
        #expect(try MediaFolder.names(in: path).isEmpty)
        #expect(try await runs.follow(link, to: server).status == 410)
        #expect(try await runs.store.deletedTasksWithCopies(after: nil, limit: 1).isEmpty)
        await server.stop()
    }

    @Test func copiesOfWhatWasDeletedBeforeACrashAreRemovedAfterIt() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let (_, link) = try await runs.video(on: server)
        try await settled(runs, server)
        await server.stop()
        let task = try #require(MediaLinksProbe.task(of: link))
        let stored = try #require(try await runs.store.task(task))
        _ = try await runs.store.delete(
            .id(task), of: stored.principal, in: stored.dialect, at: runs.clock.wallTime)
        let next = try await start(runs)
        try await eventually { try await runs.store.deletedTasksWithCopies(after: nil, limit: 1).isEmpty }
        #expect(try MediaFolder.names(in: folder.path("media/\(task.prefix(2))/\(task)")).isEmpty)
        await next.stop()
    }

    /// A folder that holds a folder cannot be removed.
    @Test func copiesThatCannotBeRemovedKeepNoOthers() async throws {
        let runs = try await ServerRuns()
        let tasks = (100..<250).map { "\($0)00000-0000-4000-8000-000000000000" }
        for task in tasks {
            try await runs.store.insert(StoredTask.sample(task, .ended))
            try await runs.store.note(.complete, of: task)
            _ = try await runs.store.delete(
                .id(task), of: Someone.alice, in: "acedata", at: runs.clock.wallTime)
        }
        for task in tasks.dropLast() {
            try FileManager.default.createDirectory(
                atPath: folder.path("media/\(task.prefix(2))/\(task)/0.mp4"), withIntermediateDirectories: true)
        }
        let server = try await start(runs)
        try await eventually {
            try await !runs.store.deletedTasksWithCopies(after: nil, limit: 200).contains(tasks[149])
        }
        #expect(try await runs.store.deletedTasksWithCopies(after: nil, limit: 200) == Array(tasks.dropLast()))
        await server.stop()
    }

    @Test(
        arguments: [
            ("bytes=0-3", nil, 206, 4), ("bytes=-8", nil, 206, 8), ("bytes=999999999-", nil, 416, 0),
            ("bytes=0-3", "\"other\"", 200, nil), (nil, nil, 200, nil),
        ] as [(String?, String?, Int, Int?)])
    func partsAreServed(_ range: String?, _ condition: String?, _ status: Int, _ count: Int?) async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let (_, link) = try await runs.video(on: server)
        try await settled(runs, server)
        let whole = try await runs.follow(link, to: server)
        var fields: HTTPFields = [:]
        fields["Range"] = range
        fields["If-Range"] = condition
        let response = try await runs.follow(link, to: server, fields: fields)
        #expect(response.status == status && response.body.count == count ?? whole.body.count)
        let tag = try #require(whole.fields["ETag"])
        #expect(response.fields["ETag"] == tag && response.fields["Accept-Ranges"] == "bytes")
        let same = try await runs.follow(link, to: server, fields: ["Range": "bytes=4-7", "If-Range": tag])
        #expect(same.status == 206 && same.body == Array("ftyp".utf8))
        #expect(same.fields["Content-Range"] == "bytes 4-7/\(whole.body.count)")
        #expect(try await runs.follow(link, to: server, fields: ["If-None-Match": "\"x\", \(tag)"]).status == 304)
        await server.stop()
    }

    @Test func aTaskThatFailedHasNothingToCopy() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let id = try #require(
            try await runs.create(on: server, "a clock [[fail=content_moderated]]").string("id"))
        try await eventually {
            runs.clock.advance(by: .seconds(10))
            return try await runs.get(id, from: server).string("state") == "failed"
        }
        try await settled(runs, server)
        await server.stop()
    }
}
