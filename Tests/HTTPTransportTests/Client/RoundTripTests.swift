import AgentsCore
import HTTPTransport
import Testing

/// Requests and answers that go well.
@Suite(.bounded) struct RoundTripTests {
    @Test(
        arguments: [
            (HTTPMethod.get, ""), (.post, "hello"), (.post, ""), (.put, "hello"), (.put, ""), (.delete, ""),
            (.delete, "hello"), (.options, ""), (.get, "hello"), ("PATCH", "hello"),
        ], [ClientRequest.Connection.any, .fresh])
    func requestsAreSentAsTheyAre(_ message: (method: HTTPMethod, body: String), _ connection: ClientRequest.Connection)
        async throws
    {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("body", status: 201, fields: "X-Reply: r\r\n") }
        }
        try await withTransport { transport in
            let response = try await transport.send(
                ClientRequest(
                    message.method, server.url("/a/../%2F?b=c"), fields: ["X-A": "1", "x-empty": ""],
                    body: Array(message.body.utf8), connection: connection))
            #expect(response == HTTPResponse(201, fields: ["X-Reply": "r"], body: Array("body".utf8)))
        }
        let request = try #require(server.requests.first)
        #expect(request.firstLine == "\(message.method) /a/../%2F?b=c HTTP/1.1")
        #expect(request["X-A"] == "1" && request["X-Empty"] == "")
        #expect(
            request["Content-Length"]
                == (message.method == .post || !message.body.isEmpty ? "\(message.body.utf8.count)" : nil))
        #expect(request.text == message.body)
        // Nothing that the caller has not said.
        for name in ["Accept", "User-Agent", "Content-Type", "Expect", "Accept-Encoding", "Transfer-Encoding"] {
            #expect(request[name] == nil)
        }
    }

    @Test func aHeadHasNoBody() async throws {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil {
                try visit.socket.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\n")
            }
        }
        try await withTransport { transport in
            for _ in 0..<2 {
                let response = try await transport.send(ClientRequest(.head, server.url()))
                #expect(response == HTTPResponse(200, fields: ["X-A": "b"]))
            }
        }
        #expect(server.requests.map(\.firstLine) == ["HEAD / HTTP/1.1", "HEAD / HTTP/1.1"])
    }

    @Test func redirectsAreAnswers() async throws {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("", status: 302, fields: "Location: /elsewhere\r\n") }
        }
        try await withTransport { transport in
            let response = try await transport.send(ClientRequest(.get, server.url()))
            #expect(response == HTTPResponse(302, fields: ["Location": "/elsewhere"]))
        }
        #expect(server.requests.count == 1)
    }

    @Test func cookiesAreNotKept() async throws {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("", fields: "Set-Cookie: a=b\r\n") }
        }
        try await withTransport { transport in
            for _ in 0..<3 { _ = try await transport.send(ClientRequest(.get, server.url())) }
        }
        #expect(server.requests.allSatisfy { $0["Cookie"] == nil })
    }

    @Test func onlyTheFinalAnswerCounts() async throws {
        let server = try ScriptedServer { visit in
            _ = visit.receive()
            try visit.socket.send(
                "HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nx-a:  1 \r\nX-A: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2\r\nhe\r\n3\r\nllo\r\n0\r\nX-Trailer: t\r\n\r\n")
        }
        try await withTransport { transport in
            let response = try await transport.send(ClientRequest(.get, server.url()))
            var expected = HTTPResponse(200, body: Array("hello".utf8))
            expected.fields.append("x-a", "1")
            expected.fields.append("X-A", "2")
            #expect(response == expected)
        }
    }

    @Test func connectionsAreReusedUnlessTheyMayNotBe() async throws {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("\(visit.index)") }
        }
        try await withTransport { transport in
            var connections: [String] = []
            for connection in [.any, .any, .fresh, .any, .fresh] as [ClientRequest.Connection] {
                let response = try await transport.send(ClientRequest(.post, server.url(), connection: connection))
                connections.append(String(decoding: response.body, as: UTF8.self))
            }
            #expect(connections == ["0", "0", "1", "0", "2"])
        }
    }

    @Test func manyRequestsRunTogether() async throws {
        let server = try ScriptedServer { visit in
            while let request = visit.receive() { try visit.answer(request.firstLine) }
        }
        try await withTransport { transport in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let response = try await transport.send(ClientRequest(.get, server.url("/\(index)")))
                        return response.body.elementsEqual("GET /\(index) HTTP/1.1".utf8)
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
        #expect(server.requests.count == 200)
    }

    @Test func clientAndServerUnderstandEachOther() async throws {
        let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try await withServer(StubHandler { .response(HTTPResponse(200, body: $0.body)) }) { server in
            try await withTransport { transport in
                let response = try await transport.send(
                    ClientRequest(.post, "http://\(server.address)/", body: body))
                #expect(response.status == 200 && response.body == body)
            }
        }
    }
}
