public import AgentsCore

/// Words of a member in the residue for which the canonical vocabulary has only a less exact one.
///
/// The way back spells the word again, so nothing is lost there. A record that is rendered elsewhere says the less exact
/// word, and the ledger says so.
public struct Approximation: Sendable {
    let path: [JSONKey]
    let words: [JSONKey]
    let field: CanonicalField

    /// Creates an approximation.
    ///
    /// - Parameters:
    ///   - path: The member, from the document inwards.
    ///   - words: The words that the canonical member says less exactly; others are said as they are.
    ///   - field: The canonical member that is derived from it.
    public init(_ path: [JSONKey], _ words: [JSONKey], as field: CanonicalField) {
        self.path = path
        self.words = words
        self.field = field
    }

    /// The member in a residue, if it has one of the words.
    func word(in residue: JSONRef, _ record: borrowing JSONRecord) -> JSONRef? {
        var ref = residue
        for key in path {
            guard record.has(ref, .object) else { return nil }
            ref = record[ref, key]
        }
        guard ref.isPresent else { return nil }
        return words.contains { record.isString(ref, $0) } ? ref : nil
    }
}
