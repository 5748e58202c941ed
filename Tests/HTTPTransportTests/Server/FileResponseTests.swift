import AgentsCore
import Foundation
import HTTPTransport
import Testing

/// Bodies that come from files.
@Suite(.bounded) struct FileResponseTests {
    /// A file that is gone when the test is over.
    private final class TestFile: Sendable {
        let path = FileManager.default.temporaryDirectory.appending(path: "agents-compat.\(UUID().uuidString)").path

        init(_ bytes: [UInt8]) throws {
            try Data(bytes).write(to: URL(filePath: path))
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private static let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }

    private func answer(
        _ range: Range<Int>, status: Int = 200, method: String = "GET", hasBody: Bool = true
    ) async throws -> Message {
        let file = try TestFile(Self.bytes)
        let handler = StubHandler { _ in
            guard let opened = HTTPFile(file.path) else { return .disconnect }
            return .file(HTTPResponse(status, fields: ["Content-Type": "video/mp4"]), opened, range)
        }
        var message: Message?
        try await withServer(handler) { server in
            message = try await exchange(server, "\(method) / HTTP/1.1\r\nHost: h\r\n\r\n", hasBody: hasBody)
        }
        return try #require(message)
    }

    @Test(arguments: [0..<3_000_000, 0..<1, 1_234_567..<2_345_678, 2_999_999..<3_000_000])
    func aPartOfAFileIsSent(_ range: Range<Int>) async throws {
        let answer = try await answer(range, status: range.count == 3_000_000 ? 200 : 206)
        #expect(answer.status == (range.count == 3_000_000 ? 200 : 206))
        #expect(answer["Content-Length"] == "\(range.count)" && answer["Content-Type"] == "video/mp4")
        #expect(answer.body == Array(Self.bytes[range]))
    }

    @Test func aHeadHasTheLengthAlone() async throws {
        let answer = try await answer(100..<300, method: "HEAD", hasBody: false)
        #expect(answer["Content-Length"] == "200")
        #expect(answer.body.isEmpty)
    }

    @Test func anEmptyPartIsAnEmptyBody() async throws {
        let answer = try await answer(7..<7)
        #expect(answer.status == 200 && answer["Content-Length"] == "0")
    }

    @Test func aFileIsSentAlsoAfterItHasLostItsName() async throws {
        let file = try TestFile(Self.bytes)
        let opened = try #require(HTTPFile(file.path))
        try FileManager.default.removeItem(atPath: file.path)
        let handler = StubHandler { _ in .file(HTTPResponse(200), opened, 0..<opened.count) }
        try await withServer(handler) { server in
            for _ in 0..<2 {
                let answer = try await exchange(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(answer.body == Self.bytes)
            }
        }
    }

    // Nobody waits for bytes that never come.
    @Test func aFileThatHasBecomeShorterEndsTheConnection() async throws {
        let file = try TestFile(Array(Self.bytes.prefix(30_000)))
        let opened = try #require(HTTPFile(file.path))
        let handle = try FileHandle(forWritingTo: URL(filePath: file.path))
        try handle.truncate(atOffset: 1000)
        try handle.close()
        let handler = StubHandler { _ in .file(HTTPResponse(200), opened, 0..<opened.count) }
        var limits = HTTPServer.Limits()
        limits.responseTimeout = .milliseconds(200)
        try await withServer(limits: limits, handler) { server in
            let address = server.address
            let all = try await onThread {
                let socket = try Socket(address)
                try socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                return try socket.receiveAll()
            }
            #expect(all.utf8.count < 10_000)
        }
    }

    @Test func aClientThatHangsUpInTheMiddleHarmsNobody() async throws {
        let file = try TestFile(Array(repeating: 1, count: 20_000_000))
        let opened = try #require(HTTPFile(file.path))
        let handler = StubHandler { _ in .file(HTTPResponse(200), opened, 0..<opened.count) }
        try await withServer(handler) { server in
            let address = server.address
            for _ in 0..<4 {
                try await onThread {
                    // Let go of with most of the answer unread.
                    let socket = try Socket(address)
                    try socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                }
            }
            #expect(try await exchange(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n").body.count == 20_000_000)
        }
    }

    private static func stalling(after seconds: Int) -> HTTPServer.Limits {
        var limits = HTTPServer.Limits()
        limits.stallTimeout = .seconds(seconds)
        return limits
    }

    /// A long file may take hours; a client that takes nothing of it shall not have its place for so long.
    @Test func aFileThatNobodyFetchesIsGivenUp() async throws {
        let file = try TestFile([])
        let handle = try FileHandle(forWritingTo: URL(filePath: file.path))
        try handle.truncate(atOffset: 1 << 30)
        try handle.close()
        let opened = try #require(HTTPFile(file.path))
        let handler = StubHandler { _ in .file(HTTPResponse(200), opened, 0..<opened.count) }
        try await withServer(limits: Self.stalling(after: 1), handler) { server in
            let address = server.address
            let isHungUp = try await onThread {
                let socket = try Socket(address)
                try socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                return socket.waitForHangUp(milliseconds: 20_000)
            }
            #expect(isHungUp)
        }
    }

    @Test func aFileThatIsFetchedSlowlyIsSentToItsEnd() async throws {
        let file = try TestFile(Array(repeating: 1, count: 48 << 20))
        let opened = try #require(HTTPFile(file.path))
        let handler = StubHandler { _ in .file(HTTPResponse(200), opened, 0..<opened.count) }
        try await withServer(limits: Self.stalling(after: 2), handler) { server in
            let address = server.address
            let count = try await onThread {
                let socket = try Socket(address)
                try socket.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                var (count, rest) = (0, 0)
                while case let piece = try socket.receive(), !piece.isEmpty {
                    count += piece.count
                    rest += piece.count
                    if rest > 4 << 20 {
                        rest = 0
                        usleep(300_000)
                    }
                }
                return count
            }
            #expect(count > 48 << 20)
        }
    }

    @Test func onlyRegularFilesAreOpened() throws {
        let file = try TestFile([1, 2, 3])
        let link = file.path + ".link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file.path)
        defer { try? FileManager.default.removeItem(atPath: link) }
        #expect(HTTPFile(link) == nil)
        #expect(HTTPFile(FileManager.default.temporaryDirectory.path) == nil)
        #expect(HTTPFile(file.path + ".missing") == nil)
        #expect(HTTPFile(file.path)?.bytes(1..<3) == [2, 3])
    }
}
