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
    /// Threads but for those that tests, servers and transports are known to have, which other tests start meanwhile.
    private func threadCount() throws -> Int {
        let folder = try #require(opendir("/proc/self/task"))
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            let id = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let file = fopen("/proc/self/task/\(id)/comm", "r") else { continue }
            defer { fclose(file) }
            var name = [CChar](repeating: 0, count: 32)
            let length = fread(&name, 1, 31, file)
            let text = String(decoding: name[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if !["test\n", "curl\n", "http-watcher\n", "http-stopper\n", "MHD-single\n"].contains(text) { count += 1 }
        }
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
            let during = try threadCount()
            // Other tests run in this process and have threads too, but not one for each of these requests.
            #expect(during < before + 150)
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
