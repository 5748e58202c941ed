import AgentsCore
import HTTPTransport
import Testing

/// How answers are framed, and that nothing in one can make it two.
@Suite(.bounded) struct ResponseTests {
    private func answer(_ response: HTTPResponse, to method: String = "GET", hasBody: Bool = true) async throws
        -> Message
    {
        let handler = StubHandler { _ in .response(response) }
        var message: Message?
        try await withServer(handler) { server in
            message = try await exchange(server, "\(method) / HTTP/1.1\r\nHost: h\r\n\r\n", hasBody: hasBody)
        }
        return try #require(message)
    }

    @Test func statusFieldsAndBodyAreSent() async throws {
        let fields: HTTPFields = ["Content-Type": "text/plain", "X-A": "1", "x-a": "two words"]
        let answer = try await answer(HTTPResponse(418, fields: fields, body: Array("short and stout".utf8)))
        #expect(answer.firstLine.hasPrefix("HTTP/1.1 418 "))
        #expect(answer.head.contains("\r\nContent-Type: text/plain\r\nX-A: 1\r\nx-a: two words\r\n"))
        #expect(answer["Content-Length"] == "15")
        #expect(answer.text == "short and stout")
    }

    @Test(arguments: [204, 304])
    func someAnswersHaveNoBody(_ status: Int) async throws {
        let handler = StubHandler { _ in .response(HTTPResponse(status, body: [1, 2, 3])) }
        try await withServer(handler) { server in
            let address = server.address
            let all = try await onThread {
                let socket = try Socket(address)
                try socket.send(
                    "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                return try socket.receiveAll()
            }
            // Both heads and nothing else: a body, or a length that a client would wait for, would stand between them.
            #expect(all.split(separator: "\r\n\r\n").count == 2)
            #expect(all.hasSuffix("\r\n\r\n"))
            #expect(status != 204 || !all.contains("Content-Length"))
        }
    }

    @Test func aHeadHasTheLengthOfTheBodyThatItLeavesOut() async throws {
        let handler = StubHandler { _ in .response(HTTPResponse(200, body: [1, 2, 3])) }
        try await withServer(handler) { server in
            let address = server.address
            let all = try await onThread {
                let socket = try Socket(address)
                try socket.send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                return try socket.receiveAll()
            }
            #expect(all.contains("\r\nContent-Length: 3\r\n"))
            #expect(all.hasSuffix("\r\n\r\n"))
        }
    }

    @Test(
        arguments: [
            HTTPFields.Field("X-A", "b\r\nX-Injected: c"), HTTPFields.Field("X-A", "b\nX-Injected: c"),
            HTTPFields.Field("X-A", "b\rX-Injected: c"), HTTPFields.Field("X-A", "b\u{0}X-Injected: c"),
            HTTPFields.Field("X-A: b\r\nX-Injected", "c"), HTTPFields.Field("X-Injected ", "c"),
            HTTPFields.Field("", "X-Injected: c"), HTTPFields.Field("X-A", "\r\n\r\nX-Injected"),
            HTTPFields.Field("Content-Length", "1"), HTTPFields.Field("transfer-encoding", "chunked"),
            HTTPFields.Field("Connection", "X-Injected"),
        ])
    func aFieldThatCannotBeSentIsLeftOut(_ field: HTTPFields.Field) async throws {
        var fields: HTTPFields = ["X-Before": "1"]
        fields.append(field.name, field.value)
        fields.append("X-After", "2")
        let answer = try await answer(HTTPResponse(200, fields: fields, body: Array("body".utf8)))
        #expect(answer["X-Before"] == "1" && answer["X-After"] == "2")
        #expect(!answer.head.contains("X-Injected") && !answer.head.contains("X-A:"))
        #expect(answer["Content-Length"] == "4" && answer.text == "body")
    }

    @Test(arguments: [-1, 0, 99, 100, 101, 199, 600, 1_000_000])
    func aStatusThatEndsNothingIsAFault(_ status: Int) async throws {
        let answer = try await answer(HTTPResponse(status, body: [1]))
        #expect(answer.status == 500)
        #expect(answer.body.isEmpty)
    }

    @Test func aConnectionIsClosedWithoutAnAnswerIfTheHandlerWantsThat() async throws {
        let handler = StubHandler { $0.path == "/" ? .disconnect : .response(HTTPResponse(200)) }
        try await withServer(handler) { server in
            let address = server.address
            let all = try await onThread {
                let socket = try Socket(address)
                try socket.send("GET /first HTTP/1.1\r\nHost: h\r\n\r\n")
                _ = try socket.receiveMessage()
                try socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                return try socket.receiveAll()
            }
            #expect(all.isEmpty)
        }
    }
}
