/// One row of the rules by which a legacy request becomes a request to the Agents API.
///
/// The translation, its ledger, its refusals and the documentation read the same row.
package struct RequestRow: Sendable, Equatable {
    /// How near what is sent is to what was asked for.
    package enum Disposition: String, Sendable, Equatable {
        /// The same, perhaps in another spelling.
        case exact
        /// The same picture by near means.
        case near
        /// A difference that the user sees or pays for.
        case meaning
        /// Never sent, whatever the policy is.
        case refused
    }

    /// The name by which a policy sets the row, as in `dream_machine.loop`.
    package let key: String
    /// The member of the legacy request, as in `concepts[].key`.
    package let source: String
    /// The values or circumstances that the row is about; empty for all.
    package let values: String
    /// What it becomes: a member of the Agents request, or who sees to it; empty for nothing.
    package let target: String
    /// How near that is.
    package let disposition: Disposition
    /// What the ledger calls it; nothing for what is exact or refused.
    package let loss: Loss.Kind?
    /// The failure of a request that is refused for it.
    package let code: Failure.Code
    /// Why, in words that stand in the ledger and in refusals.
    package let reason: String

    /// What a member becomes exactly.
    package static func exact(_ key: String, _ source: String, _ values: String = "", to target: String) -> Self {
        Self(
            key: key, source: source, values: values, target: target, disposition: .exact, loss: nil,
            code: .badRequest, reason: "")
    }

    /// A member that the server itself sees to; nothing of it goes to the Agents API.
    package static func server(_ key: String, _ source: String, _ reason: String) -> Self {
        Self(
            key: key, source: source, values: "", target: "the server", disposition: .exact, loss: nil,
            code: .badRequest, reason: reason)
    }

    /// What a member becomes by near means.
    package static func near(
        _ key: String, _ source: String, _ values: String, _ loss: Loss.Kind, to target: String = "",
        _ reason: String
    ) -> Self {
        Self(
            key: key, source: source, values: values, target: target, disposition: .near, loss: loss,
            code: .badRequest, reason: reason)
    }

    /// What a member becomes with a difference that the user sees or pays for.
    package static func meaning(
        _ key: String, _ source: String, _ values: String, _ loss: Loss.Kind, to target: String = "",
        _ reason: String
    ) -> Self {
        Self(
            key: key, source: source, values: values, target: target, disposition: .meaning, loss: loss,
            code: .badRequest, reason: reason)
    }

    /// What no policy sends; the reason is the whole refusal and says what to do instead.
    package static func refused(
        _ key: String, _ source: String, _ values: String = "", as code: Failure.Code = .badRequest, _ reason: String
    ) -> Self {
        Self(
            key: key, source: source, values: values, target: "", disposition: .refused, loss: nil, code: code,
            reason: reason)
    }
}

extension RequestRow {
    /// Whether a policy decides what is done.
    package var isSettable: Bool { disposition == .near || disposition == .meaning }

    /// How near what is sent is, and what the ledger calls it: `near, approximated`.
    package var nearness: String {
        ([disposition.rawValue] + (loss.map { [$0.description] } ?? [])).joined(separator: ", ")
    }
}
