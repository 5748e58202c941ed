import AgentsCore

/// How the words of a legacy member become words of the Agents API.
package struct RequestWords: Sendable {
    let exact: [String: String]
    let exactRow: RequestRow
    let near: [(words: [String], target: String, row: RequestRow)]
    let unknown: RequestRow

    /// Creates a vocabulary.
    ///
    /// - Parameters:
    ///   - exact: Words with their counterparts, other spellings of them included.
    ///   - exactRow: The row of those.
    ///   - near: Words without an exact counterpart, what is sent for them, and the row.
    ///   - unknown: The row of all other words, for which nothing is sent.
    package init(
        exact: [String: String], _ exactRow: RequestRow,
        near: [(words: [String], target: String, row: RequestRow)] = [], unknown: RequestRow
    ) {
        self.exact = exact
        self.exactRow = exactRow
        self.near = near
        self.unknown = unknown
    }

    /// The rows, those of exact words first.
    var rows: [RequestRow] {
        [exactRow] + near.map(\.row) + [unknown]
    }

    /// The word to send, if there is one.
    ///
    /// - Throws: ``Failure`` if the policy does not allow what the word's row does.
    func translate(
        _ member: RequestMember, _ record: borrowing JSONRecord, _ draft: inout RequestDraft
    ) throws(Failure) -> String? {
        let word = record.word(member.ref)
        if let target = exact[word] { return target }
        let from = record.scalar(member.ref)
        for entry in near where entry.words.contains(word) {
            try draft.lose(entry.row, at: member.path, from: from, to: entry.target.quotedJSON)
            return entry.target
        }
        try draft.lose(unknown, at: member.path, from: from)
        return nil
    }
}

extension RequestWords {
    /// The aspect ratios of videos, which all legacy APIs spell alike.
    ///
    /// - Parameters:
    ///   - exact: The row of those that the Agents API has as well.
    ///   - tall: The row of 9:21.
    ///   - unknown: The row of all others.
    /// - Returns: The vocabulary.
    package static func videoRatios(_ exact: RequestRow, tall: RequestRow, unknown: RequestRow) -> RequestWords {
        let shared = ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9"]
        return RequestWords(
            exact: Dictionary(uniqueKeysWithValues: shared.map { ($0, $0) }), exact,
            near: [(["9:21"], AspectRatio.portrait9x16.rawValue, tall)], unknown: unknown)
    }
}
