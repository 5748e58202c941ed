import AgentsCore
import HTTPTransport
import Testing

@testable import CompatServer

// What clients do with finished videos.

extension ServerRuns {
    /// A video of the Dream Machine API that has ended.
    ///
    /// - Parameter server: Where it is made.
    /// - Returns: Its id, and the link to its file.
    /// - Throws: ``NeverHappened``, or what a call throws.
    func video(on server: CompatServer) async throws -> (id: String, link: String) {
        let id = try #require(try await create(on: server).string("id"))
        try await eventually {
            clock.advance(by: .seconds(10))
            return try await get(id, from: server).string("state") == "completed"
        }
        return (id, try #require(try await get(id, from: server).string("assets", "video")))
    }

    /// Follows a link to a file, without a key.
    func follow(
        _ link: String, to server: CompatServer, _ method: HTTPMethod = .get, fields: HTTPFields = [:]
    ) async throws -> HTTPResponse {
        try await InProcessTransport(handler: server).send(ClientRequest(method, link, fields: fields))
    }

    /// Deletes a video of the Dream Machine API.
    func delete(_ id: String, on server: CompatServer) async throws {
        let request = HTTPRequest(
            .delete, "/dream-machine/v1/generations/\(id)", fields: ["Authorization": "Bearer \(Bench.key)"])
        guard case .response(let response) = await server.respond(to: request) else { throw Bench.UnexpectedReply() }
        #expect(response.status == 204, "\(String(decoding: response.body, as: UTF8.self))")
    }
}
