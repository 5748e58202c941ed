import AgentsCore
import HTTPTransport
import Testing

/// A request reaches the server once at most, and an error says whether it may have.
@Suite(.bounded) struct AtMostOnceTests {
    /// Answers the first requests of a connection and closes it under the next.
    private func fickleServer(answering count: Int) throws -> ScriptedServer {
        try ScriptedServer { visit in
            for _ in 0..<count where visit.receive() != nil { try visit.answer("ok") }
            _ = visit.receive()
        }
    }

    @Test(
        arguments: [HTTPMethod.get, .head, .post, .put, .delete, "PATCH"], [ClientRequest.Connection.any, .fresh])
    func nothingIsSentAgainWhenAWarmConnectionDies(_ method: HTTPMethod, _ connection: ClientRequest.Connection)
        async throws
    {
        let server = try fickleServer(answering: connection == .any ? 1 : 0)
        try await withTransport { transport in
            if connection == .any { _ = try await transport.send(ClientRequest(.get, server.url("/warm"))) }
            let error = await transport.failure(
                of: ClientRequest(method, server.url("/once"), body: method == .post ? [1] : [], connection: connection)
            )
            #expect(error?.code == .connectionLost)
            #expect(error?.isUndelivered == false)
        }
        #expect(server.requests.filter { $0.firstLine.contains("/once") }.count == 1)
    }

    @Test func aFreshConnectionIsUsedAlthoughThereIsAWarmOne() async throws {
        let server = try fickleServer(answering: 1)
        try await withTransport { transport in
            _ = try await transport.send(ClientRequest(.get, server.url("/warm")))
            let response = try await transport.send(ClientRequest(.post, server.url("/once"), connection: .fresh))
            #expect(response.body.elementsEqual("ok".utf8))
        }
        #expect(server.requests.map(\.firstLine) == ["GET /warm HTTP/1.1", "POST /once HTTP/1.1"])
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 20",
        "hello\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "",
    ])
    func anAnswerThatEndsEarlyIsNone(_ beginning: String) async throws {
        let server = try ScriptedServer { visit in
            _ = visit.receive()
            try visit.socket.send(beginning)
        }
        try await withTransport { transport in
            for connection in [ClientRequest.Connection.any, .fresh] {
                let error = await transport.failure(of: ClientRequest(.post, server.url(), connection: connection))
                #expect(error?.code == .connectionLost)
                #expect(error?.isUndelivered == false)
            }
        }
        #expect(server.requests.count == 2)
    }

    @Test func aServerThatLeavesInMidRequestMayHaveSeenIt() async throws {
        let server = try ScriptedServer { visit in
            _ = try visit.socket.receive(atMost: 1000)
            visit.socket.abort()
        }
        try await withTransport { transport in
            let body = [UInt8](repeating: 1, count: 8 << 20)
            let error = await transport.failure(of: ClientRequest(.post, server.url(), body: body))
            #expect(error?.code == .connectionLost && error?.isUndelivered == false)
        }
    }

    @Test(
        arguments: [
            "http://127.0.0.1:1/", "http://no-such-host.invalid/", "https://127.0.0.1:1/",
        ])
    func whatCannotBeReachedHasNotSeenTheRequest(_ url: String) async throws {
        try await withTransport { transport in
            let error = await transport.failure(of: ClientRequest(.post, url, body: [1], connection: .fresh))
            #expect(error?.code == .unreachable)
            #expect(error?.isUndelivered == true)
            #expect(error?.reason.isEmpty == false)
        }
    }

    @Test func aServerWithoutTLSHasNotSeenTheRequest() async throws {
        let server = try ScriptedServer { visit in
            _ = try visit.socket.receive()
            try visit.socket.send("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        try await withTransport { transport in
            let error = await transport.failure(
                of: ClientRequest(.post, "https://127.0.0.1:\(server.port)/", body: [1]))
            #expect(error?.code == .unreachable && error?.isUndelivered == true)
        }
    }

    @Test func aHandshakeThatHangsHasNotSeenTheRequest() async throws {
        let server = try ScriptedServer { visit in while try !visit.socket.receive().isEmpty {} }
        var limits = CurlTransport.Limits()
        limits.connectTimeout = .milliseconds(200)
        try await withTransport(limits: limits) { transport in
            for timeout in [Duration.seconds(60), .milliseconds(100)] {
                let error = await transport.failure(
                    of: ClientRequest(.post, "https://127.0.0.1:\(server.port)/", body: [1], timeout: timeout))
                #expect(error?.code == .timedOut && error?.isUndelivered == true)
            }
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"])
    func aServerThatFallsSilentMayHaveSeenTheRequest(_ beginning: String) async throws {
        let server = try ScriptedServer { visit in
            _ = visit.receive()
            try visit.socket.send(beginning)
            while try !visit.socket.receive().isEmpty {}
        }
        try await withTransport { transport in
            let error = await transport.failure(
                of: ClientRequest(.post, server.url(), body: [1], timeout: .milliseconds(200)))
            #expect(error?.code == .timedOut && error?.isUndelivered == false)
        }
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .nanoseconds(1)])
    func noTimeIsNotAllTime(_ timeout: Duration) async throws {
        let server = try ScriptedServer { visit in
            _ = visit.receive()
            while try !visit.socket.receive().isEmpty {}
        }
        try await withTransport { transport in
            let error = await transport.failure(of: ClientRequest(.get, server.url(), timeout: timeout))
            #expect(error?.code == .timedOut)
        }
    }

    @Test func waitingForAConnectionCountsTowardsTheTime() async throws {
        let server = try ScriptedServer { visit in
            _ = visit.receive()
            while try !visit.socket.receive().isEmpty {}
        }
        var limits = CurlTransport.Limits()
        limits.maximumRequests = 1
        try await withTransport(limits: limits) { transport in
            let first = Task {
                await transport.failure(of: ClientRequest(.get, server.url("/1"), timeout: .seconds(3600)))
            }
            try await onThread { while server.requests.isEmpty {} }
            let error = await transport.failure(of: ClientRequest(.get, server.url("/2"), timeout: .milliseconds(200)))
            #expect(error?.code == .timedOut && error?.isUndelivered == true)
            #expect(server.requests.count == 1)
            first.cancel()
            _ = await first.value
        }
    }
}
