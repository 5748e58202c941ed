import AgentsCore
import HTTPTransport
import Testing

/// Clients that take their time do not get more of it than they are allowed, however steadily their bytes come.
@Suite(.bounded) struct SlownessTests {
    private static var hasty: HTTPServer.Limits {
        var limits = HTTPServer.Limits()
        limits.idleTimeout = .milliseconds(300)
        limits.requestTimeout = .milliseconds(300)
        limits.responseTimeout = .milliseconds(300)
        return limits
    }

    /// Sends a beginning and then byte by byte until the server ends the connection; returns what the server said.
    private func drip(_ beginning: String, _ byte: String, to server: HTTPServer) async throws -> String {
        let address = server.address
        return try await onThread {
            let socket = try Socket(address)
            try socket.send(beginning)
            // The server ends the connection long before the last byte, and then sending fails.
            for _ in 0..<10_000 {
                guard !socket.waitForInput(milliseconds: 20) else { return (try? socket.receiveAll()) ?? "" }
                guard (try? socket.send(byte)) != nil else { return "" }
            }
            return "never ended"
        }
    }

    @Test func aSlowBodyIsRefusedInTheHandlersWords() async throws {
        try await withServer(limits: Self.hasty) { server in
            let answer = try await drip(
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n", "x", to: server)
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
            #expect(answer.contains("\r\nX-Refused: /a\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nPOST 0 bodyTooSlow"))
        }
    }

    @Test func aBodyThatStopsIsRefusedInTheHandlersWords() async throws {
        try await withServer(limits: Self.hasty) { server in
            let answer = try await exchange(server, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx")
            #expect(answer.status == 408 && answer.text == "POST 0 bodyTooSlow")
        }
    }

    @Test(arguments: ["", "GET /a HTTP/1.1\r\nX-A: "])
    func aSlowHeadEndsTheConnection(_ beginning: String) async throws {
        try await withServer(limits: Self.hasty) { server in
            let answer = try await drip(beginning, "x", to: server)
            #expect(answer.isEmpty)
        }
    }

    @Test(arguments: ["", "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"])
    func anIdleConnectionIsClosed(_ request: String) async throws {
        try await withServer(limits: Self.hasty) { server in
            let address = server.address
            let rest = try await onThread {
                let socket = try Socket(address)
                try socket.send(request)
                if !request.isEmpty { _ = try socket.receiveMessage() }
                return try socket.receiveAll()
            }
            #expect(rest.isEmpty)
        }
    }

    @Test func anAnswerThatNobodyFetchesIsGivenUp() async throws {
        let body = [UInt8](repeating: 7, count: 64 << 20)
        let handler = StubHandler { _ in .response(HTTPResponse(200, body: body)) }
        try await withServer(limits: Self.hasty, handler) { server in
            let address = server.address
            let count = try await onThread {
                let socket = try Socket(address)
                try socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                // Nothing is read until the server has given up, which the system reports as a hang-up.
                #expect(socket.waitForHangUp(milliseconds: 20_000))
                var count = 0
                while let piece = try? socket.receive(), !piece.isEmpty { count += piece.count }
                return count
            }
            #expect(count < body.count)
        }
    }

    @Test func aHandlerMayTakeLonger() async throws {
        let handler = StubHandler { _ in
            try? await Task.sleep(for: .milliseconds(1000))
            return .response(HTTPResponse(Task.isCancelled ? 500 : 200))
        }
        try await withServer(limits: Self.hasty, handler) { server in
            let answer = try await exchange(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(answer.status == 200)
        }
    }
}
