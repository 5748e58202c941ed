import AgentsCore
import Dispatch
import HTTPTransport
import Testing

@testable import CompatServer

/// Files are fetched when they are first asked for, and those that were asked for last are kept.
@Suite(.timeLimit(.minutes(1))) struct MediaCacheTests {
    private let folder: StoreFolder

    init() throws {
        folder = try StoreFolder()
    }

    private func start(
        _ runs: ServerRuns, bytes: Int = 1 << 30, upstream: (any ClientTransport)? = nil
    ) async throws -> CompatServer {
        let copies = try MediaCopies(in: folder.path("media"), .lastUsed(bytes: bytes))
        return try await runs.start(publicURL: "http://server", copies: copies, upstream: upstream)
    }

    private func isCopied(_ link: String) throws -> Bool {
        let task = try #require(MediaLinksProbe.task(of: link))
        return MediaFolder(path: folder.path("media")).find(0, of: task) != nil
    }

    @Test func aFileIsFetchedOnceHoweverManyAsk() async throws {
        let runs = try await ServerRuns()
        let transport = SwitchedTransport(InProcessTransport(handler: runs.simulator))
        let server = try await start(runs, upstream: transport)
        let (_, link) = try await runs.video(on: server)
        #expect(try isCopied(link) == false && transport.fetched == 0)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try await runs.follow(link, to: server).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 8))
        #expect(try isCopied(link) && transport.fetched == 1)
        // The copy is good without the storage, and for the next run as well.
        transport.isStorageCutOff = true
        #expect(try await runs.follow(link, to: server).status == 200)
        await server.stop()
        let next = try await start(runs, upstream: transport)
        #expect(try await runs.follow(link, to: next).status == 200)
        await next.stop()
    }

    @Test func whatCannotBeFetchedNowCanBeLater() async throws {
        let runs = try await ServerRuns()
        let transport = SwitchedTransport(InProcessTransport(handler: runs.simulator))
        let server = try await start(runs, upstream: transport)
        let (_, link) = try await runs.video(on: server)
        transport.isStorageCutOff = true
        let refused = try await runs.follow(link, to: server)
        #expect(refused.status == 503 && refused.fields["Retry-After"] == "5")
        transport.isStorageCutOff = false
        #expect(try await runs.follow(link, to: server).status == 200)
        await server.stop()
    }

    /// Writing waits for the disk, many times for each file.
    @Test func whoReadsDoesNotWaitForThoseThatWrite() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let link = try await runs.video(on: server).link
        #expect(try await runs.follow(link, to: server).status == 200)
        await server.stop()
        let name = try #require(MediaLinksProbe.task(of: link))
        let task = try #require(try await runs.store.task(name))
        let transport = InProcessTransport(handler: runs.simulator)
        let outputs = FreshOutputs(
            client: GenerationClient(transport, .init(baseURL: "http://simulator/v1", retries: .never)),
            store: runs.store, secret: try .random(), clock: runs.clock)
        let copier = MediaCopier(
            folder: MediaFolder(path: folder.path("media")), outputs: outputs, transport: transport, queue: DiskQueue())
        let cache = MediaCache(copier, reading: DiskQueue(), limit: 1 << 30, store: runs.store, log: .silent)
        await cache.load()
        let (isBegun, isWritten) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let writing = Task {
            try await copier.queue.run { () throws(SystemError) in
                isBegun.signal()
                return isWritten.wait(timeout: .now() + 20) == .success
            }
        }
        try await eventually { isBegun.wait(timeout: .now()) == .success }
        let copy = try await cache.copy(0, of: task)
        #expect(copy.file.count > 0)
        isWritten.signal()
        #expect(try await writing.value, "whoever read has waited until the writing was given up")
    }

    @Test func whatWasNotUsedForTheLongestGoesFirst() async throws {
        let runs = try await ServerRuns()
        let probe = try await start(runs)
        let first = try await runs.video(on: probe).link
        let size = try await runs.follow(first, to: probe).body.count
        await probe.stop()

        // Two copies and a half, with what stands beside them.
        let server = try await start(runs, bytes: (size + 100) * 5 / 2)
        let second = try await runs.video(on: server).link
        let third = try await runs.video(on: server).link
        for link in [first, second, first, third] { #expect(try await runs.follow(link, to: server).status == 200) }
        #expect(try [first, second, third].map(isCopied) == [true, false, true])
        #expect(try await runs.follow(second, to: server).status == 200)
        #expect(try [first, second, third].map(isCopied) == [false, true, true])
        await server.stop()
    }

    @Test func deletingRemovesTheCopyAlsoAfterACrash() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let (one, two) = (try await runs.video(on: server), try await runs.video(on: server))
        for link in [one.link, two.link] { #expect(try await runs.follow(link, to: server).status == 200) }
        try await runs.delete(one.id, on: server)
        #expect(try isCopied(one.link) == false)
        #expect(try await runs.follow(one.link, to: server).status == 410)
        await server.stop()
        let task = try #require(MediaLinksProbe.task(of: two.link))
        #expect(try await runs.store.outlive([task], at: runs.clock.wallTime) == [task])
        let next = try await start(runs)
        try await eventually { try !isCopied(two.link) }
        await next.stop()
    }

    @Test func whoAskedBeforeItWasDeletedLeavesNoCopyBehind() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let (id, link) = try await runs.video(on: server)
        let cache = try #require(server.media?.cache)
        let name = try #require(MediaLinksProbe.task(of: link))
        let task = try #require(try await runs.store.task(name))
        try await runs.delete(id, on: server)
        // The call of the link has found the task before.
        await #expect(throws: MediaCopier.Fault.gone) { try await cache.copy(0, of: task) }
        #expect(try isCopied(link) == false)
        #expect(try MediaFolder.names(in: folder.path("media/\(task.id.prefix(2))/\(task.id)")).isEmpty)
        await server.stop()
    }
}
