import Adapters

/// The text of a statement: literals of the program only, so that no value can become part of one.
struct SQL: Hashable, ExpressibleByStringLiteral {
    /// The text.
    let text: String

    private init(text: String) {
        self.text = text
    }

    /// Creates a text from a literal.
    init(stringLiteral text: StaticString) {
        self.text = text.description
    }

    /// One text behind another.
    static func + (left: SQL, right: SQL) -> SQL {
        SQL(text: left.text + right.text)
    }
}

/// A value that is bound to a parameter of a statement.
enum SQLValue {
    /// Nothing.
    case null
    /// An integer.
    case integer(Int64)
    /// Text; it may hold any character.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// Text, or nothing.
    static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }

    /// A list of texts, for `json_each`.
    static func list(_ texts: some Sequence<String>) -> SQLValue {
        .text("[" + texts.map(\.jsonString).joined(separator: ",") + "]")
    }

    /// An integer, or nothing.
    static func optional(_ integer: Int64?) -> SQLValue { integer.map(SQLValue.integer) ?? .null }
}
