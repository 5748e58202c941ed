public import AgentsCore

/// How the words of a wire member and of a canonical member correspond.
///
/// `exact` pairs lead both ways. `read` pairs are further wire words for a canonical word: they stay in the residue, so that
/// the way back spells them again. `written` pairs are canonical words without an exact wire word: rendering them is an
/// approximation. Words in no pair survive as they are spelled.
public struct Vocabulary: Sendable {
    struct Row: BitwiseCopyable, Sendable {
        let wire: JSONKey
        let canonical: JSONKey
        let use: Use
    }

    enum Use: BitwiseCopyable, Sendable {
        case exact, read, written
    }

    let rows: [Row]
    /// What a target writes for a canonical word that it does not know; its own spelling if there is none.
    let otherwise: JSONKey?
    let unknown: UnknownWords

    /// What becomes of a wire word that is in no pair.
    public enum UnknownWords: Sendable {
        /// It is the canonical word as well: the vocabulary is open on both sides.
        case survive
        /// It has no canonical meaning and stays in the residue.
        case stay
    }

    /// Creates a vocabulary from pairs of a wire word and a canonical word.
    public init(
        exact: KeyValuePairs<JSONKey, JSONKey>,
        read: KeyValuePairs<JSONKey, JSONKey> = [:],
        written: KeyValuePairs<JSONKey, JSONKey> = [:],
        otherwise: JSONKey? = nil,
        unknown: UnknownWords = .survive
    ) {
        rows =
            exact.map { Row(wire: $0.key, canonical: $0.value, use: .exact) }
            + read.map { Row(wire: $0.key, canonical: $0.value, use: .read) }
            + written.map { Row(wire: $0.key, canonical: $0.value, use: .written) }
        self.otherwise = otherwise
        self.unknown = unknown
    }

    /// The row that writes a canonical value; exact pairs first.
    func writing(_ ref: JSONRef, in record: borrowing JSONRecord) -> Row? {
        for row in rows where row.use != .read && record.isString(ref, row.canonical) { return row }
        return nil
    }

    /// Whether a wire value is what the way back would write for itself: a word of no pair that is no canonical word either.
    func survives(_ node: JSONNode, in record: borrowing JSONRecord) -> Bool {
        for row in rows where row.use != .read && record.isString(node, row.canonical) { return false }
        return true
    }

    /// Whether the way back from a canonical word writes exactly the bytes of `ref`.
    func leadsBack(from word: JSONKey, to ref: JSONRef, in record: borrowing JSONRecord) -> Bool {
        for row in rows where row.use != .read && row.canonical.equals(word) {
            return record.isSpelled(record.node(ref), row.wire)
        }
        return record.isSpelled(record.node(ref), word)
    }
}

extension StaticString {
    /// Whether the text is that of a key.
    @inline(__always)
    func equals(_ key: JSONKey) -> Bool {
        guard utf8CodeUnitCount == key.count else { return false }
        for index in 0..<key.count {
            let same = unsafe utf8Start[index] == key.name.utf8Start[index]
            if !same { return false }
        }
        return true
    }
}

extension JSONKey {
    /// Whether two keys are the same text.
    func equals(_ other: JSONKey) -> Bool {
        guard tag == other.tag, head == other.head, tail == other.tail, count == other.count else { return false }
        return count <= 16 || description == other.description
    }
}
