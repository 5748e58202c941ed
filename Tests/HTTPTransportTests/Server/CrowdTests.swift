import AgentsCore
import HTTPTransport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Clients that all have something to say at the same moment, and then wait.
@Suite(.bounded, .serialized) struct CrowdTests {
    /// libmicrohttpd asks the system for 128 events at once, and for more before it looks at any if it gets as many.
    @Test(arguments: [127, 128, 256])
    func noneWaitsForAnother(_ count: Int) async throws {
        let handler = StubHandler { request in
            // The serving thread itself is held up, so that all of the others are found waiting together.
            if request.path == "/busy" { usleep(300_000) }
            return .response(HTTPResponse(200, body: Array(request.path.utf8)))
        }
        try await withServer(handler) { server in
            let address = server.address
            let answers = try await onThread {
                let busy = try Socket(address)
                let sockets = try (0..<count).map { _ in try Socket(address) }
                for socket in sockets + [busy] {
                    try socket.send("GET /first HTTP/1.1\r\nHost: h\r\n\r\n")
                    _ = try socket.receiveMessage()
                }
                try busy.send("GET /busy HTTP/1.1\r\nHost: h\r\n\r\n")
                usleep(50_000)
                for (index, socket) in sockets.enumerated() {
                    try socket.send("GET /\(index) HTTP/1.1\r\nHost: h\r\n\r\n")
                }
                return try sockets.map { try $0.receiveMessage().text }
            }
            #expect(answers == (0..<count).map { "/\($0)" })
        }
    }
}
