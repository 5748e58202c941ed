import Adapters
package import AgentsCore
package import HTTPTransport

extension CompatServer {
    /// Answers a request that has arrived in full.
    package func respond(to request: HTTPRequest) async -> HTTPReply {
        let requestID = request.fields["X-Request-Id"].flatMap { $0.isPlainID ? $0 : nil }
        let traceID = requestID.flatMap { $0.isUUID ? $0.lowercased() : nil } ?? randomUUID()
        var response = await answer(request, traceID: traceID)
        response.fields["X-Request-Id"] = requestID ?? traceID
        return .response(response)
    }

    /// Answers a request that the transport refuses, in the dialect that its path belongs to.
    package func refuse(_ head: HTTPRequest, _ refusal: HTTPRefusal) -> HTTPResponse {
        let failure =
            switch refusal {
            case .bodyTooLarge(let limit):
                Failure(.tooLarge, "The body is larger than \(limit) bytes.")
            case .bodyTooSlow:
                Failure(.badRequest, "The body did not arrive in time.")
            case .ambiguousFraming:
                Failure(.badRequest, "The request does not say clearly where its body ends.")
            case .shuttingDown:
                Failure(.upstreamUnavailable, "The server is about to stop.", retryAfter: 5)
            }
        switch routing.target(of: head.method, head.path) {
        case .route(let service, _), .wrongMethod(let service, _), .unknownRoute(let service):
            return service.encode(failure, of: Call(match: nil, traceID: randomUUID()))
        case .unknownService:
            return Self.notFound
        }
    }

    private func answer(_ request: HTTPRequest, traceID: String) async -> HTTPResponse {
        switch request.path {
        case "/healthz": return HTTPResponse(200, json: "{\"status\":\"ok\"}".utf8)
        case "/readyz": return await readinessAnswer()
        default: break
        }
        switch routing.target(of: request.method, request.path) {
        case .route(let service, let match):
            let call = Call(match: match, traceID: traceID)
            do throws(Failure) {
                return try await perform(try service.decode(request, at: match), of: request, by: service, call)
            } catch {
                return service.encode(error, of: call)
            }
        case .wrongMethod(let service, let allowed):
            return service.encode(.wrongMethod(allowed: allowed), of: Call(match: nil, traceID: traceID))
        case .unknownRoute(let service):
            return service.encode(.unknownRoute, of: Call(match: nil, traceID: traceID))
        case .unknownService:
            return Self.notFound
        }
    }

    private func readinessAnswer() async -> HTTPResponse {
        let finding = await readiness.finding()
        let json = "{\"ready\":\(finding.isReady),\"store\":\(finding.store),\"upstream\":\(finding.upstream)}"
        return HTTPResponse(finding.isReady ? 200 : 503, json: json.utf8)
    }

    /// The answer where no dialect's path is, in the shape that the Agents API has.
    private static let notFound = HTTPResponse(404, json: "{\"detail\":\"Not Found\"}".utf8)
}

extension String {
    /// Whether the text can stand in a header and a log as it is.
    fileprivate var isPlainID: Bool {
        (1...200).contains(utf8.count) && utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// Whether the text is a UUID.
    fileprivate var isUUID: Bool {
        let groups = split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
            && utf8.count == 36
    }
}
