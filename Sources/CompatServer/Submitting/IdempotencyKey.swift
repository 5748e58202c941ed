import Adapters
import AgentsCore

/// A client's own name for a submission: the same name, the same submission, however often it comes.
///
/// Source: the header field `Idempotency-Key` as Stripe's API has it: up to 255 characters, good for a day at least, and an
/// error if it comes with another request.
struct IdempotencyKey: Sendable, Equatable {
    /// How long a key is remembered.
    static let lifetime = Duration.seconds(86_400)
    static let field = "Idempotency-Key"

    /// The key.
    let text: String

    /// Reads the key of a request; nothing if it has none.
    ///
    /// - Parameter request: The request.
    /// - Throws: ``Failure`` if there is one that cannot be used.
    init?(_ request: HTTPRequest) throws(Failure) {
        guard let value = request.fields[Self.field] else { return nil }
        guard (1...255).contains(value.utf8.count), value.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else {
            throw Failure(.badRequest, "\(Self.field) must have 1 to 255 printable ASCII characters; a UUID is good")
        }
        text = value
    }

    /// What stands for the key in the store.
    func fingerprint(by secret: ServerSecret) -> Fingerprint {
        secret.fingerprint(of: Credential("\(Self.field)\n\(text)"))
    }

    /// The failure of a request whose key was used for another one.
    static let mismatch = Failure(
        .badRequest, "\(field) was used with another request: use a new key for a new request")
}
