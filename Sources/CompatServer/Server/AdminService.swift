package import AgentsCore
package import HTTPTransport

/// What the operator may ask a server, at an address of its own that clients do not reach.
///
/// Nothing here needs a key and nothing can be changed; the address is this machine's alone unless the operator says
/// otherwise.
package struct AdminService: HTTPHandler {
    private let server: CompatServer

    /// Creates the service of a server.
    package init(of server: CompatServer) {
        self.server = server
    }

    /// Answers `GET /metrics`, and nothing else.
    package func respond(to request: HTTPRequest) async -> HTTPReply {
        guard request.path == "/metrics" else { return .response(Self.refusal(404, "Not Found")) }
        guard request.method == .get || request.method == .head else {
            var response = Self.refusal(405, "Method Not Allowed")
            response.fields["Allow"] = "GET"
            return .response(response)
        }
        let text = server.metrics.exposition(await server.readings)
        return .response(
            HTTPResponse(200, fields: ["Content-Type": MetricExposition.contentType], body: Array(text.utf8)))
    }

    /// Answers a request that the transport refuses.
    package func refuse(_ head: HTTPRequest, _ refusal: HTTPRefusal) -> HTTPResponse {
        switch refusal {
        case .bodyTooLarge: Self.refusal(413, "Content Too Large")
        case .bodyTooSlow, .ambiguousFraming: Self.refusal(400, "Bad Request")
        case .shuttingDown: Self.refusal(503, "Service Unavailable")
        }
    }

    private static func refusal(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(status, fields: ["Content-Type": "text/plain; charset=utf-8"], body: Array((text + "\n").utf8))
    }
}

extension CompatServer {
    /// What is measured now.
    var readings: MetricReadings {
        get async {
            let polling = await poller.load
            let writing = store.statistics
            return MetricReadings(
                liveTasks: polling.liveTasks, runningPolls: polling.running, pollLateness: polling.lateness,
                storeWrites: writing.writes, storeCommits: writing.commits, waitingWrites: writing.waitingWrites,
                isStoreFailing: writing.isFailing)
        }
    }
}
