package import AgentsCore

/// A method and a path that a service answers.
package struct Route: Sendable {
    /// What stands between two slashes.
    package enum Segment: Sendable, Equatable {
        /// This word.
        case word(String)
        /// Anything; the name says what it is.
        case parameter(String)
    }

    /// The method.
    package let method: HTTPMethod
    /// The path, with parameters in braces: `/dream-machine/v1/generations/{id}`.
    package let pattern: String
    /// The path in pieces.
    package let segments: [Segment]

    /// Creates a route.
    package init(_ method: HTTPMethod, _ pattern: String) {
        self.method = method
        self.pattern = pattern
        segments = pattern.split(separator: "/").map { piece in
            piece.first == "{" && piece.last == "}"
                ? .parameter(String(piece.dropFirst().dropLast())) : .word(String(piece))
        }
    }
}

/// A route that fits a request, and the values of its parameters.
package struct RouteMatch: Sendable {
    /// The route.
    package let route: Route
    /// Values by name, with percent escapes decoded.
    package let parameters: [String: String]

    /// Creates a match.
    package init(_ route: Route, _ parameters: [String: String] = [:]) {
        self.route = route
        self.parameters = parameters
    }
}
