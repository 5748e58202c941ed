package import AgentsCore

extension ServerSecret {
    /// Whether the server lets somebody in with a token, as far as its looks say.
    ///
    /// - Parameter token: The token as clients present it.
    /// - Returns: Whether it does.
    package static func isToken(_ token: Credential) -> Bool {
        token.withValue(Principals.isKey)
    }
}
