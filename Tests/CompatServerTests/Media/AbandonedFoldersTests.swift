import AgentsCore
import Foundation
import Testing

@testable import CompatServer

/// Files that were kept under another setting do not outlive their tasks.
@Suite(.timeLimit(.minutes(1))) struct AbandonedFoldersTests {
    private let folder: StoreFolder
    private let tools = MediaTools(ffprobe: "/bin/false", ffmpeg: nil)

    init() throws {
        folder = try StoreFolder()
    }

    /// What is not used, by the ends of the names.
    private func unused(_ copies: MediaCopies?, _ probing: MediaProbing?) throws -> [String] {
        let store = folder.path("tasks.db")
        return try AbandonedFolders(beside: store, copies: copies, probing: probing).paths.map { path in
            #expect(path.hasPrefix(store))
            return String(path.dropFirst(store.count))
        }
    }

    @Test func theyFollowFromTheSettings() throws {
        let store = folder.path("tasks.db")
        let probing = try MediaProbing(tools, in: MediaProbing.folder(beside: store))
        let beside = MediaCopies.folder(beside: store)
        #expect(try unused(nil, nil) == [".media", ".probe"])
        #expect(try unused(MediaCopies(in: beside, .lastUsed(bytes: 1)), nil) == [".probe"])
        #expect(try unused(MediaCopies(in: beside, .lastUsed(bytes: 1)), probing) == [])
        #expect(try unused(nil, probing) == [".media"])
        #expect(try unused(MediaCopies(in: folder.path("kept"), .untilDeleted), probing) == [".media", ".probe"])
        // The same folder by another name.
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: beside)
        #expect(try unused(MediaCopies(in: folder.path("link"), .lastUsed(bytes: 1)), nil) == [".probe"])
    }

    /// Or one start without it would remove the only copies there are.
    @Test func anArchiveIsKeptElsewhere() throws {
        let beside = MediaCopies.folder(beside: folder.path("tasks.db"))
        let link = folder.path("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: beside)
        for place in [beside, MediaProbing.folder(beside: folder.path("tasks.db")), link] {
            let archive = try MediaCopies(in: place, .untilDeleted)
            #expect { try unused(archive, nil) } throws: { ($0 as? StoreError)?.code == .badLocation }
        }
    }

    @Test func theNextRunRemovesThemAndNothingElse() async throws {
        let runs = try await ServerRuns()
        let store = folder.path("tasks.db")
        let copies = try MediaCopies(in: MediaCopies.folder(beside: store), .lastUsed(bytes: 1 << 30))
        let server = try await runs.start(publicURL: "http://server", copies: copies)
        let link = try await runs.video(on: server).link
        #expect(try await runs.follow(link, to: server).status == 200)
        await server.stop()
        #expect(try !MediaFolder(path: copies.folder).tasks().isEmpty)
        try folder.write("tasks.db.other", [1])

        let next = try await runs.start(
            publicURL: "http://server", abandoned: try AbandonedFolders(beside: store, copies: nil, probing: nil))
        #expect(folder.names == ["tasks.db.other"])
        await next.stop()
    }
}
