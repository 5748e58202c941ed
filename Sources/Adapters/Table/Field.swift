public import AgentsCore

/// One row of a shape's table: a member of the wire document, and what it means.
///
/// The same row normalises the member, renders it, keeps it in the residue, names it in the ledger and in the documentation.
/// Rows stand in the documented order of the shape, which is the order of rendering.
public struct Field: Sendable {
    /// What a member means.
    public enum Rule: Sendable {
        /// Documented, without a canonical place.
        case residue
        /// The id of the generation: a string that must be there.
        case id
        /// A string that is the canonical member as it stands.
        case carry(CanonicalField)
        /// A word that corresponds to a canonical word.
        case words(CanonicalField, Vocabulary)
        /// Seconds since 1970 as a number; canonically RFC 3339 with the same digits of the fraction. A record of another
        /// dialect gets at least three.
        case epoch(CanonicalField)
        /// RFC 3339 text as it stands; a record of another dialect gets six digits of the fraction and `Z`.
        case date(CanonicalField)
        /// The URL of an output of a type.
        case output(JSONKey)
        /// The Agents API's own list of outputs.
        case outputs
        /// An object with rows of its own.
        case object([Field])
    }

    /// What happens to a value of another kind than the rule reads.
    ///
    /// `null` is always allowed, except for an id.
    public enum OtherKinds: Sendable {
        /// The record is refused with ``AdapterError/Code/wrongType``.
        case refused
        /// The value stays in the residue.
        case kept
    }

    /// What is written where a record of another dialect has nothing to say.
    public enum Fill: BitwiseCopyable, Sendable {
        /// Nothing: the member is optional.
        case nothing
        /// Nothing, and the ledger says that the target wants it.
        case missed
        /// A JSON text that is always true of the shape.
        case literal(StaticString)
        /// A JSON text for each of the two final states.
        case outcome(completed: StaticString, failed: StaticString)
        /// A copy of a canonical member.
        case copy(CanonicalField)
    }

    /// The states in which a record of another dialect is given the member; in others an object is its fill.
    public enum States: BitwiseCopyable, Sendable {
        /// Every state.
        case all
        /// `completed` and `failed`.
        case terminal
        /// `completed` alone.
        case completed
        /// `failed` alone.
        case failed
    }

    let key: JSONKey
    let rule: Rule
    let others: OtherKinds
    let fill: Fill
    let states: States
    let revision: WireRevision?

    /// Creates a row.
    ///
    /// - Parameters:
    ///   - key: The member's key.
    ///   - rule: What the member means.
    ///   - others: What happens to a value of another kind.
    ///   - fill: What stands there in a record that comes from another dialect.
    ///   - states: The states in which such a record is given the member.
    ///   - revision: For an older spelling of a canonical member: the change that ended it.
    public init(
        _ key: JSONKey, _ rule: Rule, others: OtherKinds = .refused, fill: Fill = .nothing, in states: States = .all,
        until revision: WireRevision? = nil
    ) {
        self.key = key
        self.rule = rule
        self.others = others
        self.fill = fill
        self.states = states
        self.revision = revision
    }
}

/// An older order of the members of one object of a shape.
public struct KeyOrder: Sendable {
    let revision: WireRevision
    let path: [JSONKey]
    let keys: [JSONKey]

    /// Creates an order.
    ///
    /// - Parameters:
    ///   - keys: The members in the older order; others follow in the order of the table.
    ///   - path: The object, from the document inwards; empty for the document.
    ///   - revision: The change that ended it.
    public init(_ keys: [JSONKey], of path: [JSONKey] = [], until revision: WireRevision) {
        self.keys = keys
        self.path = path
        self.revision = revision
    }
}
