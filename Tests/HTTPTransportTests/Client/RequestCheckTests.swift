import AgentsCore
import HTTPTransport
import Testing

/// Requests that are refused before anything is sent.
@Suite(.bounded) struct RequestCheckTests {
    private func refusal(of request: ClientRequest) async throws -> TransportError? {
        var error: TransportError?
        try await withTransport { error = await $0.failure(of: request) }
        return error
    }

    @Test(
        arguments: [
            "", "/", "127.0.0.1", "127.0.0.1:80/", "localhost", "//127.0.0.1/", "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "gopher://127.0.0.1/", "http:/127.0.0.1/", "http://", "http:///", "http://127.0.0.1:99999/", "http://a b/",
            "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "http://127.0.0.1/\u{0}",
            "http://user:secret@127.0.0.1/",
            "http://user@127.0.0.1/", " http://127.0.0.1/", "http://127.0.0.1/" + String(repeating: "a", count: 20_000),
        ])
    func aURLMustBeOne(_ url: String) async throws {
        let error = try await refusal(of: ClientRequest(.get, url))
        #expect(error?.code == .badRequest)
        #expect(error?.isUndelivered == true)
        #expect(error?.reason.contains("secret") == false)
    }

    @Test(
        arguments: [
            HTTPFields.Field("X-A", "b\r\nX-Injected: c"), HTTPFields.Field("X-A", "b\nX-Injected: c"),
            HTTPFields.Field("X-A", "b\r"), HTTPFields.Field("X-A", "b\u{0}c"), HTTPFields.Field("X-A", "\u{7F}"),
            HTTPFields.Field("X-A: b\r\nX-Injected", "c"), HTTPFields.Field("", "a"), HTTPFields.Field("X A", "b"),
            HTTPFields.Field("X-A:", "b"), HTTPFields.Field("Content-Length", "100"),
            HTTPFields.Field("transfer-encoding", "chunked"), HTTPFields.Field("Connection", "close"),
            HTTPFields.Field("Expect", "100-continue"),
        ])
    func aFieldMustFitOnALine(_ field: HTTPFields.Field) async throws {
        let server = try ScriptedServer { visit in while visit.receive() != nil { try visit.answer("") } }
        var fields = HTTPFields()
        fields.append(field.name, field.value)
        let error = try await refusal(of: ClientRequest(.get, server.url(), fields: fields))
        #expect(error?.code == .badRequest && error?.isUndelivered == true)
        #expect(error?.reason.contains("Injected") == false)
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["", "GET /", "GET\r\n", "G\u{0}T"])
    func aMethodMustBeAWord(_ method: String) async throws {
        let server = try ScriptedServer { visit in while visit.receive() != nil { try visit.answer("") } }
        let error = try await refusal(of: ClientRequest(HTTPMethod(rawValue: method), server.url()))
        #expect(error?.code == .badRequest && error?.isUndelivered == true)
        #expect(server.requests.isEmpty)
    }
}
