import AgentsCore
import HTTPTransport
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What arrives at a handler, and what arrives back.
@Suite(.bounded) struct RequestTests {
    @Test(
        arguments: [
            ("GET /a", "GET /a - "),
            ("GET /a%2Fb/%00c?x=%26&y", "GET /a%2Fb/%00c x=%26&y "),
            ("GET /?", "GET /  "),
            ("GET /a?b?c#d", "GET /a b?c#d "),
            ("GET /a+b//../%zz", "GET /a+b//../%zz - "),
            ("GET http://example.org/a?b", "GET /a b "),
            ("GET HTTP://example.org", "GET / - "),
            ("OPTIONS *", "OPTIONS * - "),
            ("DELETE /a", "DELETE /a - "),
            ("PATCH /a", "PATCH /a - "),
        ])
    func targetsArriveAsTheyWereSent(_ line: String, _ expected: String) async throws {
        try await withServer { server in
            let answer = try await exchange(server, "\(line) HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(answer.status == 200)
            #expect(answer.text == expected)
        }
    }

    @Test func fieldsArriveInTheirOrderWithoutWhiteSpace() async throws {
        let seen = Mutex<[HTTPFields.Field]>([])
        let handler = StubHandler { request in
            seen.withLock { $0 = Array(request.fields) }
            return .response(HTTPResponse(200))
        }
        try await withServer(handler) { server in
            _ = try await exchange(
                server, "GET / HTTP/1.1\r\nHost: h\r\nX-A:  one\t \r\nx-b:\r\nX-A: t\u{E9}\r\nCookie: a=b\r\n\r\n")
        }
        #expect(
            seen.withLock { $0 } == [
                HTTPFields.Field("Host", "h"), HTTPFields.Field("X-A", "one"), HTTPFields.Field("x-b", ""),
                HTTPFields.Field("X-A", "t\u{E9}"), HTTPFields.Field("Cookie", "a=b"),
            ])
    }

    @Test(
        arguments: [
            "Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
            "transfer-encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Trailer: t\r\n\r\n",
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\nhello",
        ])
    func bodiesArriveWhole(_ rest: String) async throws {
        try await withServer { server in
            let answer = try await exchange(server, "POST /a HTTP/1.1\r\nHost: h\r\n\(rest)")
            #expect(answer.text == "POST /a - hello")
        }
    }

    @Test func fieldsMayBeMissing() async throws {
        try await withServer { server in
            let answer = try await exchange(server, "GET /a HTTP/1.0\r\n\r\n")
            #expect(answer.text == "GET /a - ")
        }
    }

    @Test(arguments: ["Content-Length: 0\r\n\r\n", "\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"])
    func bodiesMayBeEmpty(_ rest: String) async throws {
        try await withServer { server in
            let answer = try await exchange(server, "POST /a HTTP/1.1\r\nHost: h\r\n\(rest)")
            #expect(answer.text == "POST /a - ")
        }
    }

    @Test func aBodyIsAskedForIfTheClientWaitsForThat() async throws {
        try await withServer { server in
            let address = server.address
            let (interim, answer) = try await onThread {
                let socket = try Socket(address)
                try socket.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
                let interim = try socket.receiveMessage()
                try socket.send("ok")
                return (interim, try socket.receiveMessage())
            }
            #expect(interim.status == 100)
            #expect(answer.text == "POST / - ok")
        }
    }

    @Test func manyRequestsShareAConnection() async throws {
        try await withServer { server in
            let address = server.address
            let answers = try await onThread {
                let socket = try Socket(address)
                return try (0..<100).map { index in
                    try socket.send("POST /\(index) HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx")
                    return try socket.receiveMessage().text
                }
            }
            #expect(answers == (0..<100).map { "POST /\($0) - x" })
        }
    }

    @Test func requestsThatComeTogetherAreAnsweredInTheirOrder() async throws {
        try await withServer { server in
            let address = server.address
            let answers = try await onThread {
                let socket = try Socket(address)
                try socket.send(
                    (0..<20).map { "POST /\($0) HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nb\($0 + 10)" }.joined())
                return try (0..<20).map { _ in try socket.receiveMessage().text }
            }
            #expect(answers == (0..<20).map { "POST /\($0) - b\($0 + 10)" })
        }
    }

    @Test func aClientMayAskForTheEndOfTheConnection() async throws {
        try await withServer { server in
            let address = server.address
            let all = try await onThread {
                let socket = try Socket(address)
                try socket.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                return try socket.receiveAll()
            }
            #expect(all.hasSuffix("\r\n\r\nGET /a - "))
        }
    }

    @Test(
        arguments: [
            "POST /a?b=c&d HTTP/1.1\r\nHost: h\r\nX-A:\r\nX-B:b \t\r\nCookie: a=b; c=d\r\nContent-Length: 5\r\n\r\nhello",
            "\r\n\r\nPOST /a?b=c&d HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello",
        ])
    func bytesMayArriveOneByOne(_ request: String) async throws {
        try await withServer { server in
            let address = server.address
            let answer = try await onThread {
                let socket = try Socket(address)
                var one: Int32 = 1
                setsockopt(socket.number, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
                for byte in request.utf8 { try socket.send([byte]) }
                return try socket.receiveMessage()
            }
            #expect(answer.text == "POST /a b=c&d hello")
        }
    }

    @Test func aLargeBodyArrivesAndReturns() async throws {
        let handler = StubHandler { .response(HTTPResponse(200, body: $0.body)) }
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try await withServer(handler) { server in
            let address = server.address
            let answer = try await onThread {
                let socket = try Socket(address)
                try socket.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(body.count)\r\n\r\n")
                try socket.send(body)
                return try socket.receiveMessage()
            }
            #expect(answer.body == body)
        }
    }
}
