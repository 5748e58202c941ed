/// A dated change of a wire shape, as the records from before it show it.
///
/// Tables are written for the newest shape. A revision says how older records differ, so that they are recognised and come
/// back in their own form: a member had another key, or an object its members in another order.
public struct WireRevision: Sendable, Equatable {
    /// What happened, verb first; it stands in `provenance.revisions`.
    public let name: StaticString
    /// The day of the change as `YYYY-MM-DD`: records from before it follow the older form.
    ///
    /// For a form that only others than the service write: the day from which the service's own form is known.
    public let date: StaticString

    /// Creates a revision.
    public init(_ name: StaticString, date: StaticString) {
        self.name = name
        self.date = date
    }

    /// Compares names: they are unique within a shape.
    public static func == (left: WireRevision, right: WireRevision) -> Bool {
        left.name.description == right.name.description
    }
}

/// Revisions of one shape, one bit each, in the shape's order: newest first.
package struct RevisionSet: OptionSet, Sendable, BitwiseCopyable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package init(index: Int) {
        rawValue = 1 << UInt32(index)
    }
}
