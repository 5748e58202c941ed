import Adapters
import AgentsCore

/// Who calls: a key of the Agents API, and what stands for it here.
struct Principal: Sendable {
    /// What tasks are stored under; the key itself is not.
    let fingerprint: Fingerprint
    /// The key that pays.
    let credential: Credential
    /// Ids that stand for the caller in records that must name an account.
    let account: AccountIDs
}

/// Finds out who calls.
///
/// A key of the Agents API is used as it is; whether it is good, the Agents API says.
struct Principals: Sendable {
    private static let prefix = "luma-api-"
    private static let longestToken = 512

    let secret: ServerSecret

    /// The caller of a request.
    ///
    /// - Parameter request: The request.
    /// - Returns: The caller.
    /// - Throws: ``Failure`` if there is no token, or one that cannot be a key.
    func principal(of request: HTTPRequest) throws(Failure) -> Principal {
        guard let token = Self.token(of: request) else {
            throw Failure(.missingToken, "No token: send it as 'Authorization: Bearer <key>'.")
        }
        guard Self.isKey(token) else {
            throw Failure(.invalidToken, "The token is no key of the Agents API; those begin with 'luma-api-'.")
        }
        let credential = Credential(token)
        let fingerprint = secret.fingerprint(of: credential)
        return Principal(
            fingerprint: fingerprint, credential: credential, account: secret.accountIDs(for: fingerprint))
    }

    /// Whether a token can be a key of the Agents API.
    static func isKey(_ token: String) -> Bool {
        token.hasPrefix(prefix) && token.utf8.count > prefix.utf8.count && token.utf8.count <= longestToken
            && token.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// The token of a request; some clients put the scheme in front of one that has it already.
    static func token(of request: HTTPRequest) -> String? {
        guard var rest = request.fields["Authorization"]?[...] else { return nil }
        var hasScheme = false
        while let space = rest.firstIndex(of: " "), String(rest[..<space]).equalsIgnoringCase("bearer") {
            hasScheme = true
            rest = rest[rest.index(after: space)...].drop { $0 == " " }
        }
        return hasScheme && !rest.isEmpty ? String(rest) : nil
    }
}
