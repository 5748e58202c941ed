import AgentsCore
import HTTPTransport
import Testing

/// TLS and HTTP/2 with a real server.
@Suite(.bounded, .enabled(if: TLSServer.isAvailable, "nginx and openssl are missing")) struct TLSTests {
    /// How a request came to the server.
    private struct Arrival {
        let version: String
        let host: String
        let serverName: String
        let method: String
        let connection: String

        init(_ response: HTTPResponse) throws {
            let words = String(decoding: response.body, as: UTF8.self).split(separator: "|").map(String.init)
            try #require(response.status == 200 && words.count == 5)
            (version, host, serverName, method, connection) = (words[0], words[1], words[2], words[3], words[4])
        }
    }

    private func run(
        trusting: Bool = true, _ body: (TLSServer, CurlTransport) async throws -> Void
    ) async throws {
        let server = try await onThread { try TLSServer() }
        var limits = CurlTransport.Limits()
        if trusting { limits.certificateAuthorities = server.certificate }
        do {
            try await withTransport(limits: limits) { try await body(server, $0) }
        } catch {
            try await onThread { server.stop() }
            throw error
        }
        try await onThread { server.stop() }
    }

    private func request(
        _ method: HTTPMethod, _ port: UInt16, host: String = "agents.test",
        connection: ClientRequest.Connection = .any
    ) -> ClientRequest {
        ClientRequest(
            method, "https://\(host):\(port)/v1", body: method == .post ? [1] : [], connection: connection,
            pinnedAddress: "127.0.0.1")
    }

    @Test func bothVersionsOfHTTPAreSpoken() async throws {
        try await run { server, transport in
            for (port, version) in [(server.port, "HTTP/2.0"), (server.plainPort, "HTTP/1.1")] {
                let arrival = try Arrival(try await transport.send(request(.get, port)))
                #expect(arrival.version == version)
                #expect(arrival.host == "agents.test:\(port)" && arrival.serverName == "agents.test")
            }
        }
    }

    @Test func readsShareAConnectionAndCreationsDoNot() async throws {
        try await run { server, transport in
            for port in [server.port, server.plainPort] {
                var connections: [String] = []
                for connection in [.any, .any, .fresh, .any, .fresh] as [ClientRequest.Connection] {
                    let method = connection == .any ? HTTPMethod.get : .post
                    let arrival = try Arrival(
                        try await transport.send(request(method, port, connection: connection)))
                    #expect(arrival.method == method.rawValue)
                    connections.append(arrival.connection)
                }
                #expect(connections[0] == connections[1] && connections[1] == connections[3])
                #expect(Set(connections).count == 3)
            }
        }
    }

    @Test func aServerThatTakesLeaveOfConnectionsLosesNothing() async throws {
        try await run { server, transport in
            // After four requests it closes a connection: HTTP/2 has a frame for that.
            for port in [server.hastyPort, server.plainPort] {
                var connections: Set<String> = []
                for _ in 0..<20 {
                    connections.insert(try Arrival(try await transport.send(request(.get, port))).connection)
                }
                #expect(connections.count == 5)
            }
        }
    }

    @Test func manyRequestsRunTogether() async throws {
        try await run { server, transport in
            let port = server.port
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await transport.send(self.request(.get, port)).status }
                }
                for try await status in group { #expect(status == 200) }
            }
        }
    }

    @Test func aCertificateThatNobodyVouchesForEndsItBeforeTheRequest() async throws {
        try await run(trusting: false) { server, transport in
            let error = await transport.failure(of: request(.post, server.port, connection: .fresh))
            #expect(error?.code == .unreachable && error?.isUndelivered == true)
        }
    }

    @Test(arguments: ["other.test", "127.0.0.1"])
    func aCertificateForAnotherNameEndsItBeforeTheRequest(_ host: String) async throws {
        try await run { server, transport in
            let error = await transport.failure(of: request(.post, server.port, host: host, connection: .fresh))
            #expect(error?.code == .unreachable && error?.isUndelivered == true)
        }
    }

    @Test func aFileOfAuthoritiesThatIsMissingTrustsNobody() async throws {
        var limits = CurlTransport.Limits()
        limits.certificateAuthorities = "no-such-file.pem"
        try await run { server, _ in
            try await withTransport(limits: limits) { transport in
                let error = await transport.failure(of: request(.get, server.port))
                #expect(error?.code == .unreachable && error?.isUndelivered == true)
            }
        }
    }
}
