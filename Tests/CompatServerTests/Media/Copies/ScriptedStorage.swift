import AgentsCore
import HTTPTransport
import Synchronization

/// A storage with one file, which hands it out in pieces and counts the questions.
final class ScriptedStorage: ClientTransport {
    /// What is asked for the piece that begins at a byte, and how often anything was asked before.
    typealias Script = @Sendable (_ start: Int, _ index: Int) -> HTTPResponse?

    private let bytes: [UInt8]
    private let script: Script
    private let starts = Mutex<[Int]>([])

    /// Creates a storage; where the script gives an answer, that is the answer.
    init(_ bytes: [UInt8], _ script: @escaping Script = { _, _ in nil }) {
        self.bytes = bytes
        self.script = script
    }

    /// Where the pieces that were asked for begin.
    var questions: [Int] { starts.withLock { $0 } }

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        guard case .part(let range) = ByteRange(request.fields["Range"], of: bytes.count) else {
            throw TransportError(.responseTooLarge, isUndelivered: false, "the whole file is too large")
        }
        let index = starts.withLock { starts in
            starts.append(range.lowerBound)
            return starts.count - 1
        }
        if let answer = script(range.lowerBound, index) { return answer }
        var response = HTTPResponse(206, body: Array(bytes[range]))
        response.fields = [
            "Content-Type": "video/mp4", "ETag": "\"v1\"",
            "Content-Range": "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)",
        ]
        return response
    }
}
