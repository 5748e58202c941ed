import Adapters
import AgentsCore

/// Answers calls of media links: leads them to where the bytes are.
///
/// It follows no address but those that the Agents API gave for the caller's own task, so it is no open proxy.
struct MediaService: Sendable {
    let links: MediaLinks
    let outputs: FreshOutputs
    private let store: any TaskStore
    private let log: EventLog

    init(links: MediaLinks, outputs: FreshOutputs, store: any TaskStore, log: EventLog) {
        self.links = links
        self.outputs = outputs
        self.store = store
        self.log = log
    }

    /// The answer to a call below ``MediaLink/prefix``.
    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard request.method == .get || request.method == .head else {
            var response = Self.refusal(405, "Method Not Allowed")
            response.fields["Allow"] = "GET, HEAD"
            return response
        }
        guard let link = links.link(request.path) else { return Self.refusal(404, "Not Found") }
        let task: StoredTask?
        do throws(StoreError) {
            task = try await store.task(link.task)
        } catch {
            log.error("cannot look the task of a link up", ["error": "\(error)"])
            return Self.refusal(503, "The link cannot be looked up now; try again.", retryAfter: 5)
        }
        // Its code is good, so there was such a task once.
        guard let task, task.stage == .ended else { return Self.gone }
        do throws(FreshOutputs.Fault) {
            return Self.redirect(to: try await outputs.output(link.index, of: task))
        } catch {
            switch error {
            case .gone: return Self.gone
            case .unavailable(let pause):
                return Self.refusal(
                    503, "The Agents API cannot be asked for the file now; try again.",
                    retryAfter: pause.map { Int($0.inSeconds.rounded(.up)) } ?? 5)
            }
        }
    }

    /// The way to the bytes, which may be remembered as long as it is good.
    private static func redirect(to output: FreshOutputs.Output) -> HTTPResponse {
        var response = HTTPResponse(302)
        response.fields["Location"] = output.url
        response.fields["Cache-Control"] = "private, max-age=\(min(Int(output.lifetime.inSeconds), 600))"
        response.fields["Referrer-Policy"] = "no-referrer"
        return response
    }

    private static let gone = refusal(410, "The file is gone: its generation was deleted or has expired.")

    private static func refusal(_ status: Int, _ detail: String, retryAfter: Int? = nil) -> HTTPResponse {
        var body = ByteBuffer(capacity: 128)
        body.append("{\"detail\":")
        body.appendJSON(detail)
        body.append(UInt8(ascii: "}"))
        var response = HTTPResponse(status, json: body.array())
        response.fields["Cache-Control"] = "no-store"
        if let retryAfter { response.fields["Retry-After"] = "\(retryAfter)" }
        return response
    }
}
