import AgentsCore

/// One rendering: walks the rows in order.
///
/// Residue wins over the canonical member, members without a row come last.
struct RowWriter {
    let program: FieldProgram
    let canonical: CanonicalView
    let origin: Origin
    var revisions = RevisionSet()
    /// Members that an older spelling stands for.
    var respelled = CanonicalFields()
    /// Rows that the shape wants and that the record cannot know.
    var missed: [Int] = []

    init(program: FieldProgram, canonical: CanonicalView, origin: Origin) {
        self.program = program
        self.canonical = canonical
        self.origin = origin
    }

    mutating func readRevisions() throws(AdapterError) {
        for name in canonical.provenance?.revisions ?? [] {
            guard let index = program.revisions.firstIndex(where: { $0.name.description == name }) else {
                throw AdapterError(.badValue, path: "provenance.revisions", "the shape has no such revision")
            }
            revisions.insert(RevisionSet(index: index))
        }
        for number in 0..<program.steps.count {
            let step = program.steps[number]
            if step.revision >= 0, revisions.contains(RevisionSet(index: Int(step.revision))) {
                respelled.insert(CanonicalFields(step.field))
            }
        }
    }

    /// Writes an object and returns whether it has any member; if not, nothing was written.
    mutating func write(
        object index: Int, residue: JSONRef, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) throws(AdapterError) -> Bool {
        let object = program.objects[index]
        let order = lane(object)
        let start = output.count
        for place in 0..<object.count {
            let number = program.step(at: place, lane: order, of: object)
            let step = program.steps[number]
            let left = record[residue, step.key]
            if step.code == .id && left.isPresent {
                throw AdapterError(
                    .badValue, path: ["provenance", "residue", .key(step.key.description)],
                    at: Int(record.node(left).start), "the id is a canonical member; leave it out of the residue")
            }
            if step.code == .object && (!left.isPresent || record.kind(left) == .object) {
                try writeObject(number, left, start, record, &output)
            } else if step.code == .outputs && record.has(left, .array) {
                key(step, start, &output)
                try writeMerged(left, record, &output)
            } else if left.isPresent {
                separator(start, &output)
                record.copyMember(left, to: &output)
            } else {
                try writeScalar(number, start, record, &output)
            }
        }
        if residue.isPresent { writeUnknown(object, residue, start, record, &output) }
        if output.count == start { return false }
        output.append(UInt8(ascii: "}"))
        return true
    }

    /// The order that the record's revisions ask for.
    private func lane(_ object: FieldProgram.Object) -> Int {
        for lane in 1..<4 where object.orders[lane] >= 0 {
            if revisions.contains(RevisionSet(index: Int(object.orders[lane]))) { return lane }
        }
        return 0
    }

    private func separator(_ start: Int, _ output: inout ByteBuffer) {
        output.append(output.count == start ? UInt8(ascii: "{") : UInt8(ascii: ","))
    }

    private func key(_ step: FieldProgram.Step, _ start: Int, _ output: inout ByteBuffer) {
        separator(start, &output)
        output.appendQuoted(step.key.name)
        output.append(UInt8(ascii: ":"))
    }

    private mutating func writeObject(
        _ number: Int, _ residue: JSONRef, _ start: Int, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) throws(AdapterError) {
        let step = program.steps[number]
        if origin == .otherShape && !canonical.isIn(program.renderings[number].states, record) {
            return writeFill(number, start, record, &output)
        }
        let mark = output.count
        key(step, start, &output)
        if try write(object: Int(step.operand), residue: residue, record, &output) { return }
        if residue.isPresent {
            output.append("{}")
        } else {
            output.truncate(to: mark)
            if origin == .otherShape { writeFill(number, start, record, &output) }
        }
    }

    private mutating func writeScalar(
        _ number: Int, _ start: Int, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) throws(AdapterError) {
        let step = program.steps[number]
        let value = value(step, record)
        switch origin {
        case .sameShape:
            guard value.isPresent, !isSilent(step) else { return }
        case .otherShape:
            guard step.revision < 0, canonical.isIn(program.renderings[number].states, record) else { return }
            if !value.isPresent || (record.kind(value) == .null && program.renderings[number].fill.replacesNull) {
                return writeFill(number, start, record, &output)
            }
        }
        let mark = output.count
        key(step, start, &output)
        if record.kind(value) == .null {
            output.append("null")
        } else if try !writeValue(number, value, record, &output) {
            output.truncate(to: mark)
            writeFill(number, start, record, &output)
        }
    }

    /// The canonical value behind a row.
    private func value(_ step: FieldProgram.Step, _ record: borrowing JSONRecord) -> JSONRef {
        switch step.code {
        case .residue, .object: .absent
        case .id, .carry, .words, .epoch, .date, .outputs: canonical[step.field]
        case .output: url(of: program.outputTypes[Int(step.operand)], record)
        }
    }

