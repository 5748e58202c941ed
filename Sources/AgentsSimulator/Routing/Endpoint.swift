import AgentsCore

/// What the simulator offers.
enum Endpoint: Int, Sendable, CaseIterable {
    case createGeneration
    case getGeneration
    case listFiles
    case storage
    case stats
    case reset
    case faults
    /// Everything else.
    case none

    /// Its name in counts and in the plan of faults.
    var name: String {
        switch self {
        case .createGeneration: "POST /v1/generations"
        case .getGeneration: "GET /v1/generations/{id}"
        case .listFiles: "GET /v1/files"
        case .storage: "GET /_storage/{object}"
        case .stats: "GET /_simulator/stats"
        case .reset: "POST /_simulator/reset"
        case .faults: "POST /_simulator/faults"
        case .none: "other"
        }
    }

    /// Whether it is part of the simulated service, so that faults can befall it.
    var isSimulated: Bool {
        switch self {
        case .createGeneration, .getGeneration, .listFiles, .storage: true
        case .stats, .reset, .faults, .none: false
        }
    }
}

/// Where a request leads.
struct RouteMatch: Equatable {
    /// What it asks for.
    let endpoint: Endpoint
    /// What the path says beyond the endpoint: an identifier, as it was sent.
    let argument: Substring
    /// The methods that the path has, if the request's is not one of them.
    let allowed: String?

    private static let generations = "/v1/generations"

    /// Finds the endpoint of a request.
    init(_ method: HTTPMethod, _ path: String) {
        if path.hasPrefix(Self.generations + "/") {
            let id = path.dropFirst(Self.generations.utf8.count + 1)
            // A slash would begin another path; an identifier that is none is for the endpoint to refuse.
            guard !id.isEmpty, !id.utf8.contains(UInt8(ascii: "/")) else {
                self.init(.none)
                return
            }
            self.init(.getGeneration, id, method, [.get])
        } else if path == Self.generations {
            self.init(.createGeneration, method, [.post])
        } else if path.hasPrefix(StoredFile.pathPrefix) {
            self.init(.storage, method, [.get, .head])
        } else if let (endpoint, needed) = Self.fixed[path] {
            self.init(endpoint, method, [needed])
        } else {
            self.init(.none)
        }
    }

    private static let fixed: [String: (Endpoint, HTTPMethod)] = [
        "/v1/files": (.listFiles, .get),
        "/_simulator/stats": (.stats, .get),
        "/_simulator/reset": (.reset, .post),
        "/_simulator/faults": (.faults, .post),
    ]

    private init(
        _ endpoint: Endpoint, _ argument: Substring = "", _ method: HTTPMethod = .get, _ methods: [HTTPMethod] = [.get]
    ) {
        let isAllowed = methods.contains(method)
        self.endpoint = isAllowed ? endpoint : .none
        self.argument = argument
        allowed = isAllowed ? nil : methods.map(\.rawValue).joined(separator: ", ")
    }

    private init(_ endpoint: Endpoint, _ method: HTTPMethod, _ methods: [HTTPMethod]) {
        self.init(endpoint, "", method, methods)
    }
}
