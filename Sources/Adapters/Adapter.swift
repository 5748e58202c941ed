package import AgentsCore

/// Reads a wire record as a canonical one.
///
/// Conformers are pure: no clock, no randomness, no state. They write the draft through its methods, which keep the promise
/// that what was not carried exactly stays in the residue. ``TableAdapter`` is the one to use; a shape that fits no table
/// conforms by hand.
package protocol Normalizing: Sendable {
    /// Fills `draft`, which was reset for the record at `draft.root`.
    ///
    /// - Throws: ``AdapterError`` if the document is no record of this shape.
    func normalize(_ record: borrowing JSONRecord, into draft: inout Draft) throws(AdapterError)
}

/// Writes a canonical record as a wire record.
package protocol Rendering: Sendable {
    /// Appends the wire document for a canonical one.
    ///
    /// - Parameters:
    ///   - canonical: The members of the canonical document.
    ///   - record: The document they lie in.
    ///   - origin: Whether the record came from this very shape, so that its residue and revisions count.
    ///   - output: Where the document goes.
    /// - Returns: Rows of members that the shape wants and that the record cannot know.
    /// - Throws: ``AdapterError`` if a canonical member has a value that was not produced by this shape.
    func render(
        _ canonical: CanonicalView, of record: borrowing JSONRecord, from origin: Origin, into output: inout ByteBuffer
    ) throws(AdapterError) -> [Int]
}

/// Where a canonical record came from, as seen by the shape that renders it.
package enum Origin: Sendable {
    /// The same shape: the way back.
    case sameShape
    /// Another shape: only the canonical members count.
    case otherShape
}

/// Both directions of one shape.
package typealias Adapter = Normalizing & Rendering
