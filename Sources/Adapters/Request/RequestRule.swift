package import AgentsCore

/// What a member of a legacy request becomes.
package struct RequestRule: Sendable {
    /// What a rule does with a member that is there, is not `null` and has the form of its field.
    package typealias Action =
        @Sendable (inout RequestDraft, borrowing JSONRecord, RequestMember) throws(Failure) -> Void

    /// What the rule does, for ledger and documentation.
    package let rows: [RequestRow]
    /// What it does.
    package let action: Action

    /// Creates a rule that no other constructor says.
    package init(_ rows: [RequestRow], _ action: @escaping Action) {
        self.rows = rows
        self.action = action
    }

    /// Nothing by itself: its parts have rules, or a step reads it.
    package static let parts = RequestRule([]) { (_, _, _) throws(Failure) in }

    /// Carried or seen to as the row says, by a step or by the server.
    package static func elsewhere(_ row: RequestRow) -> RequestRule {
        RequestRule([row]) { (_, _, _) throws(Failure) in }
    }

    /// Left out.
    package static func dropped(_ row: RequestRow) -> RequestRule {
        RequestRule([row]) { (draft, record, member) throws(Failure) in
            try draft.lose(row, at: member.path, from: record.scalar(member.ref))
        }
    }

    /// Text that is sent as it stands, and that must not be empty.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - limit: The most bytes of it, in UTF-8.
    ///   - set: Puts it into the request.
    /// - Returns: The rule.
    package static func text(
        _ row: RequestRow, atMost limit: Int, _ set: @escaping @Sendable (inout GenerationRequest, String) -> Void
    ) -> RequestRule {
        RequestRule([row]) { (draft, record, member) throws(Failure) in
            let text = record.string(member.ref) ?? ""
            if text.isEmpty {
                throw Failure(.badRequest, "\(member.path) is empty: fill it or leave it out", path: member.path)
            }
            try member.limit(text, to: limit)
            if text.utf8.contains(0) { throw .malformed(.noNUL, record, member) }
            set(&draft.request, text)
        }
    }

    /// Text that is sent as it stands, but for something else than it was meant for, and that must not be empty.
    ///
    /// - Parameters:
    ///   - row: The row, which is not exact.
    ///   - limit: The most bytes of it, in UTF-8.
    ///   - set: Puts it into the request.
    /// - Returns: The rule.
    package static func nearText(
        _ row: RequestRow, atMost limit: Int, _ set: @escaping @Sendable (inout GenerationRequest, String) -> Void
    ) -> RequestRule {
        let text = text(row, atMost: limit, set)
        return RequestRule([row]) { (draft, record, member) throws(Failure) in
            try text.action(&draft, record, member)
            let value = record.scalar(member.ref)
            try draft.lose(row, at: member.path, from: value, to: value)
        }
    }

    /// Text that the server itself sees to.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - limit: The most bytes of it, in UTF-8.
    /// - Returns: The rule.
    package static func server(_ row: RequestRow, atMost limit: Int) -> RequestRule {
        RequestRule([row]) { (_, record, member) throws(Failure) in
            try member.limit(record.string(member.ref) ?? "", to: limit)
        }
    }

    /// A truth value that is sent if it is true; `false` is what the Agents API does without it.
    package static func flag(
        _ row: RequestRow, _ set: @escaping @Sendable (inout GenerationRequest) -> Void
    ) -> RequestRule {
        RequestRule([row]) { (draft, record, member) throws(Failure) in
            if record.flag(member.ref) == true { set(&draft.request) }
        }
    }

    /// A word that corresponds to one of the Agents API.
    package static func words(
        _ words: RequestWords, _ set: @escaping @Sendable (inout GenerationRequest, String) -> Void
    ) -> RequestRule {
        RequestRule(words.rows) { (draft, record, member) throws(Failure) in
            if let word = try words.translate(member, record, &draft) { set(&draft.request, word) }
        }
    }

    /// One of two rules, by other members of the request.
    ///
    /// - Parameters:
    ///   - condition: Says of the translation so far, and of the legacy request, whether it is the first.
    ///   - first: One rule.
    ///   - second: The other.
    /// - Returns: The rule.
    package static func either(
        _ condition: @escaping @Sendable (RequestDraft, borrowing JSONRecord) -> Bool, _ first: RequestRule,
        or second: RequestRule
    ) -> RequestRule {
        RequestRule(first.rows + second.rows) { (draft, record, member) throws(Failure) in
            try (condition(draft, record) ? first : second).action(&draft, record, member)
        }
    }

    /// A rule for members of which the empty string is the same as none.
    package static func unlessEmpty(_ rule: RequestRule) -> RequestRule {
        RequestRule(rule.rows) { (draft, record, member) throws(Failure) in
            if !record.isString(member.ref, "") { try rule.action(&draft, record, member) }
        }
    }

    /// A rule for strings, where the form of the field allows anything because it counts only sometimes.
    package static func string(_ rule: RequestRule) -> RequestRule {
        RequestRule(rule.rows) { (draft, record, member) throws(Failure) in
            guard record.has(member.ref, .string) else { throw .malformed(.string, record, member) }
            try rule.action(&draft, record, member)
        }
    }
}
