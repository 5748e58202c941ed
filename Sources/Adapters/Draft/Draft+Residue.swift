import AgentsCore

extension Draft {
    /// Appends what the canonical members do not carry as one partial document: `prefix`, then an object.
    ///
    /// An object that was carried in part appears with the rest of its members; a list with one object for each element.
    ///
    /// - Returns: Whether anything was left; nothing is appended otherwise.
    func writeResidue(_ prefix: StaticString, of record: borrowing JSONRecord, to output: inout ByteBuffer) -> Bool {
        writeMembers(prefix, of: root, record, &output)
    }

    private func writeMembers(
        _ prefix: StaticString, of parent: JSONRef, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) -> Bool {
        let end = record.node(parent).next
        var index = parent.index &+ 1
        var isFirst = true
        while index < end {
            let node = record.node(JSONRef(index))
            if used.contains(index) {
                index = node.next
                continue
            }
            let mark = output.count
            if isFirst {
                output.append(prefix)
                output.append(UInt8(ascii: "{"))
            } else {
                output.append(UInt8(ascii: ","))
            }
            if isPartial(index, node) {
                record.copyKey(node, to: &output)
                if writePart(JSONRef(index), node, record, &output) {
                    isFirst = false
                } else {
                    output.truncate(to: mark)
                }
                index = node.next
            } else {
                index = copyRun(from: index, to: end, record, &output)
                isFirst = false
            }
        }
        if isFirst { return false }
        output.append(UInt8(ascii: "}"))
        return true
    }

    /// Whether some but not all of a container was carried.
    @inline(__always)
    private func isPartial(_ index: UInt32, _ node: JSONNode) -> Bool {
        (node.kind == .object || node.kind == .array) && used.containsAny(index &+ 1, node.next)
    }

    private func writePart(
        _ ref: JSONRef, _ node: JSONNode, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) -> Bool {
        if node.kind == .object { return writeMembers("", of: ref, record, &output) }
        var isEmpty = true
        var separator = UInt8(ascii: "[")
        var element = record.first(in: ref)
        while element.isPresent {
            output.append(separator)
            separator = UInt8(ascii: ",")
            if writeMembers("", of: element, record, &output) {
                isEmpty = false
            } else {
                output.append("{}")
            }
            element = record.next(after: element, in: ref)
        }
        output.append(UInt8(ascii: "]"))
        return !isEmpty
    }

    /// Copies the member at `index` and, where the text is compact, its neighbours that nothing was taken from in one go.
    private func copyRun(
        from index: UInt32, to end: UInt32, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) -> UInt32 {
        let first = record.node(JSONRef(index))
        guard record.isCompact else {
            record.copyMember(JSONRef(index), to: &output)
            return first.next
        }
        var last = first
        var next = first.next
        while next < end && !used.contains(next) {
            let node = record.node(JSONRef(next))
            if isPartial(next, node) { break }
            last = node
            next = node.next
        }
        output.append(record.source, Int(first.key), Int(last.end &- first.key))
        return next
    }
}
