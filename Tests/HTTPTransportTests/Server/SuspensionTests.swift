import AgentsCore
import HTTPTransport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Requests that wait occupy no threads.
@Suite(.bounded, .serialized) struct SuspensionTests {
    private func threadCount() throws -> Int {
        let folder = try #require(opendir("/proc/self/task"))
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count
    }

    @Test func twoHundredRequestsWaitWithoutMoreThreads() async throws {
        let (began, gate) = (Signal(), Signal())
        let handler = StubHandler { request in
            began.fire()
            await gate.wait()
            return .response(HTTPResponse(200, body: Array(request.path.utf8)))
        }
        try await withServer(handler) { server in
            let first = try Socket(server.address)
            try first.send("GET /first HTTP/1.1\r\nHost: h\r\n\r\n")
            await began.wait()
            let before = try threadCount()
            let sockets = try (0..<200).map { _ in try Socket(server.address) }
            for (index, socket) in sockets.enumerated() { try socket.send("GET /\(index) HTTP/1.1\r\nHost: h\r\n\r\n") }
            await began.wait(for: 201)
            // Other tests of this process may start and end threads meanwhile, but not two hundred.
            let during = try threadCount()
            #expect(during < before + 100)
            gate.fire()
            let answers = try await onThread { try sockets.map { try $0.receiveMessage().text } }
            #expect(answers == (0..<200).map { "/\($0)" })
        }
    }

    @Test func connectionsBeyondTheMostWaitForRoom() async throws {
        var limits = HTTPServer.Limits()
        limits.maximumConnections = 2
        let (began, gate) = (Signal(), Signal())
        let handler = StubHandler { _ in
            began.fire()
            await gate.wait()
            return .response(HTTPResponse(200))
        }
        try await withServer(limits: limits, handler) { server in
            var sockets = try (0..<6).map { _ in try Socket(server.address) }
            for socket in sockets { try socket.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n") }
            await began.wait(for: 2)
            gate.fire()
            // All are served in the end, because those before them leave.
            await began.wait(for: 6)
            sockets = []
        }
    }
}
