import AceDataCompat
import Adapters
import AgentsCore
import AgentsSimulator
import DreamMachineCompat
import HTTPTransport
import Testing

@testable import CompatServer

/// Calls from web pages of other origins.
@Suite(.timeLimit(.minutes(1))) struct CORSTests {
    private static let page = "https://studio.example.com"

    private func request(
        _ method: HTTPMethod, _ path: String, origin: String? = page, asking: String? = nil, headers: String? = nil
    ) -> HTTPRequest {
        var request = HTTPRequest(method, path)
        request.fields["Origin"] = origin
        request.fields["Access-Control-Request-Method"] = asking
        request.fields["Access-Control-Request-Headers"] = headers
        return request
    }

    private func answer(_ policy: CORSPolicy, _ request: HTTPRequest) async throws -> HTTPResponse {
        let store = try await SQLiteTaskStore(.memory)
        var options = CompatServer.Options(upstream: "http://simulator/v1")
        options.cors = policy
        let server = CompatServer(
            options, services: [AceDataService(), DreamMachineService()], store: store,
            secret: try ServerSecret.random(),
            transport: NoTransport(), clock: ManualClock())
        let reply = await server.respond(to: request)
        let refusal = server.refuse(request, .bodyTooLarge(limit: 1))
        let isServed = request.path.hasPrefix("/luma") || request.path.hasPrefix("/dream-machine")
        #expect(refusal.fields["Access-Control-Allow-Origin"] == (isServed ? policy.granted(to: request) : nil))
        await server.stop()
        await store.close()
        guard case .response(let response) = reply else { throw Bench.UnexpectedReply() }
        return response
    }

    @Test func `without a policy there is no word of origins`() async throws {
        for method in [HTTPMethod.options, .post] {
            let response = try await answer(.none, request(method, "/luma/tasks", asking: "POST"))
            #expect(!response.fields.contains { $0.name.lowercased().hasPrefix("access-control") })
            #expect(response.fields["Vary"] == nil)
            #expect(response.status == (method == .options ? 405 : 400))
        }
    }

    @Test(
        arguments: [
            ("/luma/videos", "POST"), ("/luma/tasks", "POST"), ("/luma/openapi.json", "GET"),
            ("/dream-machine/v1/generations/5", "GET, DELETE"), ("/dream-machine/v1/generations", "POST, GET"),
        ])
    func aPageIsToldWhatItMaySend(_ path: String, _ methods: String) async throws {
        let response = try await answer(
            try CORSPolicy(origins: [Self.page]),
            request(
                .options, path, asking: "POST",
                headers: "authorization, x-record-exempt,X-Stainless-Lang, x-evil, x-stainless-\r\nb"))
        #expect(response.status == 204)
        #expect(response.body.isEmpty)
        #expect(response.fields["Access-Control-Allow-Origin"] == Self.page)
        let allowed = response.fields["Access-Control-Allow-Methods"]?.split(separator: ", ").map(String.init)
        #expect(allowed.map(Set.init) == Set(methods.split(separator: ", ").map(String.init)))
        let fields = (response.fields["Access-Control-Allow-Headers"] ?? "").split(separator: ", ")
        #expect(fields.contains("authorization") && fields.contains("content-type") && fields.contains("accept"))
        #expect(fields.contains("x-record-exempt") && fields.contains("x-stainless-lang"))
        #expect(!fields.contains("x-evil") && fields.allSatisfy { FieldSyntax.isToken(String($0)) })
        #expect(response.fields["Vary"] == "Origin")
        #expect(response.fields["Access-Control-Allow-Credentials"] == nil)
    }

    @Test func `a page reads answers and refusals, with their trace ids`() async throws {
        let policy = try CORSPolicy(origins: ["https://other.example.com", Self.page])
        for path in ["/luma/tasks", "/luma/nothing", "/luma/openapi.json"] {
            let response = try await answer(policy, request(.get, path))
            #expect(response.fields["Access-Control-Allow-Origin"] == Self.page)
            #expect(response.fields["Access-Control-Expose-Headers"]?.contains("x-trace-id") == true)
            #expect(response.fields["Vary"] == "Origin")
        }
    }

    @Test(
        arguments: [
            "https://evil.example.com", "http://studio.example.com", "https://studio.example.com:8443",
            "https://studio.example.com.evil.com", "null", "", "https://STUDIO.example.com/", nil,
        ])
    func otherPagesAreGrantedNothing(_ origin: String?) async throws {
        let policy = try CORSPolicy(origins: [Self.page])
        for method in [HTTPMethod.options, .post] {
            let response = try await answer(policy, request(method, "/luma/tasks", origin: origin, asking: "POST"))
            #expect(!response.fields.contains { $0.name.lowercased().hasPrefix("access-control") })
            #expect(response.fields["Vary"] == "Origin")
            #expect(response.status == (method == .options ? 405 : 400))
        }
    }

    @Test func `every page may be allowed, and none with credentials of the browser`() async throws {
        let response = try await answer(.any, request(.options, "/luma/videos", origin: "null", asking: "POST"))
        #expect(response.status == 204)
        #expect(response.fields["Access-Control-Allow-Origin"] == "*")
        #expect(response.fields["Access-Control-Allow-Credentials"] == nil)
        #expect(response.fields["Vary"] == nil)
    }

    @Test(arguments: ["/luma/nothing", "/elsewhere", "/healthz"])
    func askingForWhatIsNotThereIsNoPermission(_ path: String) async throws {
        let response = try await answer(.any, request(.options, path, asking: "POST"))
        #expect(response.status != 204)
        #expect(response.fields["Access-Control-Allow-Methods"] == nil)
    }

    @Test func `asking for options without a method to ask for is an ordinary call`() async throws {
        #expect(try await answer(.any, request(.options, "/luma/tasks")).status == 405)
    }

    @Test(
        arguments: [
            ("https://a.example", "https://a.example"), ("HTTPS://A.Example:443", "https://a.example"),
            ("http://localhost:80", "http://localhost"), ("http://[::1]:3000", "http://[::1]:3000"),
        ])
    func originsAreSpeltAsBrowsersDo(_ text: String, _ origin: String) throws {
        #expect(try CORSPolicy(origins: [text]) == CORSPolicy(origins: [origin]))
        #expect(try CORSPolicy(origins: [text]).granted(to: request(.get, "/", origin: origin)) == origin)
    }

    @Test(
        arguments: [
            "", "null", "a.example", "https://", "https://a.example/", "https://a.example/x", "https://a b", "ftp://a",
            "https://*.example.com", "https://user@a.example", "https://a.example\r\nX: y", "file://x",
        ])
    func whatIsNoOriginIsRefused(_ text: String) {
        let error = #expect(throws: CORSPolicyError.self) { try CORSPolicy(origins: [text]) }
        #expect(error?.description.contains("is no origin") == true)
    }

    @Test func `any page and some pages is a mistake`() {
        #expect(throws: CORSPolicyError("*")) { try CORSPolicy(origins: ["https://a.example", "*"]) }
    }

    @Test func `over a socket, a browser's question has an answer without a body`() async throws {
        let loopback = ListenAddress(host: "127.0.0.1", port: 0)
        let store = try await SQLiteTaskStore(.memory)
        let transport = try CurlTransport()
        var options = CompatServer.Options(upstream: "http://127.0.0.1:1/v1")
        options.cors = try CORSPolicy(origins: [Self.page])
        let server = CompatServer(
            options, services: [AceDataService()], store: store, secret: try ServerSecret.random(),
            transport: transport,
            clock: ManualClock())
        let listener = try HTTPServer.start(on: loopback, limits: .init(), handler: server)
        let fields: HTTPFields = ["Origin": Self.page, "Access-Control-Request-Method": "POST"]
        let response = try await transport.send(
            ClientRequest(.options, "http://\(listener.address)/luma/videos", fields: fields))
        #expect(response.status == 204)
        #expect(response.fields["Access-Control-Allow-Origin"] == Self.page)
        #expect(response.body.isEmpty)
        await server.stop()
        await listener.stop(grace: .zero)
        await transport.shutDown()
        await store.close()
    }
}

extension CORSPolicy {
    /// The origin that an answer names.
    fileprivate func granted(to request: HTTPRequest) -> String? {
        var response = HTTPResponse(200)
        grant(&response, to: request)
        return response.fields["Access-Control-Allow-Origin"]
    }
}
