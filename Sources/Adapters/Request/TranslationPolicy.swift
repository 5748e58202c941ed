/// What is done where a legacy request cannot be said exactly to the Agents API.
package struct TranslationPolicy: Sendable, Equatable {
    /// What becomes of a request that a row applies to.
    package enum Verdict: String, Sendable, Equatable, CaseIterable {
        /// The row is done and stands in the ledger.
        case apply
        /// The request is refused before anything is spent.
        case refuse
    }

    /// The verdict on rows that are near.
    package var near: Verdict
    /// The verdict on rows that change what the user sees or pays for.
    package var meaning: Verdict
    /// Verdicts on single rows, or on all rows whose key starts with these components; the longest key wins.
    package var rows: [String: Verdict] = [:]
    /// Models to send in place of legacy ones, beside those that a shape knows itself.
    package var models: [String: String] = [:]
    /// What is sent as the prompt of an image or video that came without one.
    package var neutralPrompt = "Smooth, natural motion that continues what the picture shows."

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - near: The verdict on rows that are near.
    ///   - meaning: The verdict on rows that change what the user sees or pays for.
    ///   - rows: Verdicts on single rows.
    package init(near: Verdict, meaning: Verdict, rows: [String: Verdict] = [:]) {
        self.near = near
        self.meaning = meaning
        self.rows = rows
    }

    /// Near rows are done, others refused.
    package static let balanced = Self(near: .apply, meaning: .refuse)
    /// Everything is done that can be.
    package static let lenient = Self(near: .apply, meaning: .apply)
    /// Only what is exact is done.
    package static let strict = Self(near: .refuse, meaning: .refuse)

    /// The verdict on a row.
    package func verdict(on row: RequestRow) -> Verdict {
        if row.disposition == .exact { return .apply }
        if row.disposition == .refused { return .refuse }
        var key = row.key[...]
        while true {
            if let verdict = rows[String(key)] { return verdict }
            guard let dot = key.lastIndex(of: ".") else { break }
            key = key[..<dot]
        }
        return row.disposition == .near ? near : meaning
    }
}
