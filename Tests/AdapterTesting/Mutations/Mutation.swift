/// One kind of damage, or of change that does no harm, that happens to documents.
package enum Mutation: String, CaseIterable, Sendable {
    /// A member or element goes missing.
    case drop
    /// A value becomes `null`.
    case null
    /// A value becomes one of another kind.
    case retype
    /// A value becomes another one of its kind: a word of some vocabulary, a date, another number.
    case spoil
    /// A value becomes a number that few can hold.
    case enlarge
    /// A value becomes many containers in each other, as many as are allowed or more.
    case nest
    /// A member or element stands twice.
    case duplicate
    /// A key becomes another one, perhaps one that is known elsewhere.
    case rename
    /// Characters of a key are written as escapes, which changes nothing.
    case escapeKey
    /// Characters of a string are written as escapes, which changes nothing.
    case escapeText
    /// Members or elements change their order.
    case reorder
    /// A member or element that nobody knows comes in, perhaps a large one.
    case insert
    /// A member moves to another object.
    case move
    /// A string gets half of a surrogate pair as an escape.
    case halvePair
    /// A string gets bytes that are not UTF-8.
    case spoilUTF8
    /// The text ends too early.
    case truncate
    /// A byte becomes another one.
    case flip

    /// Mutations that give a document again, though `duplicate`, `rename` and `move` may give it a key twice and `nest`
    /// may be too much of it.
    package static let ofTrees = allCases.filter { !ofBytes.contains($0) }
    /// Mutations of the text, which seldom give a document.
    package static let ofBytes: [Mutation] = [.halvePair, .spoilUTF8, .truncate, .flip]
}
