package import AgentsCore

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
    /// What is sent as the prompt of a video that came with a picture and without a prompt.
    package var neutralPrompt = "Smooth, natural motion that continues what the picture shows."
    /// What is sent as the prompt of an edit, or of a new shape for a video, that came without one.
    package var neutralEditPrompt = "Stay true to the source."
    /// The resolution of videos that were asked of a faster and cheaper model and name none; the Agents API's own, if
    /// there is none here.
    package var flashResolution: VideoResolution?

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
    /// The policies that have a name, the standard one first.
    package static let named: [(name: String, policy: TranslationPolicy)] = [
        ("balanced", .balanced), ("lenient", .lenient), ("strict", .strict),
    ]

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
