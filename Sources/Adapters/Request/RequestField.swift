package import AgentsCore

/// One member of a legacy request: what kind of value it may be, and what it becomes.
///
/// `null` is the same as absent, except where a member must be there.
package struct RequestField: Sendable {
    /// What kind of value a member may be.
    package indirect enum Form: Sendable {
        /// A string.
        case text
        /// A truth value, also as the words and numbers for one.
        case flag
        /// A number.
        case number
        /// A string, or a number that stands for one.
        case word
        /// Anything.
        case anything
        /// An object with fields of its own.
        case object([RequestField])
        /// An array of objects, with a bound.
        case list([RequestField], atMost: Int)
        /// An array of strings, with a bound, and what each becomes.
        case texts(RequestRule, atMost: Int)
        /// An object whose keys are the caller's, with a bound; its values are objects.
        case named([RequestField], atMost: Int)
        /// An object whose fields depend on the word of one of its members.
        case variants(tag: JSONKey, [(word: JSONKey, fields: [RequestField])])
    }

    let key: JSONKey
    let form: Form
    let rule: RequestRule
    let isRequired: Bool

    /// Creates a field.
    ///
    /// - Parameters:
    ///   - key: The member's key.
    ///   - form: What kind of value it may be.
    ///   - rule: What it becomes; fields inside it have rules of their own.
    ///   - required: Whether the object is malformed without it.
    package init(_ key: JSONKey, _ form: Form, _ rule: RequestRule = .parts, required: Bool = false) {
        self.key = key
        self.form = form
        self.rule = rule
        isRequired = required
    }

    /// The rows of the field and of those inside it.
    package var rows: [RequestRow] {
        switch form {
        case .text, .flag, .number, .word, .anything: rule.rows
        case .texts(let each, _): rule.rows + each.rows
        case .object(let fields), .list(let fields, _), .named(let fields, _): rule.rows + fields.flatMap(\.rows)
        case .variants(_, let variants): rule.rows + variants.flatMap { $0.fields.flatMap(\.rows) }
        }
    }
}
