import AgentsCore
import Testing

@testable import HTTPTransport

/// Heads of answers, line by line.
@Suite struct ResponseReaderTests {
    /// Reads lines as long as they are accepted.
    private func read(_ lines: [String], headerBytes: Int = 1000) -> ResponseReader {
        var reader = ResponseReader(ResponseReader.Limits(bodyBytes: 10, headerBytes: headerBytes, fields: 3))
        for line in lines {
            guard reader.read(line: Array("\(line)\r\n".utf8)) else { break }
        }
        return reader
    }

    @Test func fieldsOfTheConnectionAreLeftOut() {
        let reader = read([
            "HTTP/1.1 200 OK", "Content-Length: 1", "transfer-encoding: chunked", "Connection: close",
            "Keep-Alive: timeout=5", "X-A: b", "",
        ])
        #expect(reader.response == HTTPResponse(200, fields: ["X-A": "b"]))
        #expect(reader.hasHead && !reader.isTooLarge)
    }

    @Test(
        arguments: [
            ("HTTP/1.1 200 OK", 200), ("HTTP/2 404 ", 404), ("HTTP/1.0 503", 503), ("HTTP/1.1", 0),
            ("HTTP/1.1 99999999999999999999 X", 0), ("HTTP/1.1 OK", 0),
        ])
    func theStatusIsTheSecondWord(_ line: String, _ status: Int) {
        #expect(read([line]).response.status == status)
        #expect(!read([line]).hasHead)
        #expect(read([line, ""]).hasHead == (status != 0))
    }

    @Test(arguments: ["no colon", ": b", "X A: b", "X-A: b\u{0}c", " X-A: b", "\tX-A: b", "X-A : b"])
    func linesThatAreNoFieldsAreLeftOut(_ line: String) {
        let reader = read(["HTTP/1.1 200 OK", "X-B: c", line, ""])
        #expect(reader.response == HTTPResponse(200, fields: ["X-B": "c"]))
    }

    @Test func fieldsBehindTheBodyAreLeftOut() {
        #expect(read(["HTTP/1.1 200 OK", "", "X-A: b"]).response == HTTPResponse(200))
    }

    @Test func anInterimAnswerIsForgottenButCounts() {
        let interim = ["HTTP/1.1 103 Early", "X-A: b", ""]
        #expect(read(interim + ["HTTP/1.1 200 OK", ""]).response == HTTPResponse(200))
        #expect(!read(interim).hasHead)
        #expect(read(interim + interim + interim, headerBytes: 60).isTooLarge)
        #expect(!read(interim, headerBytes: 60).isTooLarge)
    }
}
