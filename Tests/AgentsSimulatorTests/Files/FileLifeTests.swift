import AgentsCore
import AgentsSimulator
import Testing

@Suite struct FileLifeTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]

    private func upload(
        _ simulator: SimulatorUnderTest, _ created: CreateFileResponse, _ bytes: [UInt8] = png,
        type: String = "image/png"
    ) async throws -> HTTPResponse {
        let url = try #require(created.upload.value?.url.value)
        return try await simulator.fetch(url, .put, fields: ["Content-Type": type], body: bytes)
    }

    @Test func aFileIsAnswered() async throws {
        let simulator = SimulatorUnderTest()
        let body =
            #"{"mime_type":"image/PNG","size_bytes":10,"filename":"a\"b.png","expires_at":"2026-09-01T02:00:00+02:00"}"#
        let response = try await simulator.send(.post, "/v1/files", body)
        #expect(response.status == 201)
        #expect(response.fields["X-API-Version"] == "2026-04-01")
        #expect(response.fields["X-RateLimit-Limit"] == nil)
        let created = try CreateFileResponse(json: response.body)
        let upload = try #require(created.upload.value)
        let url = try #require(upload.url.value)
        #expect(url.hasPrefix("http://127.0.0.1:9090/_uploads/\(created.id)?X-Amz-Expires=900&"))
        #expect(
            response.text
                == #"{"id":"\#(created.id)","state":"pending","file":{"id":"\#(created.id)","#
                + #""created_at":"2026-04-08T12:00:00Z","mime_type":"image/png","purpose":"input","size_bytes":10,"#
                + #""state":"pending","deleted_at":null,"expires_at":"2026-09-01T00:00:00Z","failure_reason":null,"#
                + #""filename":"a\"b.png","user_id":null},"upload":{"url":"\#(url)","method":"PUT","#
                + #""expires_at":"2026-04-08T12:15:00Z","headers":{"Content-Type":"image/png"}}}"#)
    }

    @Test(arguments: [1.0, 8.0])
    func statesFollowTheClock(_ speed: Double) async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(speed: speed))
        let created = try await simulator.createFile(size: 10)
        var seen: [FileState?] = []
        func look(at milliseconds: Int) async throws {
            simulator.clock.advance(by: .milliseconds(milliseconds) - simulator.clock.now)
            seen.append(try await simulator.file(created.id).state.value)
        }
        try await look(at: 10_000)
        #expect(try await upload(simulator, created).status == 200)
        try await look(at: 20_000)
        let completed = try await simulator.send(.post, "/v1/files/\(created.id)/complete")
        #expect(try File(json: completed.body).state == "pending")
        try await look(at: 20_000 + Int(4000 / speed) - 1)
        try await look(at: 20_000 + Int(4000 / speed))
        #expect(seen == [.pending, .pending, .pending, .ready])
        let again = try await simulator.send(.post, "/v1/files/\(created.id)/complete", "no JSON")
        #expect(try File(json: again.body).state == "ready")
        // What is taken in does not change any more.
        #expect(try await upload(simulator, created, [1]).status == 200)
        #expect(try await simulator.file(created.id).state == "ready")
    }

    @Test(
        arguments: [
            (nil, "image/png", 10, nil), (Array("x".utf8), "image/png", 10, "Uploaded 1 bytes, but size_bytes is 10."),
            ([], "image/png", 10, "Uploaded 0 bytes, but size_bytes is 10."),
            (Array("0123456789".utf8), "image/png", 10, "The file could not be decoded."),
            (nil, "image/jpeg", 10, "The file is image/png, but mime_type is image/jpeg."),
            (Array("\0\0\0\0ftypqt  ".utf8), "video/mp4", 12, nil),
            (Array("RIFF\0\0\0\0WEBP".utf8), "image/webp", 12, nil), (Array("GIF89a".utf8), "image/gif", 6, nil),
            ([0x1A, 0x45, 0xDF, 0xA3], "video/webm", 4, nil), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg", 4, nil),
        ] as [([UInt8]?, String, Int, String?)])
    func whatIsTakenIn(_ bytes: [UInt8]?, _ type: String, _ size: Int, _ reason: String?) async throws {
        let simulator = SimulatorUnderTest()
        let created = try await simulator.createFile(type, size: size)
        _ = try await upload(simulator, created, bytes ?? Self.png, type: type)
        #expect(try await simulator.send(.post, "/v1/files/\(created.id)/complete").status == 200)
        simulator.clock.advance(by: .seconds(4))
        let file = try await simulator.file(created.id)
        #expect(file.state == .value(reason == nil ? .ready : .failed))
        #expect(file.failureReason == reason.map { .value($0) } ?? .null)
    }

    @Test func uploadsAreBoundToTheirURL() async throws {
        let simulator = SimulatorUnderTest()
        let created = try await simulator.createFile(size: 10)
        let other = try await simulator.createFile(size: 10)
        let url = try #require(created.upload.value?.url.value)
        let foreign = url.replacing(created.id, with: other.id)
        for (url, type) in [(foreign, "image/png"), (url, "image/jpeg"), (url, ""), (url + "0", "image/png")] {
            let response = try await simulator.fetch(url, .put, fields: ["Content-Type": type], body: Self.png)
            #expect(response.status == 403)
            #expect(response.text.contains("SignatureDoesNotMatch"))
        }
        #expect(try await simulator.fetch(url, .get).status == 405)
        simulator.clock.advance(by: .seconds(899))
        #expect(try await upload(simulator, created).status == 200)
        simulator.clock.advance(by: .seconds(1))
        #expect(try await upload(simulator, created).status == 403)
        #expect(
            try await simulator.send(.post, "/v1/files/\(other.id)/complete").detail == "File has not been uploaded")
    }

    @Test func aURLForGettingIsNoneForPutting() async throws {
        let simulator = SimulatorUnderTest()
        let id = try await simulator.create(prompt: "A [[take=0]]").id
        let url = try #require(try await simulator.get(id).output.value?.first?.url.value)
        let query = try #require(url.split(separator: "?").last.map(String.init))
        let file = try await simulator.createFile(size: 10)
        let response = try await simulator.send(.put, "/_uploads/\(file.id)", query: query, key: nil)
        #expect(response.status == 403)
    }

    @Test func filesEnd() async throws {
        let simulator = SimulatorUnderTest()
        let body = #"{"mime_type":"image/png","size_bytes":10,"expires_at":"2026-04-08T12:00:10Z"}"#
        let expiring = try CreateFileResponse(json: try await simulator.send(.post, "/v1/files", body).body).id
        let deleted = try await simulator.createFile(size: 10).id
        simulator.clock.advance(by: .seconds(5))
        for _ in 0..<2 {
            let response = try await simulator.send(.delete, "/v1/files/\(deleted)")
            #expect(response.status == 204)
            #expect(response.body.isEmpty)
        }
        simulator.clock.advance(by: .seconds(4))
        #expect(try await simulator.file(expiring).state == "pending")
        simulator.clock.advance(by: .seconds(1))
        let ended = try await simulator.file(expiring)
        #expect(ended.state == "deleted")
        #expect(ended.deletedAt == "2026-04-08T12:00:10Z")
        let gone = try await simulator.file(deleted)
        #expect(gone.state == "deleted")
        #expect(gone.deletedAt == "2026-04-08T12:00:05Z")
        #expect(try await simulator.send(.post, "/v1/files/\(deleted)/complete").detail == "File is deleted")
    }

    @Test func othersLookLikeUnknownOnes() async throws {
        let simulator = SimulatorUnderTest()
        let id = try await simulator.createFile(size: 10).id
        for (method, suffix) in [(HTTPMethod.get, ""), (.delete, ""), (.post, "/complete")] {
            for (id, key) in [
                (id, "luma-api-other"), (String(id.dropLast()) + "x", SimulatorUnderTest.key),
                ("x", SimulatorUnderTest.key),
            ] {
                let response = try await simulator.send(method, "/v1/files/\(id)\(suffix)", key: key)
                #expect(response.status == 404)
                #expect(response.text == #"{"detail":"File not found"}"#)
            }
            #expect(try await simulator.send(method, "/v1/files/\(id)\(suffix)", key: nil).status == 401)
        }
        #expect(try await simulator.file(id).state == "pending")
    }

    @Test func theOldestAreForgotten() async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(rememberedFiles: 3))
        var ids: [String] = []
        for _ in 0..<10 { ids.append(try await simulator.createFile(size: 1).id) }
        let list = try FileList(json: try await simulator.send(.get, "/v1/files").body)
        #expect(list.data.value?.compactMap(\.id.value) == ids.suffix(3).reversed())
        #expect(try await simulator.send(.get, "/v1/files/\(ids[6])").status == 404)
        #expect(try await simulator.send(.post, "/_simulator/reset", key: nil).status == 204)
        #expect(try await simulator.send(.get, "/v1/files/\(ids[9])").status == 404)
    }
}
