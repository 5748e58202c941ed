package import Adapters
package import AgentsCore

/// The Dream Machine API as the server offers it.
package struct DreamMachineService: DialectService {
    /// The Dream Machine dialect.
    package let dialect = Dialect.dreamMachine
    /// `/dream-machine/v1`.
    package let prefix = "/dream-machine/v1"
    /// The routes; those with fixed words before those with parameters.
    package let routes = DreamMachineService.table.map(\.route)

    private let policy: TranslationPolicy
    let renderer = Renderer(AdapterRegistry(shapes: DreamMachine.shapes), to: .shape(DreamMachine.generation))

    /// Creates a service.
    ///
    /// - Parameter policy: What is done where a request cannot be said exactly to the Agents API.
    package init(policy: TranslationPolicy = .balanced) {
        self.policy = policy
    }

    /// What a call asks for.
    ///
    /// - Parameters:
    ///   - request: The call.
    ///   - match: The route that fits it.
    /// - Returns: What to do.
    /// - Throws: ``Failure`` if the call is wrong, or asks for what is not offered.
    package func decode(_ request: HTTPRequest, at match: RouteMatch) throws(Failure) -> Operation {
        switch Self.table.first(where: { $0.route == match.route })?.purpose {
        case .ping: return .answer(HTTPResponse(200, json: #"{"message":"pong"}"#.utf8))
        case .createVideo: return .submit(try video(request.body))
        case .get: return .find(.id(match.parameters["id"] ?? ""))
        case .withoutCounterpart(let reason): throw Failure(.notImplemented, reason)
        case .notOffered(let reason): throw Failure(.notOffered, reason)
        case nil: throw .unknownRoute
        }
    }

    private func video(_ body: [UInt8]) throws(Failure) -> Submission {
        let translated = try DreamMachine.videoRequest.translate(body, policy: policy)
        if try RequestBody(translated.body.utf8).has("callback_url") {
            let instead = "leave callback_url out and poll GET \(prefix)/generations/{id}"
            throw Failure(
                .badRequest, "callbacks are not delivered by this server yet: \(instead)", path: "callback_url")
        }
        return Submission(
            request: translated.request, losses: translated.losses, body: translated.body, answer: .onAcceptance)
    }
}

// MARK: - Routes

extension DreamMachineService {
    /// What a route is there for.
    private enum Purpose {
        case ping, createVideo, get
        /// An operation of the API that the Agents API has no counterpart for, and what to do instead.
        case withoutCounterpart(String)
        /// An operation of the API that this server leaves out, and what to do instead.
        case notOffered(String)
    }

    /// The operations of the API (`openapi.yaml` of `lumalabs/lumaai-api`, and routes that earlier revisions had).
    private static let table: [(route: Route, purpose: Purpose)] = [
        (route(.get, "/ping"), .ping),
        (route(.post, "/generations"), .createVideo),
        (route(.post, "/generations/video"), .createVideo),
        (route(.post, "/generations/image"), .notOffered("images are not made by this server yet")),
        (route(.post, "/generations/video/modify"), .notOffered("videos are not modified by this server yet")),
        (route(.post, "/generations/video/reframe"), .notOffered("videos are not reframed by this server yet")),
        (
            route(.post, "/generations/image/reframe"),
            .withoutCounterpart(
                "images cannot be reframed any more; make a new one with modify_image_ref and the aspect_ratio wanted")
        ),
        (
            route(.post, "/generations/{id}/upscale"),
            .withoutCounterpart(
                "videos cannot be upscaled any more; ask for the resolution wanted, up to 1080p, at once")
        ),
        (
            route(.post, "/generations/{id}/audio"),
            .withoutCounterpart("audio cannot be added any more; add it to the finished file with another tool")
        ),
        (
            route(.get, "/generations/concepts/list"),
            .notOffered("concepts are not listed by this server yet; their keys are in the API's documentation")
        ),
        (
            route(.get, "/generations/camera_motion/list"),
            .notOffered("camera motions are not listed by this server yet; describe the motion in the prompt")
        ),
        (
            route(.get, "/generations"),
            .notOffered("generations are not listed by this server yet; ask for each by its id")
        ),
        (route(.get, "/generations/{id}"), .get),
        (route(.delete, "/generations/{id}"), .notOffered("generations are not deleted by this server yet")),
        (route(.get, "/credits"), .notOffered("the balance is not known to this server; see the Luma dashboard")),
    ]

    private static func route(_ method: HTTPMethod, _ path: String) -> Route {
        Route(method, "/dream-machine/v1\(path)")
    }
}
