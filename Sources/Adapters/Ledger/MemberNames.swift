import AgentsCore

/// What the members of a canonical record are called in the document that it came from.
struct MemberNames {
    let source: WireShape
    /// Members that were computed: no single member of the source stands behind them.
    let isDerived: CanonicalFields

    private var program: FieldProgram { source.adapter.program }

    /// The path of the source's member behind a canonical one; the canonical name if there is none.
    func path(of field: CanonicalField) -> String {
        guard !isDerived.contains(field), let step = program.firstStep(filling: field) else {
            return field.key.description
        }
        return program.paths[step]
    }

    /// The path of the source's member behind an item of `output`.
    func outputPath(_ index: Int, _ type: String?) -> String {
        for number in 0..<program.steps.count {
            let step = program.steps[number]
            guard step.code == .output else { continue }
            if program.outputTypes[Int(step.operand)].description == type { return program.paths[number] }
        }
        return "output[\(index)]"
    }

    /// Calls `body` with each member of a residue: into objects that the table knows, no deeper.
    func forEachResidue(_ residue: JSONRef, _ line: borrowing JSONRecord, _ body: (String, JSONRef) -> Void) {
        visit(program.objects[0], residue, "", line, body)
    }

    private func visit(
        _ object: FieldProgram.Object, _ parent: JSONRef, _ prefix: String, _ line: borrowing JSONRecord,
        _ body: (String, JSONRef) -> Void
    ) {
        var member = line.first(in: parent)
        while member.isPresent {
            let path = prefix + line.key(member)
            let number = program.step(for: line.node(member), of: object, in: line)
            if let number, program.steps[number].code == .object, line.first(in: member).isPresent,
                line.kind(member) == .object
            {
                let inner = program.objects[Int(program.steps[number].operand)]
                visit(inner, member, path + ".", line, body)
            } else if let number, program.steps[number].code == .outputs, line.kind(member) == .array {
                visitItems(member, path, line, body)
            } else {
                body(path, member)
            }
            member = line.next(after: member, in: parent)
        }
    }

    private func visitItems(
        _ list: JSONRef, _ path: String, _ line: borrowing JSONRecord, _ body: (String, JSONRef) -> Void
    ) {
        var index = 0
        var item = line.first(in: list)
        while item.isPresent {
            var member = line.first(in: item)
            while member.isPresent {
                body("\(path)[\(index)].\(line.key(member))", member)
                member = line.next(after: member, in: item)
            }
            index += 1
            item = line.next(after: item, in: list)
        }
    }
}
