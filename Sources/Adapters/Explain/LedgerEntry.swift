package import AgentsCore

/// What became of one member of a legacy request.
package struct LedgerEntry: Sendable, Equatable {
    /// What became of it.
    package enum Kind: String, Sendable, Equatable, CaseIterable {
        /// Carried exactly, in another place.
        case renamed
        /// Not there, so that another value is sent.
        case defaulted
        /// Replaced by a near value.
        case approximated
        /// Left out.
        case dropped
    }

    /// What became of it.
    package let kind: Kind
    /// The member of the legacy request.
    package let path: FieldPath
    /// Its value as JSON, if it is one scalar.
    package let from: String?
    /// What is sent instead, as JSON.
    package let to: String?
    /// The member that carries it, or who sees to it.
    package let target: String?
    /// The row of the rules, by the key that a policy sets it by.
    package let rule: String
    /// Why.
    package let reason: String
    /// What the policy makes of it.
    package let verdict: TranslationPolicy.Verdict
}

extension LedgerEntry {
    /// Creates an entry from a loss.
    init(_ loss: Loss, _ verdict: TranslationPolicy.Verdict) {
        // The kinds of a loss are those three.
        let kind: Kind = loss.kind == .dropped ? .dropped : loss.kind == .defaulted ? .defaulted : .approximated
        self.init(
            kind: kind, path: loss.path, from: loss.from, to: loss.to, target: nil, rule: loss.rule,
            reason: loss.reason, verdict: verdict)
    }

    /// The entry for programs.
    var report: ReportValue {
        var members: [(String, ReportValue)] = [("path", .text("\(path)")), ("kind", .text(kind.rawValue))]
        if let from { members.append(("from", .json(from))) }
        if let to { members.append(("to", .json(to))) }
        if let target { members.append(("target", .text(target))) }
        members += [("rule", .text(rule)), ("verdict", .text(verdict.rawValue)), ("reason", .text(reason))]
        return .object(members)
    }

    /// The change as text: old value and new, or the place that the value moved to.
    var change: String {
        if let target { return "→ \(target)" }
        return [from?.cut(to: 40), to.map { "→ \($0.cut(to: 40))" }].compactMap(\.self).joined(separator: " ")
    }
}
