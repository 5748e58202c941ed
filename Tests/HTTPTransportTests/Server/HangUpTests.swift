import AgentsCore
import HTTPTransport
import Testing

/// Clients that go away while their request is handled.
@Suite(.bounded) struct HangUpTests {
    /// A handler that works until it is cancelled.
    private func endless(_ began: Signal, _ cancelled: Signal) -> StubHandler {
        StubHandler { _ in
            began.fire()
            try? await Task.sleep(for: .seconds(3600))
            if Task.isCancelled { cancelled.fire() }
            return .response(HTTPResponse(200, body: Array("late".utf8)))
        }
    }

    enum Farewell: CaseIterable {
        case close
        case abort
        case finishSending
    }

    @Test(arguments: Farewell.allCases)
    func theHandlerIsCancelled(_ farewell: Farewell) async throws {
        let (began, cancelled) = (Signal(), Signal())
        try await withServer(endless(began, cancelled)) { server in
            var socket: Socket? = try Socket(server.address)
            try socket?.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            await began.wait()
            switch farewell {
            case .close: break
            case .abort: socket?.abort()
            case .finishSending: socket?.finishSending()
            }
            if farewell != .finishSending { socket = nil }
            await cancelled.wait()
        }
    }

    @Test func theHandlerIsCancelledAlsoIfTheClientLeavesAtOnce() async throws {
        let (began, cancelled) = (Signal(), Signal())
        try await withServer(endless(began, cancelled)) { server in
            for index in 1...20 {
                let socket = try Socket(server.address)
                try socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                socket.finishSending()
                await cancelled.wait(for: index)
            }
            #expect(began.count == 20)
        }
    }

    @Test func aHalfClosedConnectionStillCarriesTheAnswer() async throws {
        try await withServer { server in
            let address = server.address
            let all = try await onThread {
                let socket = try Socket(address)
                try socket.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
                socket.finishSending()
                return try socket.receiveAll()
            }
            #expect(all.hasSuffix("GET /a - "))
        }
    }

    @Test func aClientThatLeavesDuringTheAnswerEndsNothingElse() async throws {
        let body = [UInt8](repeating: 1, count: 16 << 20)
        let handler = StubHandler { .response(HTTPResponse(200, body: $0.path == "/large" ? body : [])) }
        try await withServer(handler) { server in
            let address = server.address
            for _ in 0..<10 {
                try await onThread {
                    let socket = try Socket(address)
                    try socket.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
                    _ = try socket.receive()
                    socket.abort()
                }
            }
            let answer = try await exchange(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(answer.status == 200)
        }
    }

    @Test func manyClientsThatLeaveDoNotDisturbOthers() async throws {
        let handler = StubHandler { request in
            if request.path == "/wait" { try? await Task.sleep(for: .seconds(3600)) }
            return .response(HTTPResponse(200, body: Array(request.path.utf8)))
        }
        try await withServer(handler) { server in
            let address = server.address
            for _ in 0..<5 {
                try await onThread {
                    let sockets = try (0..<40).map { _ in try Socket(address) }
                    for socket in sockets { try socket.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n") }
                    for socket in sockets.prefix(20) { socket.abort() }
                }
                let answer = try await exchange(server, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(answer.text == "/a")
            }
        }
    }
}
