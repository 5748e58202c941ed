import Adapters
package import AgentsCore
package import HTTPTransport

extension CompatServer {
    /// Answers a request that has arrived in full.
    package func respond(to request: HTTPRequest) async -> HTTPReply {
        let requestID = request.fields["X-Request-Id"].flatMap { $0.isPlainID ? $0 : nil }
        let traceID = requestID.flatMap { $0.isUUID ? $0.lowercased() : nil } ?? randomUUID()
        var response: HTTPResponse
        var part: (file: HTTPFile, range: Range<Int>)?
        if let preflight = preflight(request) {
            response = preflight
        } else if let media, request.path.hasPrefix(MediaLink.prefix) {
            let answer = await media.respond(to: request)
            (response, part) = (answer.response, answer.part)
        } else {
            response = await answer(request, traceID: traceID)
        }
        response.fields["X-Request-Id"] = requestID ?? traceID
        cors.grant(&response, to: request)
        return part.map { .file(response, $0.file, $0.range) } ?? .response(response)
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
            var response = service.encode(failure, of: Call(match: nil, traceID: randomUUID()))
            cors.grant(&response, to: head)
            return response
        case .unknownService:
            return Self.notFound
        }
    }

    /// The answer to a browser that asks whether a page may call a path; nothing for any other request.
    private func preflight(_ request: HTTPRequest) -> HTTPResponse? {
        guard request.method == .options, cors != .none,
            case .wrongMethod(_, let allowed) = routing.target(of: .options, request.path)
        else { return nil }
        return cors.preflight(request, allowing: allowed)
    }

    private func answer(_ request: HTTPRequest, traceID: String) async -> HTTPResponse {
        switch request.path {
        case "/healthz": return HTTPResponse(200, json: "{\"status\":\"ok\"}".utf8)
        case "/readyz": return await readinessAnswer()
        default: break
        }
        await opening.pass()
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
