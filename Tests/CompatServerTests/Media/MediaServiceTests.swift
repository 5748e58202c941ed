import AceDataCompat
import Adapters
import AgentsCore
import AgentsSimulator
import DreamMachineCompat
import Testing

@testable import CompatServer

/// Links stay good although those of the storage do not.
@Suite struct MediaServiceTests {
    private static let publicURL = "http://server"

    private func withServer(
        _ test: (ServerRuns, CompatServer) async throws -> Void
    ) async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start(publicURL: Self.publicURL)
        try await test(runs, server)
        await server.stop()
    }

    /// Whether the simulator's storage still opens a URL.
    private func opens(_ url: String, _ runs: ServerRuns) async throws -> Bool {
        try await InProcessTransport(handler: runs.simulator).send(ClientRequest(.get, url)).status == 200
    }

    @Test func aLinkLeadsToTheFileForEver() async throws {
        try await withServer { runs, server in
            let (_, link) = try await runs.video(on: server)
            #expect(link.hasPrefix("\(Self.publicURL)/media/") && link.hasSuffix(".mp4"))
            var urls: Set<String> = []
            for _ in 0..<3 {
                let response = try await runs.follow(link, to: server)
                #expect(response.status == 302)
                let url = try #require(response.fields["Location"])
                #expect(try await opens(url, runs), "\(url)")
                urls.insert(url)
                runs.clock.advance(by: .seconds(4000))
                #expect(try await opens(url, runs) == false, "the storage's own URL has expired")
            }
            #expect(urls.count == 3)
        }
    }

    @Test func aURLIsUsedAsLongAsItIsGood() async throws {
        try await withServer { runs, server in
            let (_, link) = try await runs.video(on: server)
            let polls = try await runs.polls()
            let first = try await runs.follow(link, to: server)
            for _ in 0..<5 {
                let again = try await runs.follow(link, to: server)
                #expect(again.status == 302 && again.fields["Location"] == first.fields["Location"])
            }
            #expect(try await runs.polls() == polls, "the record's own is still good")
            runs.clock.advance(by: .seconds(3600))
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await runs.follow(link, to: server).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 302, count: 8))
            #expect(try await runs.polls() == polls + 1, "eight clients share a question")
        }
    }

    @Test func bothDialectsAndBothMethodsHaveThem() async throws {
        try await withServer { runs, server in
            let (id, link) = try await runs.video(on: server)
            let task = try await runs.call(server, .post, "/luma/tasks", #"{"id":"\#(id)"}"#)
            #expect(task.string("response", "video_url") == link)
            let head = try await runs.follow(link, to: server, .head)
            #expect(head.status == 302 && head.fields["Location"] != nil)
            let post = try await runs.follow(link, to: server, .post)
            #expect(post.status == 405 && post.fields["Allow"] == "GET, HEAD")
        }
    }

    @Test func deletingRevokesIt() async throws {
        try await withServer { runs, server in
            let (id, link) = try await runs.video(on: server)
            try await runs.delete(id, on: server)
            #expect(try await runs.follow(link, to: server).status == 410)
        }
    }

    @Test func whatTheAgentsAPIHasForgottenIsGone() async throws {
        try await withServer { runs, server in
            let (_, link) = try await runs.video(on: server)
            _ = await runs.simulator.respond(to: HTTPRequest(.post, "/_simulator/reset"))
            runs.clock.advance(by: .seconds(4000))
            #expect(try await runs.follow(link, to: server).status == 410)
        }
    }

    @Test func whatCannotBeAskedForNowCanBeLater() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start(publicURL: Self.publicURL)
        let (_, link) = try await runs.video(on: first)
        await first.stop()
        let cutOff = try await runs.start(publicURL: Self.publicURL, upstream: NoTransport())
        runs.clock.advance(by: .seconds(4000))
        let response = try await runs.follow(link, to: cutOff)
        #expect(response.status == 503 && response.fields["Retry-After"] != nil)
        await cutOff.stop()
        let third = try await runs.start(publicURL: Self.publicURL)
        #expect(try await runs.follow(link, to: third).status == 302)
        await third.stop()
    }

    @Test func whatIsNoLinkIsNotFound() async throws {
        try await withServer { runs, server in
            for path in ["/media/", "/media/x/0.mp4", "/media/\(String(repeating: "0", count: 64))/0.mp4"] {
                let status = try await runs.follow(Self.publicURL + path, to: server).status
                #expect(status == 404, "\(path)")
            }
        }
    }

    @Test func anExtensionIsFoundByALink() async throws {
        try await withServer { runs, server in
            let (_, link) = try await runs.video(on: server)
            let body = #"{"action":"extend","prompt":"and on","video_url":"\#(link)","async":true}"#
            let answer = try await runs.call(server, .post, "/luma/videos", body)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(try await runs.jobs() == 2)
        }
    }
}
