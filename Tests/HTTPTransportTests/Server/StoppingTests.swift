import AgentsCore
import HTTPTransport
import Testing

/// How a server ends.
@Suite(.bounded) struct StoppingTests {
    private func start(_ handler: StubHandler) throws -> HTTPServer {
        try HTTPServer.start(on: ListenAddress(host: "127.0.0.1", port: 0), handler: handler)
    }

    @Test func nobodyIsServedAfterwards() async throws {
        let server = try start(.echo)
        _ = try await exchange(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        await server.stop(grace: .seconds(10))
        #expect((try? Socket(server.address)) == nil)
        // The port is free again.
        let next = try HTTPServer.start(on: server.address, handler: StubHandler.echo)
        await next.stop(grace: .zero)
    }

    @Test func runningRequestsMayFinish() async throws {
        let (began, gate) = (Signal(), Signal())
        let server = try start(
            StubHandler { _ in
                began.fire()
                await gate.wait()
                return .response(HTTPResponse(200, body: Array("\(Task.isCancelled)".utf8)))
            })
        let sockets = try (0..<20).map { _ in try Socket(server.address) }
        for socket in sockets { try socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n") }
        await began.wait(for: 20)
        async let stopped: Void = server.stop(grace: .seconds(30))
        // The first sign that the server stops: it accepts nobody.
        try await onThread { while (try? Socket(server.address)) != nil {} }
        gate.fire()
        let answers = try await onThread { try sockets.map { try $0.receiveMessage() } }
        await stopped
        #expect(answers.allSatisfy { $0.status == 200 && $0.text == "false" && $0["Connection"] == "close" })
    }

    @Test func requestsThatComeMeanwhileAreRefused() async throws {
        let (began, gate) = (Signal(), Signal())
        let server = try start(
            StubHandler { _ in
                began.fire()
                await gate.wait()
                return .response(HTTPResponse(200))
            })
        let (running, idle) = (try Socket(server.address), try Socket(server.address))
        try running.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        // Half a request, so that the connection is surely open.
        try idle.send("GET /late HTTP/1.1\r\nHost: h\r\n")
        await began.wait()
        async let stopped: Void = server.stop(grace: .seconds(30))
        try await onThread { while (try? Socket(server.address)) != nil {} }
        let refusal = try await onThread {
            try idle.send("\r\n")
            return try idle.receiveMessage()
        }
        gate.fire()
        await stopped
        #expect(refusal.status == 503 && refusal.text == "GET 0 shuttingDown")
    }

    @Test func requestsAreCancelledWhenTheGraceIsOver() async throws {
        let (began, cancelled) = (Signal(), Signal())
        let server = try start(
            StubHandler { _ in
                began.fire()
                try? await Task.sleep(for: .seconds(3600))
                if Task.isCancelled { cancelled.fire() }
                return .response(HTTPResponse(503, body: Array("cancelled".utf8)))
            })
        let sockets = try (0..<20).map { _ in try Socket(server.address) }
        for socket in sockets { try socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n") }
        await began.wait(for: 20)
        await server.stop(grace: .milliseconds(50))
        #expect(cancelled.count == 20)
        // What a handler says when it is cancelled still arrives.
        let answers = try await onThread { try sockets.map { try $0.receiveMessage().text } }
        #expect(answers == Array(repeating: "cancelled", count: 20))
    }

    @Test func requestsThatCannotBeCancelledLoseTheirConnections() async throws {
        let (began, gate, ended) = (Signal(), Signal(), Signal())
        let server = try start(
            StubHandler { _ in
                began.fire()
                await gate.wait()
                ended.fire()
                return .response(HTTPResponse(200))
            })
        let sockets = try (0..<50).map { _ in try Socket(server.address) }
        for socket in sockets { try socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n") }
        await began.wait(for: 50)
        await server.stop(grace: .zero)
        let rests = try await onThread { try sockets.map { try $0.receiveAll() } }
        #expect(rests == Array(repeating: "", count: 50))
        // Their answers come too late and disturb nobody.
        gate.fire()
        await ended.wait(for: 50)
    }

    @Test func stoppingTwiceStopsOnce() async throws {
        let server = try start(.echo)
        async let first: Void = server.stop(grace: .zero)
        async let second: Void = server.stop(grace: .seconds(1))
        _ = await (first, second)
        await server.stop(grace: .zero)
    }

    @Test func aServerThatIsLetGoOfEnds() async throws {
        var server: HTTPServer? = try start(.echo)
        let address = try #require(server?.address)
        server = nil
        try await onThread { while (try? Socket(address)) != nil {} }
    }

    @Test func aServerUnderLoadStops() async throws {
        for _ in 0..<20 {
            let server = try start(.echo)
            let address = server.address
            async let load: Void = withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await onThread {
                            let socket = try Socket(address)
                            while (try? socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) != nil {
                                guard (try? socket.receiveMessage()) != nil else { return }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await Task.sleep(for: .milliseconds(10))
            await server.stop(grace: .seconds(5))
            _ = try? await load
        }
    }
}
