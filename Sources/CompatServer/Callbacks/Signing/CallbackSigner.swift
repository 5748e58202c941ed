import AgentsCore

/// Signs callbacks, so that a receiver can tell them from what others send it.
///
/// Source: Standard Webhooks, version 1: `webhook-id`, `webhook-timestamp` and `webhook-signature`, which is
/// `v1,` and the HMAC-SHA256 of id, time and body with dots between them.
struct CallbackSigner: Sendable {
    /// All of them sign, so that receivers can go from one to the next at a time of their own.
    let secrets: [SigningSecret]

    /// The fields of a callback; none without a secret.
    ///
    /// - Parameters:
    ///   - id: The callback's id, the same with each attempt.
    ///   - time: When it is sent.
    ///   - body: What is posted.
    /// - Returns: The fields.
    func fields(id: String, at time: WallTime, _ body: [UInt8]) -> HTTPFields {
        if secrets.isEmpty { return [:] }
        let message = Array("\(id).\(time.seconds).".utf8) + body
        return [
            "webhook-id": id, "webhook-timestamp": "\(time.seconds)",
            "webhook-signature": secrets.map { "v1,\($0.signature(of: message))" }.joined(separator: " "),
        ]
    }
}
