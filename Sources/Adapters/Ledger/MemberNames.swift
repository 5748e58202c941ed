import AgentsCore

/// What the members of a canonical record are called in the document that it came from.
struct MemberNames {
    /// The index of the shape.
    let shape: Int
    let program: FieldProgram
    /// The canonical record.
    let canonical: CanonicalView

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

    /// The source's member behind a canonical one.
    func member(_ field: CanonicalField) -> LostMember {
        step(of: field).map { .row(shape: shape, step: $0) } ?? .canonical(field)
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

    /// The row of the source's member behind an item of `output`.
    func outputStep(_ type: JSONRef, _ line: borrowing JSONRecord) -> Int? {
        guard type.isPresent else { return nil }
        for number in 0..<program.steps.count {
            let step = program.steps[number]
            if step.code == .output, line.isString(type, program.outputTypes[Int(step.operand)]) { return number }
        }
        return nil
    }

    /// The path of the source's member behind an item of `output`, whose row is known if it has one.
    func outputPath(_ index: Int, _ step: Int?) -> FieldPath {
        step.map { program.paths[$0] } ?? FieldPath(.output).appending(.index(index))
    }

    /// Calls `body` with each member of a residue: into objects that the table knows, no deeper.
    func forEachResidue(_ residue: JSONRef, _ line: borrowing JSONRecord, _ body: (ResidueMember) -> Void) {
        visit(program.objects[0], residue, below: nil, line, body)
    }

    /// The path of a member of the residue.
    func path(of member: ResidueMember, _ line: borrowing JSONRecord) -> FieldPath {
        let above = member.above.map { program.paths[$0] } ?? .root
        switch member.step {
        case .row(let step): return program.paths[step]
        case .unknown: return above.appending(.key(line.key(member.value)))
        case .item(let index): return above.appending(.index(index)).appending(.key(line.key(member.value)))
        }
    }

    private func visit(
        _ object: FieldProgram.Object, _ parent: JSONRef, below above: Int?, _ line: borrowing JSONRecord,
        _ body: (ResidueMember) -> Void
    ) {
        var member = line.first(in: parent)
        while member.isPresent {
            let number = program.step(for: line.node(member), of: object, in: line)
            if let number, program.steps[number].code == .object, line.kind(member) == .object,
                line.first(in: member).isPresent
            {
                visit(program.objects[Int(program.steps[number].operand)], member, below: number, line, body)
            } else if let number, program.steps[number].code == .outputs, line.kind(member) == .array {
                visitItems(member, number, line, body)
            } else {
                body(ResidueMember(value: member, above: above, step: number.map { .row($0) } ?? .unknown))
            }
            member = line.next(after: member, in: parent)
        }
    }

    private func visitItems(
        _ list: JSONRef, _ number: Int, _ line: borrowing JSONRecord, _ body: (ResidueMember) -> Void
    ) {
        var index = 0
        var item = line.first(in: list)
        while item.isPresent {
            var member = line.first(in: item)
            while member.isPresent {
                body(ResidueMember(value: member, above: number, step: .item(index)))
                member = line.next(after: member, in: item)
            }
            index += 1
            item = line.next(after: item, in: list)
        }
    }
}

/// A member of the residue of a record, and where it stands.
struct ResidueMember {
    /// Where a member stands in an object that the table knows.
    enum Step {
        /// It has a row.
        case row(Int)
        /// It has none.
        case unknown
        /// It is a member of an item of a list.
        case item(Int)
    }

    let value: JSONRef
    /// The row of the object or list that it stands in; nothing for the record itself.
    let above: Int?
    let step: Step
}

extension FieldPath {
    /// The path of a canonical member in a canonical record.
    init(_ field: CanonicalField) {
        self.init([.key(field.key.description)])
    }
}
