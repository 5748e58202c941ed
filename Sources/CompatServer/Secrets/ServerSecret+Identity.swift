package import Adapters
package import AgentsCore

extension ServerSecret {
    /// What stands for a token in the store; the same for the same token for as long as the secret stays the same.
    package func fingerprint(of token: Credential) -> Fingerprint {
        Fingerprint(of: token.bytes, key: fingerprintKey)
    }

    /// What tells this secret from any other without saying anything about it.
    package var mark: Fingerprint {
        Fingerprint(of: [], key: markKey)
    }

    /// Ids that stand for a principal in records that must name an account; always the same for the same principal.
    package func accountIDs(for principal: Fingerprint) -> AccountIDs {
        AccountIDs(
            application: accountID("application", principal), credential: accountID("credential", principal),
            user: accountID("user", principal))
    }

    /// Version 5 is that of ids made from a name by a hash; validators of old clients know no later one.
    private func accountID(_ role: String, _ principal: Fingerprint) -> String {
        let message = Array(role.utf8) + [0] + principal.bytes
        return UUIDText.text(Sodium.hash(message, key: accountKey, count: UUIDText.byteCount), version: 5)
    }
}
