import AgentsCore

// The service has a schema, but the words with which it refuses what does not fit are nowhere printed.

extension Rejection {
    /// The body is no JSON document, or beyond the bounds for one.
    init(_ error: JSONError) {
        self.init(error.code == .tooLarge ? 413 : 422, "Invalid JSON: \(error.reason)")
    }

    /// The body is a document, but its members are of other kinds than they may be.
    init(_ error: ModelError) {
        let place = error.offset != nil ? "Invalid JSON" : error.path.isRoot ? "body" : error.path.description.echoed
        self.init(422, "\(place): \(error.reason)")
    }
}
