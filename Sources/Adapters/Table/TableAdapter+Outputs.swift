import AgentsCore

extension TableAdapter {
    /// Reads the Agents API's own list of outputs; members of an item that are not known stay in the residue.
    func readOutputs(
        _ number: Int, _ ref: JSONRef, _ record: borrowing JSONRecord, _ draft: inout Draft
    ) throws(AdapterError) {
        let node = record.node(ref)
        if node.kind == .null {
            draft.outputForm = .null
            draft.used.insert(ref)
            return
        }
        guard node.kind == .array else { throw refused(number, node, "a list of objects, or null") }
        draft.outputForm = .listed
        var hasResidue = false
        var element = record.first(in: ref)
        while element.isPresent {
            guard record.kind(element) == .object else {
                throw refused(number, record.node(element), "objects with type and url in the list")
            }
            if try readItem(number, element, record, &draft) { hasResidue = true }
            element = record.next(after: element, in: ref)
        }
        // Nothing is left: the list as a whole is carried, and the residue need not look into it.
        if !hasResidue { draft.used.insert(ref) }
    }

    /// Reads one item and returns whether it has members that are not known.
    private func readItem(
        _ number: Int, _ element: JSONRef, _ record: borrowing JSONRecord, _ draft: inout Draft
    ) throws(AdapterError) -> Bool {
        var item = DraftOutput(type: .absent, url: .absent, layer: .absent, rank: 0)
        var hasResidue = false
        var member = record.first(in: element)
        while member.isPresent {
            let node = record.node(member)
            if record.isKey(node, "type") {
                guard node.kind == .string || node.kind == .null else { throw refused(number, node, "text as type") }
                item.type = .node(member)
                draft.used.insert(member)
            } else if record.isKey(node, "url") {
                guard node.kind == .string || node.kind == .null else { throw refused(number, node, "text as url") }
                item.url = .node(member)
                draft.used.insert(member)
            } else if record.isKey(node, "layer") {
                guard node.kind == .object || node.kind == .null else {
                    throw refused(number, node, "an object as layer")
                }
                item.layer = member
                draft.used.insert(member)
            } else {
                hasResidue = true
            }
            member = record.next(after: member, in: element)
        }
        draft.outputs.append(item)
        return hasResidue
    }

    private func refused(_ number: Int, _ node: JSONNode, _ expectation: StaticString) -> AdapterError {
        AdapterError(
            .wrongType, path: program.paths[number], at: Int(node.start),
            "expected \(expectation); correct the record or leave it out")
    }
}
