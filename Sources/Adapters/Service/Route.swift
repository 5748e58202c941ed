package import AgentsCore

/// A method and a path that a service answers.
package struct Route: Sendable, Equatable {
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

    /// The values of the parameters in a path, if the path fits.
    ///
    /// Words are compared as they stand; escapes are decoded in parameters only, so that `%2F` splits nothing.
    ///
    /// - Parameter path: The path in pieces, percent escapes included.
    /// - Returns: Values by name; nothing if the path does not fit.
    func parameters(in path: [Substring]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, piece) in zip(segments, path) {
            switch segment {
            case .word(let word):
                if piece != word { return nil }
            case .parameter(let name):
                guard let value = piece.percentDecoded, !value.isEmpty else { return nil }
                values[name] = value
            }
        }
        return values
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
