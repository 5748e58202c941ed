package import Adapters
package import AgentsCore

/// AceData's Luma service as the server offers it.
package struct AceDataService: DialectService {
    /// The AceData dialect.
    package let dialect = Dialect.aceData
    /// `/luma`.
    package let prefix = "/luma"
    /// The routes: `POST /luma/videos`, `POST /luma/tasks`, and a description of both.
    package let routes = [AceDataService.videosRoute, AceDataService.tasksRoute, AceDataService.descriptionRoute]

    private static let videosRoute = Route(.post, "/luma/videos")
    private static let tasksRoute = Route(.post, "/luma/tasks")
    private static let descriptionRoute = Route(.get, "/luma/openapi.json")
    private static let registry = AdapterRegistry(shapes: AceData.shapes)

    private let policy: TranslationPolicy
    private let dummyCallbacks: [String]
    let tasks = Renderer(registry, to: .shape(AceData.task))
    let acknowledgements = Renderer(registry, to: .shape(AceData.acknowledgement))

    /// Creates a service.
    ///
    /// - Parameters:
    ///   - policy: What is done where a request cannot be said exactly to the Agents API.
    ///   - dummyCallbacks: Targets of callbacks that only make a call asynchronous. The default is the one that AceData
    ///     tells its users to give.
    package init(
        policy: TranslationPolicy = .balanced, dummyCallbacks: [String] = ["https://api.acedata.cloud/health"]
    ) {
        self.policy = policy
        self.dummyCallbacks = dummyCallbacks
    }

    /// What a call asks for.
    ///
    /// - Parameters:
    ///   - request: The call.
    ///   - match: The route that fits it.
    /// - Returns: What to do.
    /// - Throws: ``Failure`` if the call is wrong, or asks for what is not offered.
    package func decode(_ request: HTTPRequest, at match: RouteMatch) throws(Failure) -> Operation {
        switch match.route {
        case Self.videosRoute: .submit(try submission(request.body))
        case Self.tasksRoute: try Self.lookup(try RequestBody(request.body))
        case Self.descriptionRoute: .answer(HTTPResponse(200, json: Self.openAPI.utf8))
        default: throw .unknownRoute
        }
    }

    private func submission(_ body: [UInt8]) throws(Failure) -> Submission {
        let translated = try AceData.videosRequest.translate(body, policy: policy)
        let body = try RequestBody(translated.body.utf8)
        var submission = Submission(
            request: translated.request, losses: translated.losses, body: translated.body, answer: try answer(to: body))
        submission.callback = try target(in: body)
        if let id = translated.request.video.value?.startFrame.value?.generationID.value {
            let isAddress = try body.text("video_id")?.isEmpty ?? true
            submission.references[id] = isAddress ? "video_url" : "video_id"
            if isAddress { submission.addresses = [id] }
        }
        return submission
    }

    /// When the caller of a submission is answered: at once if it is `async` or has a callback, at the end otherwise.
    private func answer(to body: borrowing RequestBody) throws(Failure) -> Submission.Answer {
        let hasCallback = try body.text("callback_url")?.isEmpty == false
        let timeout = try body.number("timeout") ?? Self.timeouts.usual
        if timeout < 0 { throw Failure(.badRequest, "timeout must not be negative", path: "timeout") }
        if try body.flag("async") == true || hasCallback { return .onAcceptance }
        let wait = min(timeout, Self.timeouts.longest) - Self.timeouts.margin
        return .onEnd(within: .seconds(max(wait, Self.timeouts.shortestWait)))
    }

    /// Where the result is to be posted; nothing for a target that only makes the call asynchronous.
    func target(in body: borrowing RequestBody) throws(Failure) -> String? {
        guard let target = try body.text("callback_url"), !target.isEmpty, !dummyCallbacks.contains(target) else {
            return nil
        }
        return target
    }

    /// Seconds of the member `timeout` and of the wait, which ends before the client would lose patience.
    private static let timeouts = (usual: 300.0, longest: 3600.0, margin: 5.0, shortestWait: 1.0)
}
