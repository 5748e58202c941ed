/// A request as a server receives it, body and all.
public struct HTTPRequest: Sendable, Equatable {
    /// The method, in capitals.
    public var method: HTTPMethod
    /// The path as it stands in the request, percent escapes included, without the query.
    public var path: String
    /// What stands behind the question mark, undecoded.
    public var query: String?
    /// The header fields.
    public var fields: HTTPFields
    /// The body; empty if there is none.
    public var body: [UInt8]

    /// Creates a request.
    public init(
        _ method: HTTPMethod, _ path: String, query: String? = nil, fields: HTTPFields = [:], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
    }
}

/// The method of a request, open for methods that are not listed.
public struct HTTPMethod: OpenVocabulary {
    /// The method as it stands in the request.
    public let rawValue: String

    /// Creates a method.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Reads.
    public static let get = Self(rawValue: "GET")
    /// Reads without a body.
    public static let head = Self(rawValue: "HEAD")
    /// Submits.
    public static let post = Self(rawValue: "POST")
    /// Stores.
    public static let put = Self(rawValue: "PUT")
    /// Removes.
    public static let delete = Self(rawValue: "DELETE")
    /// Asks what is allowed, as browsers do before a request to another origin.
    public static let options = Self(rawValue: "OPTIONS")
    /// The methods above.
    public static let known: [Self] = [.get, .head, .post, .put, .delete, .options]
}
