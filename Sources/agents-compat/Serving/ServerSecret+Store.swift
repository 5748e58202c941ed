import CompatServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ServerSecret {
    /// The text that the environment gives for the secret; nothing if it gives none.
    static var environmentText: String? {
        getenv(variable).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The secret of a store: the one that is given, or the one that is kept beside the store, which is made if it is missing.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - text: The text that is given, if there is one.
    /// - Returns: The secret.
    /// - Throws: ``SecretError``.
    static func kept(for store: StoreLocation, or text: String?) throws(SecretError) -> ServerSecret {
        if let text { return try ServerSecret(text: text) }
        guard let path = store.secretPath else { return try .random() }
        return try ServerSecret(file: path)
    }
}
