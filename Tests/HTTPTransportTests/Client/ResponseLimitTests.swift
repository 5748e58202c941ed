import AgentsCore
import HTTPTransport
import Testing

/// Answers that are larger than anybody wants.
@Suite(.bounded) struct ResponseLimitTests {
    private func failure(_ answer: @escaping @Sendable (Socket) throws -> Void) async throws -> TransportError? {
        let server = try ScriptedServer { visit in
            _ = visit.receive()
            try answer(visit.socket)
        }
        var limits = CurlTransport.Limits()
        limits.maximumHeaderBytes = 2000
        limits.maximumFields = 10
        var error: TransportError?
        try await withTransport(limits: limits) { transport in
            error = await transport.failure(of: ClientRequest(.get, server.url(), maximumResponseBytes: 1000))
        }
        return error
    }

    @Test(arguments: ["Content-Length: 1000\r\n", "Connection: close\r\n"])
    func theMostBytesAreTaken(_ fields: String) async throws {
        let error = try await failure { socket in
            try socket.send("HTTP/1.1 200 OK\r\n\(fields)\r\n\(String(repeating: "x", count: 1000))")
        }
        #expect(error == nil)
    }

    @Test(arguments: ["Content-Length: 1001\r\n", "Connection: close\r\n"])
    func oneMoreIsTooMany(_ fields: String) async throws {
        let error = try await failure { socket in
            try socket.send("HTTP/1.1 200 OK\r\n\(fields)\r\n\(String(repeating: "x", count: 1001))")
        }
        #expect(error?.code == .responseTooLarge && error?.isUndelivered == false)
    }

    @Test func anEndlessBodyIsCutOff() async throws {
        let error = try await failure { socket in
            try socket.send("HTTP/1.1 200 OK\r\n\r\n")
            while true { try socket.send([UInt8](repeating: 0, count: 65_536)) }
        }
        #expect(error?.code == .responseTooLarge)
    }

    @Test(
        arguments: [
            "HTTP/1.1 200 OK\r\nX-A: \(String(repeating: "a", count: 2000))\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(String(repeating: "a: b\r\n", count: 11))\r\n",
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100) + "HTTP/1.1 200 OK\r\n\r\n",
        ])
    func heads(_ head: String) async throws {
        let error = try await failure { try $0.send(head) }
        #expect(error?.code == .responseTooLarge && error?.isUndelivered == false)
    }
}
