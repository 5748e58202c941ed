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

    let policy: TranslationPolicy
    let quirks: Quirks
    private let creditBalance: JSONNumber?
    let renderer = Renderer(AdapterRegistry(shapes: DreamMachine.shapes), to: .shape(DreamMachine.generation))

    /// Creates a service.
    ///
    /// - Parameters:
    ///   - policy: What is done where a request cannot be said exactly to the Agents API.
    ///   - quirks: What clients differ about.
    ///   - creditBalance: The balance in US cents that `GET /credits` tells; without one it is not told, because the
    ///     Agents API publishes none.
    package init(
        policy: TranslationPolicy = .balanced, quirks: Quirks = Quirks(), creditBalance: JSONNumber? = nil
    ) {
        self.policy = policy
        self.quirks = quirks
        self.creditBalance = creditBalance
    }

    /// What a call asks for.
    ///
    /// - Parameters:
    ///   - request: The call.
    ///   - match: The route that fits it.
    /// - Returns: What to do.
    /// - Throws: ``Failure`` if the call is wrong, or asks for what is not offered.
    package func decode(_ request: HTTPRequest, at match: RouteMatch) throws(Failure) -> Operation {
        let id = TaskKey.id(match.parameters["id"] ?? "")
        switch Self.table.first(where: { $0.route == match.route })?.purpose {
        case .describe: return .answer(HTTPResponse(200, json: Self.openAPI.utf8))
        case .ping: return .answer(HTTPResponse(200, json: DreamMachine.Pong().json()))
        case .create(let kind): return .submit(try submission(kind, request))
        case .get: return .find(id)
        case .list: return .page(try Self.query(request))
        case .delete: return .delete(id)
        case .names(let names): return .answer(HTTPResponse(200, json: Self.array(names)), needsKey: true)
        case .credits: return try credits()
        case nil: throw .unknownRoute
        }
    }

    private func credits() throws(Failure) -> Operation {
        guard let creditBalance else {
            throw Failure(
                .notOffered, "The Agents API publishes no balance: look it up on the account's billing page")
        }
        let body = DreamMachine.Credits(creditBalance: creditBalance).json()
        return .answer(HTTPResponse(200, json: body), needsKey: true)
    }

    private static func array(_ names: [String]) -> [UInt8] {
        Array("[\(names.map(\.jsonString).joined(separator: ","))]".utf8)
    }

    /// The page of a list; without parameters the first hundred.
    private static func query(_ request: HTTPRequest) throws(Failure) -> TaskQuery {
        let parameters = QueryParameters(request.query)
        let limit = try parameters.integer("limit", atLeast: 1) ?? 100
        return TaskQuery(limit: limit, offset: try parameters.integer("offset", atLeast: 0) ?? 0)
    }
}
