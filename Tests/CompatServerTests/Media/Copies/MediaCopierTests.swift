import Adapters
import AgentsCore
import HTTPTransport
import Testing

@testable import CompatServer

/// A file is copied piece by piece, and is there as a whole or not at all.
@Suite struct MediaCopierTests {
    private static let id = "3f0e6e0c-52d3-4d0b-9d6c-8f2a4f4e7a10"
    private static let bytes = (0..<2500).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    private let parent: StoreFolder
    private let folder: MediaFolder

    init() throws {
        parent = try StoreFolder()
        folder = MediaFolder(path: parent.path("media"))
    }

    private func task(_ url: String = "https://storage.example.com/a.mp4") throws -> StoredTask {
        var task = try StoredTask.sample(Self.id, upstream: "u", .ended)
        task.record.generation.output = .value([Generation.Output(type: "video", url: .value(url))])
        return task
    }

    private func copy(
        _ storage: ScriptedStorage, limit: Int = 1 << 20, _ upstream: any ClientTransport = NoTransport()
    ) async throws {
        let store = try await SQLiteTaskStore(.memory)
        let clock = ManualClock()
        let secret = try ServerSecret.random()
        let client = GenerationClient(upstream, .init(baseURL: "http://upstream/v1", retries: .never))
        let outputs = FreshOutputs(client: client, store: store, secret: secret, clock: clock)
        var copier = MediaCopier(folder: folder, outputs: outputs, transport: storage, queue: DiskQueue())
        copier.limits.pieceBytes = 1000
        copier.limits.bytes = limit
        let task = try task()
        do {
            try await copier.copy(0, of: task)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    private var names: [String] {
        get throws { try MediaFolder.names(in: folder.folder(of: Self.id) ?? "").sorted() }
    }

    @Test func aFileIsFetchedInPieces() async throws {
        let storage = ScriptedStorage(Self.bytes)
        try await copy(storage)
        #expect(storage.questions == [0, 1000, 2000])
        let copy = try #require(folder.find(0, of: Self.id))
        #expect(copy.file.bytes(0..<copy.file.count) == Self.bytes && copy.mediaType == "video/mp4")
        #expect(copy.checksum == "908527eba8f85ed345222aa2d108430e0329c140dfe29b9af713472a508b6b93")
        #expect(try names == ["0.mp4", "0.sha256"])
        // What is there is not fetched again.
        try await self.copy(storage)
        #expect(storage.questions.count == 3)
    }

    @Test(arguments: [500, 403, 429])
    func whatFailsInTheMiddleLeavesNothing(_ status: Int) async throws {
        let storage = ScriptedStorage(Self.bytes) { start, _ in start == 1000 ? HTTPResponse(status) : nil }
        await #expect(throws: MediaCopier.Fault.self) { try await copy(storage) }
        #expect(folder.find(0, of: Self.id) == nil)
        #expect(try names.isEmpty)
        // What an interrupted run has left is no hindrance either.
        let writer = try MediaWriter(0, of: Self.id, in: folder)
        try writer.append([1, 2, 3])
        #expect(try names == ["0.partial"])
        try await copy(ScriptedStorage(Self.bytes))
        #expect(folder.find(0, of: Self.id)?.file.count == 2500)
    }

    @Test func aURLThatComesToItsEndIsRenewed() async throws {
        let storage = ScriptedStorage(Self.bytes) { start, index in
            start == 1000 && index == 1 ? HTTPResponse(403) : nil
        }
        try await copy(storage)
        #expect(storage.questions == [0, 1000, 1000, 2000])
        #expect(folder.find(0, of: Self.id) != nil)
    }

    @Test func whatIsGoneOrTooLargeIsTold() async throws {
        await #expect(throws: MediaCopier.Fault.gone) {
            try await copy(ScriptedStorage(Self.bytes) { _, _ in HTTPResponse(404) })
        }
        await #expect(throws: MediaCopier.Fault.tooLarge) {
            try await copy(ScriptedStorage(Self.bytes), limit: 2499)
        }
        #expect(try names.isEmpty)
    }

    @Test func aCopyWithoutItsChecksumIsNone() async throws {
        try await copy(ScriptedStorage(Self.bytes))
        let path = try #require(folder.folder(of: Self.id))
        try parent.write("media/\(Self.id.prefix(2))/\(Self.id)/0.sha256", Array("../../0.mp4\n".utf8))
        #expect(folder.find(0, of: Self.id) == nil)
        #expect(folder.find(0, of: "../../../etc") == nil && folder.folder(of: "..") == nil)
        #expect(try folder.size(of: Self.id) == 2512)
        try folder.remove(Self.id)
        #expect(try MediaFolder.names(in: path).isEmpty)
    }
}
