import AgentsCore
import Dispatch
import HTTPTransport
import Testing

/// Clients that all have something to say at the same moment, and then wait.
@Suite(.bounded, .serialized) struct CrowdTests {
    /// libmicrohttpd asks the system for 128 events at once, and for more before it looks at any if it gets as many.
    @Test(arguments: [127, 128, 256])
    func noneWaitsForAnother(_ count: Int) async throws {
        let hold = Hold()
        let handler = StubHandler { request in
            // The serving thread itself is held up, so that all of the others are found waiting together.
            if request.path == "/busy" { hold.stay() }
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
                #expect(hold.isReached())
                for (index, socket) in sockets.enumerated() {
                    try socket.send("GET /\(index) HTTP/1.1\r\nHost: h\r\n\r\n")
                }
                hold.end()
                return try sockets.map { try $0.receiveMessage().text }
            }
            #expect(answers == (0..<count).map { "/\($0)" })
        }
    }
}

/// Holds up the thread that gets to it, until it is told to go on.
private struct Hold: Sendable {
    private let arrival = DispatchSemaphore(value: 0)
    private let gate = DispatchSemaphore(value: 0)

    /// Stays here, but not longer than a test lasts.
    func stay() {
        arrival.signal()
        _ = gate.wait(timeout: .now() + 50)
    }

    /// Whether the thread got here in time.
    func isReached() -> Bool {
        arrival.wait(timeout: .now() + 20) == .success
    }

    func end() {
        gate.signal()
    }
}
