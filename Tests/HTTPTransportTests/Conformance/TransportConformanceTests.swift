import AgentsCore
import HTTPTransport
import Testing

/// The promises of ``ClientTransport``, held by every transport, over real sockets.
@Suite(.bounded) struct TransportConformanceTests {
    // MARK: What goes well

    @Test(arguments: TransportKind.allCases, [ClientRequest.Connection.any, .fresh])
    func requestsArriveAsTheyAre(_ kind: TransportKind, _ connection: ClientRequest.Connection) async throws {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("body", status: 201, fields: "X-Reply: r\r\n") }
        }
        try await kind.run { transport in
            let response = try await transport.send(
                ClientRequest(
                    .post, server.url("/a%2Fb?c=d"), fields: ["X-A": "1", "Content-Type": "application/json"],
                    body: Array("hello".utf8), connection: connection))
            #expect(response.status == 201 && response.body.elementsEqual("body".utf8))
            #expect(response.fields["x-reply"] == "r" && response.fields["Content-Length"] == nil)
        }
        let request = try #require(server.requests.first)
        #expect(request.firstLine == "POST /a%2Fb?c=d HTTP/1.1")
        #expect(request["X-A"] == "1" && request["Content-Type"] == "application/json" && request.text == "hello")
        #expect(request["Cookie"] == nil && request["Expect"] == nil)
    }

    @Test(arguments: TransportKind.allCases, [400, 404, 429, 500, 503])
    func everyStatusIsAnAnswer(_ kind: TransportKind, _ status: Int) async throws {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("no", status: status, fields: "Retry-After: 7\r\n") }
        }
        try await kind.run { transport in
            let response = try await transport.send(ClientRequest(.post, server.url(), body: [1], connection: .fresh))
            #expect(response.status == status && response.fields["Retry-After"] == "7")
        }
        #expect(server.requests.count == 1)
    }

    @Test(arguments: TransportKind.allCases, [301, 302, 303, 307, 308])
    func redirectsAreAnswers(_ kind: TransportKind, _ status: Int) async throws {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("x", status: status, fields: "Location: /elsewhere\r\n") }
        }
        try await kind.run { transport in
            for request in [
                ClientRequest(.get, server.url()), ClientRequest(.post, server.url(), body: [1], connection: .fresh),
            ] {
                let response = try await transport.send(request)
                #expect(response.status == status && response.fields["Location"] == "/elsewhere")
            }
        }
        #expect(server.requests.count == 2)
    }

    @Test(arguments: TransportKind.allCases)
    func cookiesAreNotKept(_ kind: TransportKind) async throws {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("", fields: "Set-Cookie: a=b\r\n") }
        }
        try await kind.run { transport in
            for _ in 0..<3 { _ = try await transport.send(ClientRequest(.get, server.url())) }
        }
        #expect(server.requests.count == 3 && server.requests.allSatisfy { $0["Cookie"] == nil })
    }

    @Test(arguments: TransportKind.allCases)
    func readsShareAConnectionAndCreationsDoNot(_ kind: TransportKind) async throws {
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("\(visit.index)") }
        }
        try await kind.run { transport in
            var connections: [String] = []
            for connection in [.any, .any, .fresh, .any, .fresh] as [ClientRequest.Connection] {
                let request = ClientRequest(
                    connection == .any ? .get : .post, server.url(), body: connection == .any ? [] : [1],
                    connection: connection)
                connections.append(String(decoding: try await transport.send(request).body, as: UTF8.self))
            }
            #expect(connections == ["0", "0", "1", "0", "2"])
        }
    }

    // MARK: What goes wrong

    @Test(arguments: TransportKind.allCases, [ClientRequest.Connection.any, .fresh])
    func aClosedPortHasNotSeenTheRequest(_ kind: TransportKind, _ connection: ClientRequest.Connection) async throws {
        // A port that was just free is very likely still so.
        let url = try ScriptedServer { _ in }.url()
        try await kind.run { transport in
            let error = await transport.error(of: ClientRequest(.post, url, body: [1], connection: connection))
            #expect(error?.code == .unreachable && error?.isUndelivered == true)
        }
    }

    @Test(arguments: TransportKind.allCases)
    func aResetMayHaveSeenTheRequest(_ kind: TransportKind) async throws {
        try await SimulatorOnSocket.run(faults: #"{"faults":[{"rate":1,"kind":"reset"}]}"#) { simulator in
            try await kind.run { transport in
                let error = await transport.error(of: .submission(simulator))
                #expect(error?.code == .connectionLost && error?.isUndelivered == false)
            }
            #expect(try await simulator.jobsCreated() == 0)
        }
    }

    @Test(arguments: TransportKind.allCases)
    func aLostReplyIsNotAskedForAgain(_ kind: TransportKind) async throws {
        try await SimulatorOnSocket.run { simulator in
            try await kind.run { transport in
                // The connection that is kept must not tempt anybody.
                let warm = ClientRequest(.get, simulator.baseURL + "/generations/x")
                let first = try await transport.send(warm)
                #expect(first.status == 401)
                let error = await transport.error(of: .submission(simulator, prompt: "[[lose-reply]]"))
                #expect(error?.code == .connectionLost && error?.isUndelivered == false)
            }
            #expect(try await simulator.jobsCreated() == 1)
        }
    }

    @Test(arguments: TransportKind.allCases)
    func aStallEndsInTime(_ kind: TransportKind) async throws {
        try await SimulatorOnSocket.run { simulator in
            try await kind.run { transport in
                let error = await transport.error(
                    of: .submission(simulator, prompt: "[[stall]]", timeout: .milliseconds(150)))
                #expect(error?.code == .timedOut && error?.isUndelivered == false)
            }
        }
    }

    @Test(arguments: TransportKind.allCases)
    func anAnswerThatTricklesEndsInTime(_ kind: TransportKind) async throws {
        let server = try ScriptedServer { visit in
            _ = visit.receive()
            try visit.socket.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            // A byte now and then keeps any timer busy that begins anew with each of them.
            while !visit.socket.waitForInput(milliseconds: 20) { try visit.socket.send("x") }
        }
        try await kind.run { transport in
            let error = await transport.error(of: ClientRequest(.get, server.url(), timeout: .milliseconds(150)))
            #expect(error?.code == .timedOut && error?.isUndelivered == false)
        }
    }

    @Test(
        arguments: TransportKind.allCases,
        [
            "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe",
        ])
    func anAnswerThatIsCutIsNone(_ kind: TransportKind, _ beginning: String) async throws {
        let server = try ScriptedServer { visit in
            _ = visit.receive()
            try visit.socket.send(beginning)
        }
        try await kind.run { transport in
            let error = await transport.error(
                of: ClientRequest(.post, server.url(), body: [1], connection: .fresh, timeout: .seconds(20)))
            #expect(error?.code == .connectionLost && error?.isUndelivered == false)
        }
        #expect(server.requests.count == 1)
    }

    @Test(arguments: TransportKind.allCases, ["Content-Length: 100000000\r\n", "Connection: close\r\n"])
    func aBodyThatIsTooLargeIsCutOff(_ kind: TransportKind, _ fields: String) async throws {
        let left = Signal()
        let server = try ScriptedServer { visit in
            defer { left.fire() }
            _ = visit.receive()
            try visit.socket.send("HTTP/1.1 200 OK\r\n\(fields)\r\n")
            // No faster: Foundation would be busy with what it has taken by then.
            while !visit.socket.waitForInput(milliseconds: 2) {
                try visit.socket.send([UInt8](repeating: 0x78, count: 4096))
            }
        }
        try await kind.run { transport in
            let error = await transport.error(of: ClientRequest(.get, server.url(), maximumResponseBytes: 1000))
            #expect(error?.code == .responseTooLarge && error?.isUndelivered == false)
            // Nothing more is taken either: the connection is closed.
            await left.wait()
        }
    }

    @Test(arguments: TransportKind.allCases)
    func theMostBytesAreTaken(_ kind: TransportKind) async throws {
        let body = String(repeating: "x", count: 1000)
        let server = try ScriptedServer { visit in while visit.receive() != nil { try visit.answer(body) } }
        try await kind.run { transport in
            let response = try await transport.send(ClientRequest(.get, server.url(), maximumResponseBytes: 1000))
            #expect(response.body.count == 1000)
        }
    }

    // MARK: Cancellation

    @Test(arguments: TransportKind.allCases, [ClientRequest.Connection.any, .fresh])
    func aCancelledTaskEndsItsRequest(_ kind: TransportKind, _ connection: ClientRequest.Connection) async throws {
        let (arrived, left) = (Signal(), Signal())
        let server = try ScriptedServer { visit in
            _ = visit.receive()
            arrived.fire()
            while try !visit.socket.receive().isEmpty {}
            left.fire()
        }
        try await kind.run { transport in
            let call = Task {
                await transport.error(
                    of: ClientRequest(
                        .post, server.url(), body: [1], connection: connection, timeout: .seconds(3600)))
            }
            await arrived.wait()
            call.cancel()
            let error = await call.value
            #expect(error?.code == .cancelled && error?.isUndelivered == false)
            await left.wait()
        }
    }

    @Test(arguments: TransportKind.allCases)
    func aTaskThatWasCancelledBeforeSendsNothing(_ kind: TransportKind) async throws {
        let server = try ScriptedServer { visit in while visit.receive() != nil { try visit.answer("ok") } }
        try await kind.run { transport in
            let call = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await transport.error(of: ClientRequest(.post, server.url(), body: [1], connection: .fresh))
            }
            let error = await call.value
            #expect(error?.code == .cancelled && error?.isUndelivered == true)
        }
        #expect(server.requests.isEmpty)
    }

    // MARK: What is not sent

    @Test(
        arguments: TransportKind.allCases,
        [
            ClientRequest(.get, "ftp://localhost/"), ClientRequest(.get, "/generations"), ClientRequest(.get, ""),
            ClientRequest(.get, "http://localhost/a b"), ClientRequest("GET IT", "http://localhost/"),
            ClientRequest(.get, "http://localhost/", fields: ["X-A": "1\r\nX-B: 2"]),
            ClientRequest(.get, "http://localhost/", fields: ["Content-Length": "5"]),
            ClientRequest(.get, "http://user:word@localhost/"),
            ClientRequest(.get, "http://localhost/", pinnedAddress: "localhost"),
        ])
    func whatIsNoRequestIsRefused(_ kind: TransportKind, _ request: ClientRequest) async throws {
        try await kind.run { transport in
            let error = await transport.error(of: request)
            #expect(error?.code == .badRequest && error?.isUndelivered == true)
        }
    }
}
