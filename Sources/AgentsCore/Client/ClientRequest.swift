/// A request on its way to a server.
public struct ClientRequest: Sendable {
    /// What may carry a request.
    public enum Connection: Sendable {
        /// Any connection to the server, also one that carried others before.
        case any
        /// A connection of its own.
        ///
        /// A connection that was idle can have been closed by the other side unseen, and then nobody knows whether the
        /// request arrived. What must not be repeated goes over a new one.
        case fresh
    }

    /// The method.
    public var method: HTTPMethod
    /// Scheme, host, port, path and query.
    public var url: String
    /// The header fields.
    public var fields: HTTPFields
    /// The body; empty if there is none.
    public var body: [UInt8]
    /// What may carry it.
    public var connection: Connection
    /// How long connecting and the answer may take together.
    public var timeout: Duration
    /// The most bytes of an answer's body that are accepted.
    public var maximumResponseBytes: Int
    /// The only address to connect to, IPv4 or IPv6 without brackets, whatever the host's name resolves to.
    ///
    /// The port, the field `Host` and the name that a certificate must be good for stay those of the URL. Whoever has
    /// checked what a name resolves to pins the address, so that the name cannot lead elsewhere a moment later. A
    /// transport that cannot do that refuses the request.
    public var pinnedAddress: String?

    /// Creates a request.
    public init(
        _ method: HTTPMethod, _ url: String, fields: HTTPFields = [:], body: [UInt8] = [],
        connection: Connection = .any, timeout: Duration = .seconds(60), maximumResponseBytes: Int = 8 << 20,
        pinnedAddress: String? = nil
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.connection = connection
        self.timeout = timeout
        self.maximumResponseBytes = maximumResponseBytes
        self.pinnedAddress = pinnedAddress
    }
}
