import AceDataCompat
import Adapters
import AgentsCore
import AgentsSimulator
import DreamMachineCompat
import HTTPTransport
import Testing

@testable import CompatServer

/// Sizes and a thumbnail are there some time after the end of a task, and go with it.
@Suite(.timeLimit(.minutes(2))) struct MediaProberTests {
    private static let publicURL = "http://server"
    private let folder: StoreFolder
    private let probing: MediaProbing

    init() throws {
        folder = try StoreFolder()
        probing = try MediaProbing(try SampleVideos.tools(), in: folder.path("probe"))
    }

    private func start(
        _ runs: ServerRuns, publicURL: String? = Self.publicURL, copies: MediaCopies? = nil,
        upstream: (any ClientTransport)? = nil
    ) async throws -> CompatServer {
        try await runs.start(publicURL: publicURL, copies: copies, probing: probing, upstream: upstream)
    }

    private func retrieve(_ id: String, _ runs: ServerRuns, from server: CompatServer) async throws -> JSONAnswer {
        try await runs.call(server, .post, "/luma/tasks", #"{"id":"\#(id)"}"#)
    }

    /// Waits until nobody has to look into any task.
    private func settled(_ runs: ServerRuns) async throws {
        try await eventually(pausing: .milliseconds(5)) {
            try await runs.store.unprobedTasks(after: nil, since: WallTime(seconds: 0), .all, limit: 1).isEmpty
        }
    }

    // MARK: What is found

    @Test func sizesAndThumbnailAreThereInBothDialects() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let id = try await runs.video(on: server).id
        try await settled(runs)

        let generation = try await runs.get(id, from: server)
        #expect(generation.json("assets", "progress_video") == "null")
        let link = try #require(generation.string("assets", "image"))
        #expect(link.hasPrefix("\(Self.publicURL)/media/") && link.hasSuffix("/thumbnail.jpg"))
        let picture = try await runs.follow(link, to: server)
        #expect(picture.status == 200 && picture.fields["Content-Type"] == "image/jpeg")
        #expect(JPEGHeader.size(of: picture.body) == PixelSize(width: 64, height: 36))
        let tag = try #require(picture.fields["ETag"])
        #expect(try await runs.follow(link, to: server, fields: ["If-None-Match": tag]).status == 304)

        let task = try await retrieve(id, runs, from: server)
        #expect(task.integer("response", "video_width") == 64 && task.integer("response", "video_height") == 36)
        #expect(task.string("response", "thumbnail_url") == link)
        #expect(task.integer("response", "thumbnail_width") == 64)
        #expect(task.integer("response", "thumbnail_height") == 36)
        let list = try await runs.call(server, .get, "/dream-machine/v1/generations")
        #expect(list.text.contains(link))
        let batch = try await runs.call(
            server, .post, "/luma/tasks", #"{"action":"retrieve_batch","ids":["\#(id)"]}"#)
        #expect(batch.text.contains(link))
        await server.stop()
        #expect(folder.names.isEmpty, "files that were looked into are left")
    }

    @Test func aTaskOfAceDataHasThemInTheOrderOfItsMembers() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let accepted = try await runs.call(server, .post, "/luma/videos", #"{"prompt":"a volcano","async":true}"#)
        let id = try #require(accepted.string("task_id"))
        try await eventually {
            runs.clock.advance(by: .seconds(10))
            return try await retrieve(id, runs, from: server).json("finished_at") != nil
        }
        try await settled(runs)
        let response = try #require(try await retrieve(id, runs, from: server).json("response"))
        let parts = [
            #"{"success":true,"task_id":"\#(id)","#, #""video_height":36,"video_width":64,"state":"completed","#,
            #""thumbnail_url":"http://server/media/"#, #"/thumbnail.jpg","thumbnail_width":64,"thumbnail_height":36}"#,
        ]
        for part in parts { #expect(response.contains(part), "\(response)") }
        #expect(try await runs.get(id, from: server).string("assets", "image")?.hasSuffix("/thumbnail.jpg") == true)
        await server.stop()
    }

    @Test func withoutLinksThereAreSizesAlone() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs, publicURL: nil)
        let id = try await runs.video(on: server).id
        try await settled(runs)
        let task = try await retrieve(id, runs, from: server)
        #expect(task.integer("response", "video_width") == 64)
        #expect(task.json("response", "thumbnail_url") == "null")
        #expect(task.json("response", "thumbnail_width") == "null")
        #expect(try await runs.get(id, from: server).json("assets", "image") == "null")
        await server.stop()
    }

    @Test func copiesThatAreKeptAreNotFetchedAgain() async throws {
        let runs = try await ServerRuns()
        let transport = SwitchedTransport(InProcessTransport(handler: runs.simulator))
        let copies = try MediaCopies(in: folder.path("media"), .untilDeleted)
        let server = try await start(runs, copies: copies, upstream: transport)
        let id = try await runs.video(on: server).id
        try await settled(runs)
        #expect(try await retrieve(id, runs, from: server).integer("response", "video_height") == 36)
        #expect(transport.fetched == 1)
        await server.stop()
        #expect(folder.names == ["media"])
    }

    @Test(arguments: ["a still [[fail=content_moderated]]", nil])
    func whatIsNoFinishedVideoIsNotLookedInto(_ prompt: String?) async throws {
        let runs = try await ServerRuns()
        let transport = SwitchedTransport(InProcessTransport(handler: runs.simulator))
        let server = try await start(runs, upstream: transport)
        let created =
            if let prompt {
                try await runs.create(on: server, prompt)
            } else {
                try await runs.call(
                    server, .post, "/dream-machine/v1/generations/image", #"{"prompt":"a fox","model":"photon-1"}"#)
            }
        let id = try #require(created.string("id"))
        try await eventually {
            runs.clock.advance(by: .seconds(10))
            return try await ["completed", "failed"].contains(runs.get(id, from: server).string("state"))
        }
        try await settled(runs)
        #expect(transport.fetched == 0)
        await server.stop()
    }

    // MARK: What cannot be found

    /// A video that ends while the storage is cut off, and was asked for there in vain.
    private func cutOffVideo() async throws -> (ServerRuns, SwitchedTransport, CompatServer, id: String) {
        let runs = try await ServerRuns()
        let transport = SwitchedTransport(InProcessTransport(handler: runs.simulator))
        transport.isStorageCutOff = true
        let server = try await start(runs, upstream: transport)
        let id = try await runs.video(on: server).id
        try await eventually { transport.refused > 0 }
        return (runs, transport, server, id)
    }

    @Test func aFileThatIsNoVideoIsLookedIntoOnce() async throws {
        let runs = try await ServerRuns()
        let transport = SwitchedTransport(InProcessTransport(handler: runs.simulator))
        transport.file = Array("#EXTM3U\nfile:///etc/passwd\n".utf8)
        let server = try await start(runs, upstream: transport)
        let id = try await runs.video(on: server).id
        try await settled(runs)
        runs.clock.advance(by: .seconds(3600))
        try await settled(runs)
        #expect(transport.fetched == 1)
        let task = try await retrieve(id, runs, from: server)
        for key in ["video_height", "video_width", "thumbnail_url", "thumbnail_width", "thumbnail_height"] as [JSONKey]
        {
            #expect(task.json("response", key) == "null")
        }
        let link = try #require(try await runs.get(id, from: server).string("assets", "video"))
        let thumbnail = link.replacing("0.mp4", with: "thumbnail.jpg")
        #expect(try await runs.follow(thumbnail, to: server).status == 404)
        await server.stop()
    }

    @Test func whatCannotBeFetchedNowIsLookedIntoLater() async throws {
        let (runs, transport, server, id) = try await cutOffVideo()
        #expect(try await retrieve(id, runs, from: server).json("response", "video_width") == "null")
        transport.isStorageCutOff = false
        try await eventually(pausing: .milliseconds(5)) {
            runs.clock.advance(by: .seconds(31))
            return try await retrieve(id, runs, from: server).integer("response", "video_width") == 64
        }
        await server.stop()
    }

    @Test func theNextRunGoesOn() async throws {
        let (runs, _, server, id) = try await cutOffVideo()
        await server.stop()
        // What a crash would have left.
        let left = MediaFolder(path: probing.folder)
        try MediaWriter(0, of: randomUUID(), in: left).append([1, 2, 3])
        let next = try await start(runs)
        try await settled(runs)
        #expect(try await retrieve(id, runs, from: next).integer("response", "video_width") == 64)
        #expect(try left.tasks().isEmpty)
        await next.stop()
    }

    @Test func whatIsLongOverIsLeftAlone() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start(publicURL: Self.publicURL)
        let id = try await runs.video(on: first).id
        await first.stop()
        runs.clock.advance(by: .seconds(90_000))
        let transport = SwitchedTransport(InProcessTransport(handler: runs.simulator))
        let server = try await start(runs, upstream: transport)
        // A new one shows that the old one had its turn.
        _ = try await runs.video(on: server)
        try await eventually(pausing: .milliseconds(5)) {
            try await runs.store.unprobedTasks(after: nil, since: WallTime(seconds: 0), .all, limit: 9).count == 1
        }
        #expect(transport.fetched == 1)
        #expect(try await retrieve(id, runs, from: server).json("response", "video_width") == "null")
        await server.stop()
    }

    // MARK: Links

    /// The link to the thumbnail of a video that was looked into, and the video's id.
    private func thumbnail(_ runs: ServerRuns, on server: CompatServer) async throws -> (id: String, link: String) {
        let id = try await runs.video(on: server).id
        try await settled(runs)
        return (id, try #require(try await runs.get(id, from: server).string("assets", "image")))
    }

    @Test func deletingRevokesAndRemovesTheThumbnail() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let (id, link) = try await thumbnail(runs, on: server)
        let task = try #require(MediaLinksProbe.task(of: link))
        #expect(try await runs.store.thumbnail(of: task) != nil)
        try await runs.delete(id, on: server)
        #expect(try await runs.follow(link, to: server).status == 410)
        #expect(try await runs.store.thumbnail(of: task) == nil)
        await server.stop()
    }

    @Test func aThumbnailIsNoVideoToExtend() async throws {
        let runs = try await ServerRuns()
        let server = try await start(runs)
        let link = try await thumbnail(runs, on: server).link
        let jobs = try await runs.jobs()
        let body = #"{"action":"extend","prompt":"on","async":true,"video_url":"\#(link)"}"#
        let answer = try await runs.call(server, .post, "/luma/videos", body)
        #expect(answer.status == 400 && answer.string("error", "code") == "bad_request")
        #expect(try await runs.jobs() == jobs)
        await server.stop()
    }
}
