package import AgentsCore

/// Finds out which service a request is meant for, and which of its routes.
package struct Routing: Sendable {
    /// Where a request leads.
    package enum Target: Sendable {
        /// To a route of a service.
        case route(any DialectService, RouteMatch)
        /// To a path of a service that other methods are for.
        case wrongMethod(any DialectService, allowed: [HTTPMethod])
        /// Nowhere, below the prefix of a service.
        case unknownRoute(any DialectService)
        /// To no service.
        case unknownService
    }

    /// Bytes of a path, and of one piece of it, beyond which nothing fits.
    private static let limits = (path: 4096, segment: 512)

    private let services: [any DialectService]

    /// Creates a routing.
    package init(_ services: [any DialectService]) {
        // The longest prefix counts, so that one service may lie below another.
        self.services = services.sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
    }

    /// Finds the route of a request.
    ///
    /// - Parameters:
    ///   - method: The method; `HEAD` goes where `GET` does.
    ///   - path: The path as it stands in the request, percent escapes included.
    /// - Returns: Where the request leads.
    package func target(of method: HTTPMethod, _ path: String) -> Target {
        guard let service = services.first(where: { Self.lies(path, below: $0.prefix) }) else {
            return .unknownService
        }
        guard path.utf8.count <= Self.limits.path else { return .unknownRoute(service) }
        let pieces = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.allSatisfy({ $0.utf8.count <= Self.limits.segment }) else { return .unknownRoute(service) }
        let wanted = method == .head ? .get : method
        var allowed: [HTTPMethod] = []
        for (route, parameters) in Self.routes(of: service, for: pieces) {
            if route.method == wanted { return .route(service, RouteMatch(route, parameters)) }
            if !allowed.contains(route.method) { allowed.append(route.method) }
        }
        return allowed.isEmpty ? .unknownRoute(service) : .wrongMethod(service, allowed: allowed)
    }

    /// The routes that a path fits best, in their order.
    ///
    /// A word goes before a parameter, whatever the methods: `/items/list` is never an item.
    private static func routes(
        of service: any DialectService, for pieces: [Substring]
    ) -> [(route: Route, parameters: [String: String])] {
        let fitting = service.routes.compactMap { route in
            route.parameters(in: pieces).map { (route: route, parameters: $0) }
        }
        let fewest = fitting.map(\.parameters.count).min()
        return fitting.filter { $0.parameters.count == fewest }
    }

    private static func lies(_ path: String, below prefix: String) -> Bool {
        let (path, prefix) = (path.utf8, prefix.utf8)
        guard path.starts(with: prefix) else { return false }
        return path.count == prefix.count || path.dropFirst(prefix.count).first == UInt8(ascii: "/")
    }
}

extension Failure {
    /// There is no such route.
    package static let unknownRoute = Failure(.unknownRoute, "there is no such route; check method and path")

    /// The path is there for other methods only.
    package static func wrongMethod(allowed: [HTTPMethod]) -> Failure {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        var failure = Failure(.methodNotAllowed, "this path is there for \(names) only")
        failure.fields["Allow"] = names
        return failure
    }
}
