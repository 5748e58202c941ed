import AgentsCore

/// What the members of a canonical record are called in the document that it came from.
struct MemberNames {
    let source: WireShape
    /// The canonical record.
    let canonical: CanonicalView

    private var program: FieldProgram { source.adapter.program }

    /// The row that a canonical member was read by, in the spelling of the record; nothing if it was computed.
    private func step(of field: CanonicalField) -> Int? {
        guard let provenance = canonical.provenance, !provenance.derived.contains(field) else {
            return canonical.provenance == nil ? program.firstStep(filling: field) : nil
        }
        let older = (0..<program.steps.count).first { number in
            let step = program.steps[number]
            guard step.code.fills, step.field == field, step.revision >= 0 else { return false }
            return provenance.revisions.contains(program.revisions[Int(step.revision)].name.description)
        }
        return older ?? program.firstStep(filling: field)
    }

    /// The path of the source's member behind a canonical one; the canonical name if there is none.
    func path(of field: CanonicalField) -> FieldPath {
        step(of: field).map { program.paths[$0] } ?? FieldPath(field)
    }

    /// The source's value behind a canonical member, as JSON.
    func json(of field: CanonicalField, _ line: borrowing JSONRecord) -> String {
        let value = canonical[field]
        guard let number = step(of: field), line.kind(value) != .null else { return line.json(value) }
        var text = ByteBuffer(capacity: 64)
        let writer = RowWriter(program: program, canonical: canonical, origin: .sameShape)
        let isWritten = try? writer.writeValue(number, value, line, &text)
        return isWritten == true ? text.text(0..<text.count) : line.json(value)
    }

    /// The path of the source's member behind an item of `output`.
    func outputPath(_ index: Int, _ type: String?) -> FieldPath {
        for number in 0..<program.steps.count {
            let step = program.steps[number]
            guard step.code == .output else { continue }
            if program.outputTypes[Int(step.operand)].description == type { return program.paths[number] }
        }
        return FieldPath(.output).appending(.index(index))
    }

    /// Calls `body` with each member of a residue: into objects that the table knows, no deeper.
    func forEachResidue(_ residue: JSONRef, _ line: borrowing JSONRecord, _ body: (FieldPath, JSONRef) -> Void) {
        visit(program.objects[0], residue, .root, line, body)
    }

    private func visit(
        _ object: FieldProgram.Object, _ parent: JSONRef, _ prefix: FieldPath, _ line: borrowing JSONRecord,
        _ body: (FieldPath, JSONRef) -> Void
    ) {
        var member = line.first(in: parent)
        while member.isPresent {
            let path = prefix.appending(.key(line.key(member)))
            let number = program.step(for: line.node(member), of: object, in: line)
            if let number, program.steps[number].code == .object, line.kind(member) == .object,
                line.first(in: member).isPresent
            {
                visit(program.objects[Int(program.steps[number].operand)], member, path, line, body)
            } else if let number, program.steps[number].code == .outputs, line.kind(member) == .array {
                visitItems(member, path, line, body)
            } else {
                body(path, member)
            }
            member = line.next(after: member, in: parent)
        }
    }

    private func visitItems(
        _ list: JSONRef, _ path: FieldPath, _ line: borrowing JSONRecord, _ body: (FieldPath, JSONRef) -> Void
    ) {
        var index = 0
        var item = line.first(in: list)
        while item.isPresent {
            var member = line.first(in: item)
            while member.isPresent {
                body(path.appending(.index(index)).appending(.key(line.key(member))), member)
                member = line.next(after: member, in: item)
            }
            index += 1
            item = line.next(after: item, in: list)
        }
    }
}

extension FieldPath {
    /// The path of a canonical member in a canonical record.
    init(_ field: CanonicalField) {
        self.init([.key(field.key.description)])
    }
}
