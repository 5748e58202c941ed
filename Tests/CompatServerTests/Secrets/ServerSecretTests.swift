import Adapters
import AgentsCore
import Testing

@testable import CompatServer

/// What is derived from a server's secret.
@Suite struct ServerSecretTests {
    static let text = "0123456789abcdef0123456789abcdef"
    let secret: ServerSecret
    let other: ServerSecret

    init() throws {
        secret = try ServerSecret(text: Self.text)
        other = try ServerSecret(text: Self.text + ".")
    }

    @Test(arguments: ["", "short", String(text.dropLast())])
    func aShortTextIsRefusedWithoutBeingShown(_ text: String) {
        #expect { try ServerSecret(text: text) } throws: { error in
            guard let error = error as? SecretError else { return false }
            let words = "\(error)"
            return error.code == .tooShort && words.contains("AGENTS_COMPAT_SECRET") && words.contains("32")
                && (text.isEmpty || !words.contains(text))
        }
    }

    @Test func theSameTextMakesTheSameSecret() throws {
        let again = try ServerSecret(text: Self.text)
        let token = Credential("token")
        #expect(secret.mark == again.mark)
        #expect(secret.fingerprint(of: token) == again.fingerprint(of: token))
        #expect(again.open(secret.seal(token)) == token)
    }

    /// What has been stored must be understood for ever.
    @Test func whatIsDerivedNeverChanges() {
        let fingerprint = secret.fingerprint(of: Credential("luma-api-x"))
        #expect(fingerprint.hex == "d825c8bf1d217ddb204eefe8e5de8754d3de7a6283790bd5fe14676fb4cd251d")
        #expect(secret.mark.hex == "4f1a8c4329ab57a82629778151567ee14269aa2750b218bec33e0dbec5875d58")
        #expect(secret.accountIDs(for: fingerprint).user == "86ac38bb-71e9-56ca-86ff-19abdc08d142")
    }

    @Test func everySecretAndEveryTokenHasItsOwnFingerprint() throws {
        let tokens = ["", "a", "b", "ab", "a\0", "\u{E9}", "e\u{301}"].map(Credential.init)
        let secrets = [secret, other, try .random(), try .random()]
        let fingerprints = secrets.flatMap { secret in tokens.map { secret.fingerprint(of: $0) } } + secrets.map(\.mark)
        #expect(Set(fingerprints).count == fingerprints.count)
    }

    @Test func accountIDsAreStableUUIDsThatRevealNothing() throws {
        let principal = secret.fingerprint(of: Credential("a"))
        let ids = secret.accountIDs(for: principal)
        #expect(secret.accountIDs(for: principal) == ids)
        let others = [secret.accountIDs(for: secret.mark), other.accountIDs(for: principal)]
        let all = ([ids] + others).flatMap { [$0.application, $0.credential, $0.user] }
        #expect(Set(all).count == 9)
        for id in all {
            #expect(
                try #/[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#.wholeMatch(in: id) != nil)
            #expect(!id.contains(principal.hex.prefix(8)))
        }
    }

    @Test func aSecretShowsNothing() throws {
        var dumped = ""
        dump(secret, to: &dumped)
        let shown = "\(secret)" + String(reflecting: secret) + dumped
        let keys = [secret.fingerprintKey, secret.sealingKey, secret.accountKey, secret.markKey].map { key in
            key.withUnsafeBytes { Array(UnsafeBufferPointer(start: $0, count: key.count)) }
        }
        #expect(Set(keys).count == 4)
        for key in keys {
            #expect(key.count == 32)
            #expect(!shown.contains(Hexadecimal.text(key)) && !shown.contains("\(key[0]), \(key[1])"))
        }
        #expect(shown.contains("<redacted>") && !shown.contains(Self.text))
    }
}
