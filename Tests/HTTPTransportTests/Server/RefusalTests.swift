import AgentsCore
import HTTPTransport
import Testing

/// What a server refuses by itself, and in whose words.
@Suite(.bounded) struct RefusalTests {
    private static var small: HTTPServer.Limits {
        var limits = HTTPServer.Limits()
        limits.maximumBodyBytes = 1000
        return limits
    }

    private static func chunked(_ count: Int) -> String {
        "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "\(String(count, radix: 16))\r\n\(String(repeating: "x", count: count))\r\n0\r\n\r\n"
    }

    private static func plain(_ count: Int) -> String {
        "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: \(count)\r\n\r\n\(String(repeating: "x", count: count))"
    }

    @Test(arguments: [plain(1000), chunked(1000)])
    func aBodyOfTheMostBytesIsTaken(_ request: String) async throws {
        try await withServer(limits: Self.small) { server in
            let answer = try await exchange(server, request)
            #expect(answer.text.count == "POST /a - ".count + 1000)
        }
    }

    @Test(arguments: [plain(1001), chunked(1001), plain(1999), chunked(1999)])
    func aLongerBodyIsReadAndRefusedAndTheConnectionGoesOn(_ request: String) async throws {
        try await withServer(limits: Self.small) { server in
            let address = server.address
            let (refusal, answer) = try await onThread {
                let socket = try Socket(address)
                try socket.send(request)
                let refusal = try socket.receiveMessage()
                try socket.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n")
                return (refusal, try socket.receiveMessage())
            }
            #expect(refusal.status == 413)
            #expect(refusal["X-Refused"] == "/a")
            #expect(refusal.text == "POST 0 bodyTooLarge(limit: 1000)")
            #expect(answer.text == "GET /next - ")
        }
    }

    @Test(arguments: [
        plain(500_000), chunked(500_000), "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n",
    ])
    func anEndlessBodyIsRefusedBeforeItsEnd(_ request: String) async throws {
        try await withServer(limits: Self.small) { server in
            let address = server.address
            let all = try await onThread {
                let socket = try Socket(address)
                try? socket.send(request)
                socket.finishSending()
                return try socket.receiveAll()
            }
            #expect(all.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func aClientThatWaitsToSendIsRefusedBeforeItDoes() async throws {
        try await withServer(limits: Self.small) { server in
            let answer = try await exchange(
                server, "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n")
            #expect(answer.status == 413)
            #expect(answer.text == "POST 0 bodyTooLarge(limit: 1000)")
        }
    }

    @Test(
        arguments: [
            "Content-Length: 1\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 1",
            "Content-Length: 1\r\nContent-Length: 2", "Content-Length: 1\r\nContent-Length: 1",
            "Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "transfer-encoding: chunked\r\ncontent-length: 0",
        ])
    func contradictionsAboutTheBodyAreRefused(_ fields: String) async throws {
        try await withServer { server in
            let address = server.address
            let all = try await onThread {
                let socket = try Socket(address)
                try socket.send("POST /a HTTP/1.1\r\nHost: h\r\n\(fields)\r\n\r\n")
                return try socket.receiveAll()
            }
            #expect(all.hasPrefix("HTTP/1.1 400 "))
            #expect(all.hasSuffix("\r\n\r\nPOST 0 ambiguousFraming"))
        }
    }

    @Test func chunksAreRefusedInAVersionWithoutThem() async throws {
        try await withServer { server in
            let answer = try await exchange(server, "POST /a HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
            #expect(answer.status == 400 && answer.text == "POST 0 ambiguousFraming")
        }
    }

    @Test(
        arguments: [
            "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX-A\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\nX A: b\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length : 1\r\n\r\nx",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Lengt: 5\r\n h\r\n\r\nhello",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\nx",
            "GET /a\u{0}b HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\n: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n:\r\nX-A: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\nX-A: b\u{0}c\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\u{0}c\r\nX-A: b\r\n\r\n",
            "GET / HTTP/1.1\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\nX-A: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\n\n",
            "GET / HTTP/1.1\r\nHost: h\r\n X-A: b\r\n\r\n", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", "GET /\r\n\r\n",
            "hello\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ])
    func whatIsNoHTTPNeverReachesTheHandler(_ request: String) async throws {
        let calls = Signal()
        let handler = StubHandler { _ in
            calls.fire()
            return .response(HTTPResponse(200))
        }
        // libmicrohttpd waits for more of what it does not understand.
        var limits = HTTPServer.Limits()
        limits.requestTimeout = .seconds(1)
        try await withServer(limits: limits, handler) { server in
            let address = server.address
            let all = try await onThread {
                let socket = try Socket(address)
                try socket.send(request)
                return try socket.receiveAll()
            }
            // Either an answer in the 400s or the 500s, or a closed connection.
            #expect(all.isEmpty || all.hasPrefix("HTTP/1.1 4") || all.hasPrefix("HTTP/1.1 505"))
        }
        #expect(calls.count == 0)
    }

    @Test func headsHaveAMostNumberOfBytes() async throws {
        var limits = HTTPServer.Limits()
        limits.maximumHeaderBytes = 2000
        try await withServer(limits: limits) { server in
            for (size, status) in [(1900, 200), (2100, 431), (40_000, 431)] {
                let answer = try await exchange(
                    server, "GET / HTTP/1.1\r\nHost: h\r\nX-A: \(String(repeating: "a", count: size))\r\n\r\n")
                #expect(answer.status == status)
            }
        }
    }

    @Test func headsHaveAMostNumberOfFields() async throws {
        var limits = HTTPServer.Limits()
        limits.maximumFields = 10
        try await withServer(limits: limits) { server in
            for (count, status) in [(9, 200), (10, 431), (1000, 431)] {
                let fields = String(repeating: "a: b\r\n", count: count)
                let answer = try await exchange(server, "GET / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n")
                #expect(answer.status == status)
            }
        }
    }

    @Test func requestsWithTheMostBytesAndFieldsLeaveRoomForTheAnswer() async throws {
        let handler = StubHandler { _ in
            .response(HTTPResponse(200, fields: ["X-A": String(repeating: "a", count: 4000)]))
        }
        try await withServer(handler) { server in
            let fields = (0..<120).map { "X-\($0): \(String(repeating: "a", count: 120))\r\n" }.joined()
            let answer = try await exchange(server, "GET / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n")
            #expect(answer["X-A"]?.utf8.count == 4000)
        }
    }
}
