import AgentsCore

/// Writes what the canonical members of a record do not carry.
///
/// It is handed the set of used nodes, not the draft, so that its recursion passes on a few words.
enum ResidueWriter {
    /// Appends the members of an object that were not carried, from behind the opening brace on.
    ///
    /// An object that was carried in part appears with the rest of its members; a list with one object for each element.
    ///
    /// - Returns: Whether anything was left; nothing is appended otherwise.
    static func writeMembers(
        of parent: JSONRef, without used: borrowing NodeSet, _ record: borrowing JSONRecord,
        to output: inout ByteBuffer
    ) -> Bool {
        let end = record.node(parent).next
        let start = output.count
        var index = parent.index &+ 1
        while index < end {
            let node = record.node(JSONRef(index))
            if used.contains(index) {
                index = node.next
                continue
            }
            let mark = output.count
            if mark != start { output.append(UInt8(ascii: ",")) }
            if isPartial(index, node, used) {
                record.copyKey(node, to: &output)
                if !writePart(JSONRef(index), node, used, record, &output) { output.truncate(to: mark) }
                index = node.next
            } else if !record.isCompact {
                record.copyMember(JSONRef(index), to: &output)
                index = node.next
            } else {
                index = copyRun(from: index, node, to: end, used, record, &output)
            }
        }
        if output.count == start { return false }
        output.append(UInt8(ascii: "}"))
        return true
    }

    /// Whether some but not all of a container was carried.
    @inline(__always)
    private static func isPartial(_ index: UInt32, _ node: JSONNode, _ used: borrowing NodeSet) -> Bool {
        (node.kind == .object || node.kind == .array) && used.containsAny(index &+ 1, node.next)
    }

    private static func writePart(
        _ ref: JSONRef, _ node: JSONNode, _ used: borrowing NodeSet, _ record: borrowing JSONRecord,
        _ output: inout ByteBuffer
    ) -> Bool {
        if node.kind == .object {
            output.append(UInt8(ascii: "{"))
            return writeMembers(of: ref, without: used, record, to: &output)
        }
        var isEmpty = true
        var separator = UInt8(ascii: "[")
        var element = record.first(in: ref)
        while element.isPresent {
            output.append(separator)
            separator = UInt8(ascii: ",")
            output.append(UInt8(ascii: "{"))
            if writeMembers(of: element, without: used, record, to: &output) {
                isEmpty = false
            } else {
                output.append(UInt8(ascii: "}"))
            }
            element = record.next(after: element, in: ref)
        }
        output.append(UInt8(ascii: "]"))
        return !isEmpty
    }

    /// Copies the member at `index` of a compact text in one go with its neighbours that nothing was taken from.
    @inline(__always)
    private static func copyRun(
        from index: UInt32, _ first: JSONNode, to end: UInt32, _ used: borrowing NodeSet,
        _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) -> UInt32 {
        var last = first.end
        var next = first.next
        while next < end && !used.contains(next) {
            let node = record.node(JSONRef(next))
            if isPartial(next, node, used) { break }
            last = node.end
            next = node.next
        }
        output.append(record.source, Int(first.key), Int(last &- first.key))
        return next
    }
}
