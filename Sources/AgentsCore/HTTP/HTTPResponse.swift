/// An answer, body and all.
public struct HTTPResponse: Sendable, Equatable {
    /// The status, 100 to 599.
    public var status: Int
    /// The header fields, without those that frame the body.
    public var fields: HTTPFields
    /// The body; empty if there is none.
    public var body: [UInt8]

    /// Creates a response.
    public init(_ status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Creates a response with a JSON body.
    public init(_ status: Int, json: some Sequence<UInt8>) {
        self.init(status, fields: ["Content-Type": "application/json"], body: Array(json))
    }
}
