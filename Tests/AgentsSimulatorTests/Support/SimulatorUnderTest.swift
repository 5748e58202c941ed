import AgentsCore
import AgentsSimulator
import Foundation
import HTTPTransport
import Testing

/// A simulator and the clock that it goes by.
struct SimulatorUnderTest {
    let clock = ManualClock()
    let simulator: AgentsSimulator

    init(_ options: SimulatorOptions = SimulatorOptions()) {
        simulator = AgentsSimulator(options, clock: clock)
    }

    static let key = "luma-api-test"
    static let host = "127.0.0.1:9090"

    func send(
        _ method: HTTPMethod, _ path: String, query: String? = nil, key: String? = SimulatorUnderTest.key,
        fields: HTTPFields = [:], _ body: String = ""
    ) async throws -> HTTPResponse {
        try await send(method, path, query: query, key: key, fields: fields, bytes: Array(body.utf8))
    }

    func send(
        _ method: HTTPMethod, _ path: String, query: String? = nil, key: String? = SimulatorUnderTest.key,
        fields: HTTPFields = [:], bytes: [UInt8]
    ) async throws -> HTTPResponse {
        var fields = fields
        if fields["Host"] == nil { fields.append("Host", Self.host) }
        if let key { fields.append("Authorization", "Bearer \(key)") }
        let request = HTTPRequest(method, path, query: query, fields: fields, body: bytes)
        return try await simulator.response(to: request)
    }

    /// Creates a generation; the body must be accepted.
    func create(_ body: String, key: String = SimulatorUnderTest.key) async throws -> Generation {
        let response = try await send(.post, "/v1/generations", key: key, body)
        try #require(response.status == 201, "\(response.text)")
        return try Generation(json: response.body)
    }

    func create(prompt: String, key: String = SimulatorUnderTest.key) async throws -> Generation {
        try await create(#"{"prompt":"\#(prompt)"}"#, key: key)
    }

    func get(_ id: String, key: String = SimulatorUnderTest.key) async throws -> Generation {
        let response = try await send(.get, "/v1/generations/\(id)", key: key)
        try #require(response.status == 200, "\(response.text)")
        return try Generation(json: response.body)
    }

    /// Creates a file that waits for its bytes.
    func createFile(
        _ type: String = "image/png", size: Int, key: String = SimulatorUnderTest.key
    ) async throws -> CreateFileResponse {
        let body = #"{"mime_type":"\#(type)","size_bytes":\#(size)}"#
        let response = try await send(.post, "/v1/files", key: key, body)
        try #require(response.status == 201, "\(response.text)")
        return try CreateFileResponse(json: response.body)
    }

    func file(_ id: String) async throws -> File {
        let response = try await send(.get, "/v1/files/\(id)")
        try #require(response.status == 200, "\(response.text)")
        return try File(json: response.body)
    }

    /// Fetches a URL of the simulator's own origin.
    func fetch(
        _ url: String, _ method: HTTPMethod = .get, fields: HTTPFields = [:], body: [UInt8] = []
    ) async throws -> HTTPResponse {
        let origin = "http://\(Self.host)"
        try #require(url.hasPrefix(origin))
        let parts = url.dropFirst(origin.count).split(separator: "?", maxSplits: 1).map(String.init)
        return try await send(
            method, parts[0], query: parts.count > 1 ? parts[1] : nil, key: nil, fields: fields, bytes: body)
    }

    func stats() async throws -> [String: Any] {
        let response = try await send(.get, "/_simulator/stats", key: nil)
        try #require(response.status == 200)
        return try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
    }
}

extension AgentsSimulator {
    /// The answer to a request that must have one.
    func response(to request: HTTPRequest) async throws -> HTTPResponse {
        guard case .response(let response) = await respond(to: request) else { throw NoResponse() }
        return response
    }

    struct NoResponse: Error {}
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The text of an error, if the answer has exactly the shape of one.
    var detail: String? {
        guard let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any], object.count == 1
        else { return nil }
        return object["detail"] as? String
    }
}
