import AgentsCore

// The draft as text, for what is not done once per record.

extension Draft {
    /// A member as text.
    func text(_ field: CanonicalField, in record: borrowing JSONRecord) -> Member<String> {
        text(self[field], in: record)
    }

    /// A lexeme as text.
    func text(_ lexeme: Lexeme, in record: borrowing JSONRecord) -> Member<String> {
        switch lexeme {
        case .absent: .absent
        case .null: .null
        case .word(let word): .value(word.description)
        case .scratch(let start, let end): .value(scratch.text(Int(start) + 1..<Int(end) - 1))
        case .node(let ref): record.string(ref).map { .value($0) } ?? .null
        }
    }
}
