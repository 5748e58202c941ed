/// Finds the addresses of names.
package protocol NameResolver: Sendable {
    /// The addresses of a name, in the order in which they are to be tried.
    ///
    /// - Parameter name: The name.
    /// - Returns: Addresses in their usual form, one at least.
    /// - Throws: ``ResolverError`` if there are none.
    func addresses(of name: String) async throws(ResolverError) -> [String]
}

/// Why a name has no addresses now.
package enum ResolverError: String, Error, Sendable {
    /// Nobody knows the name.
    case unknownName = "unknown_name"
    /// There was no answer in time, or none that can be used.
    case unavailable = "resolver_unavailable"
    /// Too many names are being looked up.
    case busy = "resolver_busy"
}