    private func url(of type: JSONKey, _ record: borrowing JSONRecord) -> JSONRef {
        let list = canonical[.output]
        guard list.isPresent else { return .absent }
        var item = record.first(in: list)
        while item.isPresent {
            if record.isString(record[item, "type"], type) { return record[item, "url"] }
            item = record.next(after: item, in: list)
        }
        return .absent
    }

    /// Whether the way back leaves a row out: its member was computed, or is spelled in the other of two ways.
    private func isSilent(_ step: FieldProgram.Step) -> Bool {
        if step.code.fills, canonical.provenance?.derived.contains(step.field) == true { return true }
        if step.revision >= 0 { return !revisions.contains(RevisionSet(index: Int(step.revision))) }
        return step.code.fills && respelled.contains(step.field)
    }

    /// Writes a value that is not null and returns whether the row can express it.
    func writeValue(
        _ number: Int, _ value: JSONRef, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) throws(AdapterError) -> Bool {
        let step = program.steps[number]
        switch step.code {
        case .words:
            let vocabulary = program.vocabularies[Int(step.operand)]
            if let row = vocabulary.writing(value, in: record) {
                output.appendQuoted(row.wire.name)
            } else if origin == .otherShape, let word = vocabulary.otherwise {
                output.appendQuoted(word.name)
            } else {
                record.copyValue(value, to: &output)
            }
        case .epoch:
            guard let instant = Instant(value, of: record), instant.seconds >= 0,
                instant.isPlain || origin == .otherShape
            else {
                if origin == .otherShape { return false }
                throw AdapterError(
                    .badValue, path: FieldPath(step.field), at: Int(record.node(value).start),
                    "expected a time as YYYY-MM-DDThh:mm:ss.fffZ from 1970 on")
            }
            instant.appendSeconds(digits: origin == .otherShape ? 3 : 0, to: &output)
        case .date:
            if origin == .otherShape, let instant = Instant(value, of: record), instant.seconds >= 0 {
                instant.appendDate(to: &output)
            } else {
                record.copyValue(value, to: &output)
            }
        case .residue, .id, .carry, .output, .outputs, .object:
            record.copyValue(value, to: &output)
        }
        return true
    }

    private mutating func writeFill(
        _ number: Int, _ start: Int, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) {
        let step = program.steps[number]
        switch program.renderings[number].fill {
        case .nothing: break
        case .missed: missed.append(number)
        case .literal(let json):
            key(step, start, &output)
            output.append(json)
        case .outcome(let completed, let failed):
            guard canonical.isIn(.terminal, record) else { return }
            key(step, start, &output)
            output.append(canonical.isIn(.completed, record) ? completed : failed)
        case .copy(let field):
            guard canonical[field].isPresent else { return }
            key(step, start, &output)
            record.copyValue(canonical[field], to: &output)
        }
    }

    /// Puts the unknown members of each item back behind the known ones.
    private func writeMerged(
        _ residue: JSONRef, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) throws(AdapterError) {
        let list = canonical[.output]
        guard record.has(list, .array), record.count(list) == record.count(residue) else {
            throw AdapterError(
                .badValue, path: "provenance.residue.output", at: Int(record.node(residue).start),
                "must have one object for each output")
        }
        output.append(UInt8(ascii: "["))
        var item = record.first(in: list)
        var rest = record.first(in: residue)
        while item.isPresent {
            guard record.kind(rest) == .object else {
                throw AdapterError(
                    .badValue, path: "provenance.residue.output", at: Int(record.node(rest).start),
                    "must have one object for each output")
            }
            if item != record.first(in: list) { output.append(UInt8(ascii: ",")) }
            output.append(UInt8(ascii: "{"))
            let start = output.count
            for part in [item, rest] {
                var member = record.first(in: part)
                while member.isPresent {
                    if output.count > start { output.append(UInt8(ascii: ",")) }
                    record.copyMember(member, to: &output)
                    member = record.next(after: member, in: part)
                }
            }
            output.append(UInt8(ascii: "}"))
            item = record.next(after: item, in: list)
            rest = record.next(after: rest, in: residue)
        }
        output.append(UInt8(ascii: "]"))
    }

    private func writeUnknown(
        _ object: FieldProgram.Object, _ residue: JSONRef, _ start: Int, _ record: borrowing JSONRecord,
        _ output: inout ByteBuffer
    ) {
        var member = record.first(in: residue)
        while member.isPresent {
            if program.step(for: record.node(member), of: object, in: record) == nil {
                separator(start, &output)
                record.copyMember(member, to: &output)
            }
            member = record.next(after: member, in: residue)
        }
    }
}

extension Field.Fill {
    /// Whether a canonical `null` is as good as nothing.
    fileprivate var replacesNull: Bool {
        switch self {
        case .nothing, .missed: false
        case .literal, .outcome, .copy: true
        }
    }
}
