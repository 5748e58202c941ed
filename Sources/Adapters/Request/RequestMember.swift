package import AgentsCore

/// A member of a request that is being translated: its value, and where it stands.
package struct RequestMember: Sendable {
    /// The value.
    package let ref: JSONRef
    /// Where it stands.
    package let path: FieldPath
}

extension RequestMember {
    /// Refuses text that is longer than allowed.
    package func limit(_ text: String, to limit: Int) throws(Failure) {
        guard text.utf8.count > limit else { return }
        throw Failure(.badRequest, "\(path) is longer than \(limit) bytes", path: path)
    }
}
