import AgentsCore
import HTTPTransport
import Synchronization

/// Hands out the files of jobs and takes in those of clients, as an object store does: with its own kind of errors.
///
/// A URL is opened by its signature alone, so that it outlives the memory of its job.
struct StorageService: Sendable {
    /// Checks the URLs.
    let signer: URLSigner

    /// Answers a request for a file.
    ///
    /// The answer to `HEAD` is that to `GET`: the server announces its length and leaves out its body.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - time: The time.
    /// - Returns: The answer.
    func respond(to request: HTTPRequest, at time: WallTime) -> HTTPResponse {
        do throws(URLSigner.Fault) {
            try signer.check(request.query, for: request.path, at: time)
        } catch {
            return Self.refusal(error)
        }
        guard let file = StoredFile(path: request.path) else {
            return Self.error(404, "NoSuchKey", "The specified key does not exist.")
        }
        return Self.answer(file, range: request.fields["Range"])
    }

    /// Takes in the bytes of a file of a client.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - time: The time.
    ///   - state: Where the file is.
    /// - Returns: The answer.
    func receive(
        _ request: HTTPRequest, at time: WallTime, _ state: borrowing Mutex<SimulatorState>
    ) -> HTTPResponse {
        do throws(URLSigner.Fault) {
            try signer.check(request.query, for: request.path, .put, at: time)
        } catch {
            return Self.refusal(error)
        }
        guard let id = UploadTarget(path: request.path)?.file, let file = state.withLock({ $0.files[id] }) else {
            return Self.error(404, "NoSuchKey", "The specified key does not exist.")
        }
        // The field was signed along with the rest.
        guard MediaType(request.fields["Content-Type"] ?? "") == file.declaration.mediaType else {
            return Self.refusal(.forged)
        }
        let bytes = ReceivedBytes(request.body)
        // What is being taken in already, or has been, does not change any more.
        state.withLock { $0.files.update(id) { if $0.ingest == nil { $0.bytes = bytes } } }
        return HTTPResponse(200, fields: ["ETag": "\"\(id)-\(bytes.count)\""])
    }

    private static func answer(_ file: StoredFile, range: String?) -> HTTPResponse {
        let bytes = file.format.bytes
        var fields: HTTPFields = [
            "Content-Type": file.format.mediaType, "Accept-Ranges": "bytes", "ETag": "\"\(file.format.rawValue)-1\"",
            "Cache-Control": "private",
        ]
        switch ByteRange(range, of: bytes.count) {
        case .whole: return HTTPResponse(200, fields: fields, body: bytes)
        case .part(let part):
            fields["Content-Range"] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(bytes.count)"
            return HTTPResponse(206, fields: fields, body: Array(bytes[part]))
        case .unsatisfiable:
            var answer = error(416, "InvalidRange", "The requested range is not satisfiable")
            answer.fields["Content-Range"] = "bytes */\(bytes.count)"
            return answer
        }
    }

    private static func refusal(_ fault: URLSigner.Fault) -> HTTPResponse {
        switch fault {
        case .unsigned: error(403, "AccessDenied", "Access Denied")
        case .forged: error(403, "SignatureDoesNotMatch", "The request signature does not match.")
        case .expired: error(403, "AccessDenied", "Request has expired")
        }
    }

    private static func error(_ status: Int, _ code: StaticString, _ message: StaticString) -> HTTPResponse {
        let xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>\(code)</Code><Message>\(message)</Message></Error>
            """
        return HTTPResponse(status, fields: ["Content-Type": "application/xml"], body: Array(xml.utf8))
    }
}
