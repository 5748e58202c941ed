import AgentsCore
import HTTPTransport
import Testing

/// Requests that go to a given address, whatever the host's name resolves to.
@Suite(.bounded) struct PinningTests {
    private func server() throws -> ScriptedServer {
        try ScriptedServer { visit in
            while let request = visit.receive() { try visit.answer("\(visit.index) \(request["Host"] ?? "")") }
        }
    }

    private func request(
        _ server: ScriptedServer, host: String = "agents.invalid", to address: String?,
        connection: ClientRequest.Connection = .any
    ) -> ClientRequest {
        ClientRequest(
            .post, "http://\(host):\(server.port)/", body: [1], connection: connection, timeout: .seconds(20),
            pinnedAddress: address)
    }

    @Test(arguments: [ClientRequest.Connection.any, .fresh])
    func aNameThatDoesNotResolveIsNotAskedFor(_ connection: ClientRequest.Connection) async throws {
        let server = try server()
        try await withTransport { transport in
            let response = try await transport.send(request(server, to: "127.0.0.1", connection: connection))
            #expect(String(decoding: response.body, as: UTF8.self) == "0 agents.invalid:\(server.port)")
        }
    }

    @Test func anAddressHoldsForItsRequestAlone() async throws {
        let server = try server()
        try await withTransport { transport in
            let first = try await transport.send(request(server, to: "127.0.0.1"))
            #expect(first.status == 200)
            let error = await transport.failure(of: request(server, to: nil))
            #expect(error?.code == .unreachable && error?.isUndelivered == true)
        }
        #expect(server.requests.count == 1)
    }

    @Test(arguments: ["127.0.0.2", "::1"])
    func aWarmConnectionElsewhereIsNotUsed(_ address: String) async throws {
        let server = try server()
        try await withTransport { transport in
            for warm in [nil, "127.0.0.1"] {
                let first = try await transport.send(request(server, host: "127.0.0.1", to: warm))
                #expect(first.status == 200)
                // Nobody listens there.
                let error = await transport.failure(of: request(server, host: "127.0.0.1", to: address))
                #expect(error?.code == .unreachable && error?.isUndelivered == true)
            }
        }
        #expect(server.requests.count == 2)
    }

    @Test func aConnectionToTheSameAddressIsUsedAgain() async throws {
        let server = try server()
        try await withTransport { transport in
            for _ in 0..<3 {
                let response = try await transport.send(request(server, to: "127.0.0.1"))
                #expect(response.body.first == UInt8(ascii: "0"))
            }
        }
    }

    @Test(arguments: [
        "", "localhost", "127.0.0.1:80", "[::1]", "127.1", "0x7f000001", "2130706433", "127.0.0.1 ", "fe80::1%lo",
        "127.0.0.1,10.0.0.1", "::1\r\nX: y", "127.0.0.1\0",
    ])
    func onlyAnAddressIsOne(_ address: String) async throws {
        let server = try server()
        try await withTransport { transport in
            let error = await transport.failure(of: request(server, to: address))
            #expect(error?.code == .badRequest && error?.isUndelivered == true)
        }
        #expect(server.requests.isEmpty)
    }
}
