import AgentsCore

/// Where a request leads.
struct RouteMatch: Equatable {
    /// What it asks for.
    let endpoint: Endpoint
    /// What the path says beyond the endpoint: an identifier, as it was sent.
    let argument: Substring
    /// The methods that the path has, if the request's is not one of them.
    let allowed: String?

    /// The methods of a path, and what each of them asks for.
    private typealias Methods = [(method: HTTPMethod, endpoint: Endpoint)]

    private static let fixed: [String: Methods] = [
        "/v1/generations": [(.post, .createGeneration)],
        "/v1/files": [(.get, .listFiles), (.post, .createFile)],
        "/_simulator/stats": [(.get, .stats)],
        "/_simulator/reset": [(.post, .reset)],
        "/_simulator/faults": [(.post, .faults)],
        "/_simulator/openapi.json": [(.get, .openAPI)],
    ]

    private static let generation = "/v1/generations/"
    private static let file = "/v1/files/"
    private static let completion = "/complete"

    /// Finds the endpoint of a request.
    init(_ method: HTTPMethod, _ path: String) {
        if path.hasPrefix(Self.generation) {
            self.init(path.dropFirst(Self.generation.utf8.count), method, [(.get, .getGeneration)])
        } else if path.hasPrefix(Self.file) {
            let rest = path.dropFirst(Self.file.utf8.count)
            if rest.hasSuffix(Self.completion) {
                self.init(rest.dropLast(Self.completion.utf8.count), method, [(.post, .completeFile)])
            } else {
                self.init(rest, method, [(.get, .getFile), (.delete, .deleteFile)])
            }
        } else if path.hasPrefix(UploadTarget.pathPrefix) {
            self.init(method, [(.put, .upload)])
        } else if path.hasPrefix(StoredFile.pathPrefix) {
            self.init(method, [(.get, .storage), (.head, .storage)])
        } else {
            self.init(method, Self.fixed[path] ?? [])
        }
    }

    /// A path with an identifier; one that is none is for the endpoint to refuse, but a slash begins another path.
    private init(_ id: Substring, _ method: HTTPMethod, _ methods: Methods) {
        guard !id.isEmpty, !id.utf8.contains(UInt8(ascii: "/")) else {
            self.init(method, [])
            return
        }
        self.init(method, methods, id)
    }

    private init(_ method: HTTPMethod, _ methods: Methods, _ argument: Substring = "") {
        let match = methods.first { $0.method == method }
        endpoint = match?.endpoint ?? .none
        self.argument = argument
        let isOther = match == nil && !methods.isEmpty
        allowed = isOther ? methods.map(\.method.rawValue).joined(separator: ", ") : nil
    }
}
