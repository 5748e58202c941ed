public import AgentsCore

/// Which of the records that were understood are wanted.
public struct RecordSelection: Sendable {
    /// Canonical states; any if it is empty.
    public var states: Set<String> = []
    /// Dialects that records came from; any if it is empty.
    public var dialects: Set<String> = []
    /// The earliest time of creation; a record that does not say when it was created is taken.
    public var since: WallTime?

    /// Takes every record.
    public init() {}

    /// Whether it takes every record.
    public var isEmpty: Bool { states.isEmpty && dialects.isEmpty && since == nil }

    /// Whether a record is wanted.
    func admits(_ facts: RecordFacts, from dialect: Dialect) -> Bool {
        if !dialects.isEmpty, !dialects.contains("\(dialect)") { return false }
        if !states.isEmpty, !states.contains(facts.state ?? "") { return false }
        if let since, let created = facts.created, created < since { return false }
        return true
    }
}
